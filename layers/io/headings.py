"""Headings of the templates, with and without tones and in English, to the fields they fill.

Knows nothing of cells or files. A field is a column of the layer's table or one of the few names that need
more thought: `village`, `commune`, `lat`, `northing`, `initiative`, `meetings` …
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from layers.errors import BadParameter
from layers.io.cells import fold
from layers.io.report import ImportLayer
from layers.schema import TABLES, ColumnType

# Field of headings that number the rows and are not taken.
SEQUENCE = "seq"
# Field of headings that hold what belongs to a person: never taken, never kept in `extra`.
PERSONAL = "personal"

TABLE_OF: Mapping[ImportLayer, str] = MappingProxyType(
    {
        ImportLayer.SITES: "sites",
        ImportLayer.CLUSTERS: "sites",
        ImportLayer.INCIDENTS: "incidents",
        ImportLayer.VILLAGES: "villages",
        ImportLayer.CANDIDATES: "candidates",
        ImportLayer.INITIATIVES: "initiatives",
        ImportLayer.GROUPS: "commune_groups",
    }
)

_PLACE: dict[str, str] = {
    "village": "bản, tiểu khu, tổ dân phố|bản|bản tiểu khu|bản/tk/tdp|địa bàn|thôn|thôn bản|thuộc bản"
    "|village",
    "commune": "xã, phường|xã|phường|xã/phường/thị trấn|tên xã|tên xã phường|mã xã|mã xã phường|mã đvhc"
    "|thuộc xã|địa bàn xã|commune|commune_name|commune_code|ward",
    "commune_old": "tên xã cũ|xã cũ|xã phường cũ|xã trước sáp nhập|commune_old|old_commune",
    "district": "huyện cũ|huyện|tên huyện|thuộc huyện|district",
    "lat": "vĩ độ|vĩ độ nhà văn hóa|lat|latitude|vi do wgs84",
    "lon": "kinh độ|kinh độ nhà văn hóa|lon|lng|long|longitude|kinh do wgs84",
    "northing": "x (m) vn-2000|x (m)|x|x vn2000|x vn-2000|tọa độ x|northing",
    "easting": "y (m) vn-2000|y (m)|y|y vn2000|y vn-2000|tọa độ y|easting",
    "coordinates": "tọa độ|tọa độ (gg map)|tọa độ gg map|tọa độ google map|coordinates|latlon",
    SEQUENCE: "stt|tt|số tt|số thứ tự|seq|no|fid",
    "id": "id",
}

_SITES: dict[str, str] = {
    **_PLACE,
    "ext_key": "mã điểm|mã số điểm|mã|site_id|ext_key|code",
    "initiative": "tên mô hình|mô hình|loại mô hình|initiative|initiative_name|initiative_id",
    "name": "tên điểm|tên|tên điểm mô hình|địa chỉ hoạt động|điểm mô hình|name",
    "decision_no": "số quyết định|số qđ|quyết định số|qđ số|decision_no",
    "founded_on": "ngày thành lập|ngày tl|t.gian thành lập|thời gian thành lập|năm thành lập|founded_on",
    "launched_on": "ngày ra mắt|thời gian ra mắt|launched_on",
    "closed_on": "ngày kết thúc|closed_on",
    "status": "trạng thái|tình trạng|tình trạng hoạt động|status",
    "rating": "xếp loại|phân loại|rating",
    "rating_year": "năm xếp loại|rating_year",
    "lead_unit": "đơn vị chủ trì|chủ trì|đơn vị phụ trách|lead_unit",
    "teams": "số tổ, nhóm|số tổ|tổ|tổ nhóm|số nhóm|teams",
    "members": "số thành viên|số tv|tv|thành viên|members",
    "households_enrolled": "số hộ tham gia|hộ tg|hộ tham gia|số hộ trong cụm|households_enrolled",
    "households_total": "tổng số hộ|tổng hộ|households_total",
    "last_activity_on": "ngày hoạt động gần nhất|hđ gần nhất|hoạt động gần nhất|last_activity_on",
    "meetings": "số buổi tuyên truyền trong kỳ|số buổi tuyên truyền|số buổi tt|số buổi|buổi|meetings",
    "attendances": "lượt người tham gia trong kỳ|lượt người tham gia|lượt người|lượt|attendances",
    "tips": "tin có giá trị trong kỳ|tin có giá trị|tin có gt|tin|tips",
    "recognised_by": "cấp công nhận|recognised_by",
    "results_text": "kết quả nổi bật|kết quả|results|results_text",
    "note": "ghi chú|note",
    "households_business": "trong đó: nhà ở kết hợp sản xuất, kinh doanh|nhà ở kết hợp sản xuất kinh doanh"
    "|kh sxkd|sxkd|households_business",
    "households_with_extinguisher": "số hộ có bình chữa cháy|hộ có bình|bình cc|households_with_extinguisher",
    "extinguishers": "số bình chữa cháy|bình|số bình|extinguishers",
    "public_fire_points": "điểm chữa cháy công cộng|điểm cc|public_fire_points",
    "alarms": "chuông, kẻng báo cháy|chuông kẻng|alarms",
    "pumps": "máy bơm|pumps",
    "water_source": "nguồn nước (mô tả)|nguồn nước|water_source",
    "leader_trained": "tổ trưởng đã tập huấn (có/không)|tổ trưởng đã tập huấn|leader_trained",
    "drills": "số lần diễn tập trong năm|số lần diễn tập|diễn tập|drills",
    "last_drill_on": "ngày diễn tập gần nhất|diễn tập gần nhất|lần cuối|last_drill_on",
    "fires": "số vụ cháy trong cụm|số vụ cháy|fires",
    "fires_self_extinguished": "trong đó tự dập tắt|tự dập tắt|fires_self_extinguished",
}

_CLUSTERS: dict[str, str] = {
    **_SITES,
    "name": "tên cụm|tên điểm|cụm|name",
    "households_enrolled": "số hộ trong cụm|số hộ|hộ|households|số hộ tham gia|households_enrolled",
}

_INCIDENTS: dict[str, str] = {
    **_PLACE,
    "ext_key": "mã vụ|mã vụ việc|incident_id|ext_key",
    "number": "số vụ|số hiệu|number",
    "happened_on": "ngày xảy ra|ngày|thời gian xảy ra|occurred_on|happened_on|date",
    "happened_time": "giờ|giờ xảy ra|occurred_at|happened_time|time",
    "category": "loại vụ việc|loại|loại vụ|category",
    "subcategory": "chi tiết loại|chi tiết|subcategory",
    "cause": "nguyên nhân|cause",
    "deaths": "số người chết|chết|deaths",
    "injured": "số người bị thương|bị thương|bt|injured",
    "damage_million_vnd": "thiệt hại tài sản (triệu đồng)|thiệt hại (triệu đồng)|triệu đ|damage_million_vnd",
    "forest_ha": "diện tích rừng thiệt hại (ha)|diện tích rừng thiệt hại|ha|forest_ha",
    "first_response": "lực lượng xử lý tại chỗ|first_response",
    "state": "tình trạng giải quyết|tình trạng|state",
    "counts_in_statistics": "tính vào thống kê (có/không)|tính vào thống kê|tk|counts_in_statistics",
    "note": "ghi chú|note",
}

_VILLAGES: dict[str, str] = {
    **{field: headings for field, headings in _PLACE.items() if field != "village"},
    "ext_key": "mã bản|village_id|ext_key",
    "name": "tên bản, tiểu khu, tổ dân phố|tên bản|bản, tiểu khu, tổ dân phố|bản/tk/tdp|tên|bản|name",
    "kind": "loại|loại (bản / tiểu khu / tổ dân phố)|kind",
    "aliases": "tên khác|tên gọi khác|aliases",
    "merged_from": "sáp nhập từ|merged_from",
    "merged_on": "ngày sáp nhập|merged_on",
    "households": "số hộ|hộ|tổng số hộ|households",
    "population": "số nhân khẩu|số khẩu|khẩu|nhân khẩu|dân số|people|population",
    "households_business": "hộ nhà ở kết hợp sản xuất, kinh doanh|sxkd|households_business",
    "households_with_extinguisher": "số hộ có bình chữa cháy|bình cc|households_with_extinguisher",
    "selfmanaged_groups": "số nhóm liên gia tự quản|nhóm lgtq|selfmanaged_groups",
    "security_teams": "số tổ an ninh nhân dân|tổ annd|security_teams",
    "security_force_members": "số thành viên tổ bảo vệ antt|security_force_members",
    "civil_fire_team": "đội dân phòng (có/không)|đội dân phòng|civil_fire_team",
    "has_market": "có chợ (có/không)|có chợ|has_market",
    "km_to_seat": "cách trụ sở ubnd xã (km)|cách trụ sở ubnd xã|km|km_to_seat",
    "road_access": "đường ô tô đến (có/không/mùa khô)|đường ô tô đến|road_access",
}

_CANDIDATES: dict[str, str] = {
    **_PLACE,
    "ext_key": "mã|ext_key",
    "name": "tên|tên địa bàn|địa bàn dự kiến|name",
    "cost": "chi phí|kinh phí|cost",
    "kind": "loại|kind",
}

_INITIATIVES: dict[str, str] = {
    SEQUENCE: _PLACE[SEQUENCE],
    "id": "id",
    "ext_key": "mã mô hình|mã|ext_key",
    "name": "tên mô hình|mô hình|tên|name|initiative",
    "short_name": "tên viết tắt|tên ngắn|tên gọi tắt|short_name",
    "layer": "lớp|layer",
    "cover_by": "cách tính bao phủ|cover_by",
    "radius_m": "bán kính bao phủ (m)|bán kính bao phủ|bán kính|radius_m",
    "radius_given_by": "người cho bán kính|căn cứ bán kính|radius_given_by",
    "field": "lĩnh vực|field",
    "lead_unit": _SITES["lead_unit"],
    "founded_on": _SITES["founded_on"],
    "status": _SITES["status"],
    "recognised_by": _SITES["recognised_by"],
    "colour": "màu|colour",
    "symbol": "ký hiệu|symbol",
    "description": "mô tả|ghi chú|description",
}

_GROUPS: dict[str, str] = {
    "set_name": "bộ nhóm|loại nhóm|nhóm theo|set|set_name",
    "group": "nhóm địa bàn|tên nhóm|nhóm|name|group",
    **{field: _PLACE[field] for field in ("commune", "commune_old", "district", SEQUENCE)},
}

_OF: dict[ImportLayer, dict[str, str]] = {
    ImportLayer.SITES: _SITES,
    ImportLayer.CLUSTERS: _CLUSTERS,
    ImportLayer.INCIDENTS: _INCIDENTS,
    ImportLayer.VILLAGES: _VILLAGES,
    ImportLayer.CANDIDATES: _CANDIDATES,
    ImportLayer.INITIATIVES: _INITIATIVES,
    ImportLayer.GROUPS: _GROUPS,
}

# Columns the program fills by itself; a sheet that names them does not set them.
_OWN = frozenset({"id", "geom", "extra", "source_id", "source_row", "rev", "changed_at", "changed_by"})

_PERSONAL = re.compile(
    r"\b(ho (va )?ten|ho ten|sdt|so dt|so dien thoai|dien thoai|dtdd|cccd|cmnd|can cuoc|chung minh"
    r"|dinh danh|nam sinh|ngay sinh|dktt|dan toc|ton giao|doi tuong|nan nhan|bi can|truong ban|chu ho"
    r"|phone|full name|identity|birth)\b"
)


@dataclass(frozen=True)
class Mapped:
    """Which column of a sheet fills which field; `fields[i]` is None where the heading is unknown."""

    headings: tuple[str, ...]
    fields: tuple[str | None, ...]
    doubled: tuple[int, ...] = ()

    def position(self, field: str) -> int | None:
        """Return the place of the column that fills `field`, or None."""
        return self.fields.index(field) if field in self.fields else None

    def heading(self, field: str) -> str:
        """Return the heading of the column that fills `field` as written, or ""."""
        place = self.position(field)
        return "" if place is None else self.headings[place]


def fields_of(layer: ImportLayer) -> frozenset[str]:
    """Return every field a sheet of the layer may fill."""
    return frozenset(_recognised(layer).values())


def template_headings(layer: ImportLayer, most: int = 6) -> tuple[str, ...]:
    """Return some headings of the layer's template, for a sentence that says what is looked for."""
    known = _OF[layer]
    places = [field for field in ("village", "commune") if field in known]
    own = [field for field in known if field not in _PLACE and field != "ext_key"]
    names = [known[field].split("|", 1)[0] for field in [*own[: most - len(places)], *places]]
    return tuple(name[:1].upper() + name[1:] for name in names)


def field_of(heading: str, layer: ImportLayer) -> str | None:
    """Return the field of one heading, `PERSONAL`, or None when it is unknown.

    Examples
    --------
    >>> field_of("Xã, phường*", ImportLayer.SITES), field_of("NGAY THANH LAP", ImportLayer.SITES)
    ('commune', 'founded_on')
    """
    known = _recognised(layer)
    whole = fold(heading)
    if not whole:
        return None
    if whole in known:
        return known[whole]
    if _PERSONAL.search(whole) or whole in _personal_columns(layer):
        return PERSONAL
    return known.get(fold(re.sub(r"\([^)]*\)", " ", heading)))


def map_headings(
    headings: Iterable[str], layer: ImportLayer, mapping: Mapping[str, str] | None = None
) -> Mapped:
    """Match headings to fields; `mapping` (heading → field) wins, and the first of two equal columns stays.

    Raises
    ------
    BadParameter
        When `mapping` names a column the sheet does not have or a field the layer does not have.
    """
    written = tuple(headings)
    chosen = _chosen(written, layer, mapping or {})
    taken = set(chosen.values())
    fields: list[str | None] = []
    doubled: list[int] = []
    for place, heading in enumerate(written):
        field = chosen.get(place)
        if field is None:
            field = field_of(heading, layer)
            if field in taken and field not in (None, PERSONAL, SEQUENCE):
                doubled.append(place)
                field = None
            elif field is not None:
                taken.add(field)
        fields.append(field)
    return Mapped(written, tuple(fields), tuple(doubled))


def _chosen(written: tuple[str, ...], layer: ImportLayer, mapping: Mapping[str, str]) -> dict[int, str]:
    places = {fold(heading): place for place, heading in reversed(list(enumerate(written)))}
    allowed = fields_of(layer) | {PERSONAL}
    chosen: dict[int, str] = {}
    for heading, field in mapping.items():
        if fold(heading) not in places:
            raise BadParameter(name="--map", value=heading, allowed=tuple(h for h in written if h))
        if field not in allowed:
            raise BadParameter(name="--map", value=field, allowed=tuple(sorted(allowed)))
        chosen[places[fold(heading)]] = field
    return chosen


@cache
def _recognised(layer: ImportLayer) -> Mapping[str, str]:
    """Return folded heading → field; template headings win over the names of the table's columns."""
    known: dict[str, str] = {}
    for field, entry in _OF[layer].items():
        for heading in (*entry.split("|"), field):
            known.setdefault(fold(heading), field)
    for column in TABLES[TABLE_OF[layer]].columns:
        if column.name not in _OWN and not column.personal and column.type is not ColumnType.POINT:
            known.setdefault(fold(column.name), column.name)
    return MappingProxyType(known)


@cache
def _personal_columns(layer: ImportLayer) -> frozenset[str]:
    return frozenset(fold(name) for name in TABLES[TABLE_OF[layer]].personal)
