from __future__ import annotations

import unicodedata

import pytest

from layers.errors import BadParameter
from layers.io.headings import PERSONAL, TABLE_OF, field_of, fields_of, map_headings, template_headings
from layers.io.report import ImportLayer
from layers.schema import TABLES
from layers.words import without_tones

# As the templates print them, in their order.
BIEU_01 = [
    "STT",
    "Mã điểm",
    "Tên mô hình*",
    "Tên điểm",
    "Bản, tiểu khu, tổ dân phố*",
    "Xã, phường*",
    "Tên xã cũ",
    "Vĩ độ",
    "Kinh độ",
    "Số quyết định",
    "Ngày thành lập*",
    "Ngày ra mắt",
    "Đơn vị chủ trì",
    "Số tổ, nhóm",
    "Số thành viên",
    "Số hộ tham gia",
    "Tổng số hộ",
    "Trạng thái*",
    "Xếp loại",
    "Năm xếp loại",
    "Ngày hoạt động gần nhất",
    "Số buổi tuyên truyền trong kỳ",
    "Lượt người tham gia trong kỳ",
    "Tin có giá trị trong kỳ",
    "Cấp công nhận",
    "Kết quả nổi bật",
    "Ghi chú",
]
FIELDS_01 = [
    "seq",
    "ext_key",
    "initiative",
    "name",
    "village",
    "commune",
    "commune_old",
    "lat",
    "lon",
    "decision_no",
    "founded_on",
    "launched_on",
    "lead_unit",
    "teams",
    "members",
    "households_enrolled",
    "households_total",
    "status",
    "rating",
    "rating_year",
    "last_activity_on",
    "meetings",
    "attendances",
    "tips",
    "recognised_by",
    "results_text",
    "note",
]
BIEU_02 = [
    "STT",
    "Mã điểm",
    "Tên cụm*",
    "Bản, tiểu khu, tổ dân phố*",
    "Xã, phường*",
    "X (m) VN-2000",
    "Y (m) VN-2000",
    "Vĩ độ",
    "Kinh độ",
    "Số quyết định",
    "Ngày ra mắt*",
    "Số hộ trong cụm*",
    "Trong đó: nhà ở kết hợp sản xuất, kinh doanh",
    "Số hộ có bình chữa cháy",
    "Số bình chữa cháy",
    "Điểm chữa cháy công cộng",
    "Chuông, kẻng báo cháy",
    "Máy bơm",
    "Nguồn nước (mô tả)",
    "Tổ trưởng đã tập huấn (có/không)",
    "Số buổi tuyên truyền trong kỳ",
    "Số lần diễn tập trong năm",
    "Ngày diễn tập gần nhất",
    "Số vụ cháy trong cụm",
    "Trong đó tự dập tắt",
    "Trạng thái*",
    "Xếp loại",
    "Ghi chú",
]
FIELDS_02 = [
    "seq",
    "ext_key",
    "name",
    "village",
    "commune",
    "northing",
    "easting",
    "lat",
    "lon",
    "decision_no",
    "launched_on",
    "households_enrolled",
    "households_business",
    "households_with_extinguisher",
    "extinguishers",
    "public_fire_points",
    "alarms",
    "pumps",
    "water_source",
    "leader_trained",
    "meetings",
    "drills",
    "last_drill_on",
    "fires",
    "fires_self_extinguished",
    "status",
    "rating",
    "note",
]
BIEU_03 = [
    "STT",
    "Mã vụ",
    "Ngày xảy ra*",
    "Giờ",
    "Loại vụ việc*",
    "Chi tiết loại",
    "Bản, tiểu khu, tổ dân phố",
    "Xã, phường*",
    "Vĩ độ",
    "Kinh độ",
    "Nguyên nhân",
    "Số người chết",
    "Số người bị thương",
    "Thiệt hại tài sản (triệu đồng)",
    "Diện tích rừng thiệt hại (ha)",
    "Lực lượng xử lý tại chỗ",
    "Tình trạng giải quyết",
    "Tính vào thống kê (có/không)",
    "Ghi chú",
]
FIELDS_03 = [
    "seq",
    "ext_key",
    "happened_on",
    "happened_time",
    "category",
    "subcategory",
    "village",
    "commune",
    "lat",
    "lon",
    "cause",
    "deaths",
    "injured",
    "damage_million_vnd",
    "forest_ha",
    "first_response",
    "state",
    "counts_in_statistics",
    "note",
]
BIEU_04 = [
    "STT",
    "Mã bản",
    "Tên bản, tiểu khu, tổ dân phố*",
    "Loại* (bản / tiểu khu / tổ dân phố)",
    "Xã, phường*",
    "Tên xã cũ",
    "Tên khác",
    "Sáp nhập từ",
    "Ngày sáp nhập",
    "Số hộ*",
    "Số nhân khẩu*",
    "Hộ nhà ở kết hợp sản xuất, kinh doanh",
    "Số hộ có bình chữa cháy",
    "Số nhóm liên gia tự quản",
    "Số tổ an ninh nhân dân",
    "Số thành viên Tổ bảo vệ ANTT",
    "Đội dân phòng (có/không)",
    "Có chợ (có/không)",
    "Cách trụ sở UBND xã (km)",
    "Đường ô tô đến (có/không/mùa khô)",
    "Vĩ độ nhà văn hóa",
    "Kinh độ nhà văn hóa",
]
FIELDS_04 = [
    "seq",
    "ext_key",
    "name",
    "kind",
    "commune",
    "commune_old",
    "aliases",
    "merged_from",
    "merged_on",
    "households",
    "population",
    "households_business",
    "households_with_extinguisher",
    "selfmanaged_groups",
    "security_teams",
    "security_force_members",
    "civil_fire_team",
    "has_market",
    "km_to_seat",
    "road_access",
    "lat",
    "lon",
]
TEMPLATES = [
    (ImportLayer.SITES, BIEU_01, FIELDS_01),
    (ImportLayer.CLUSTERS, BIEU_02, FIELDS_02),
    (ImportLayer.INCIDENTS, BIEU_03, FIELDS_03),
    (ImportLayer.VILLAGES, BIEU_04, FIELDS_04),
]


@pytest.mark.parametrize(("layer", "headings", "fields"), TEMPLATES)
def test_every_template_is_understood(layer: ImportLayer, headings: list[str], fields: list[str]) -> None:
    assert list(map_headings(headings, layer).fields) == fields


@pytest.mark.parametrize(("layer", "headings", "fields"), TEMPLATES)
def test_also_without_tones_in_capitals_and_decomposed(
    layer: ImportLayer, headings: list[str], fields: list[str]
) -> None:
    for change in (without_tones, str.upper, lambda text: unicodedata.normalize("NFD", text)):
        assert list(map_headings([change(heading) for heading in headings], layer).fields) == fields


@pytest.mark.parametrize("layer", list(TABLE_OF))
def test_english_names_are_the_columns_of_the_schema(layer: ImportLayer) -> None:
    known = fields_of(layer)
    for field in known - {"id"}:
        assert field_of(field, layer) is not None, field
    table = TABLES[TABLE_OF[layer]]
    for column in ("status", "founded_on", "households", "happened_on", "name"):
        if column in table.by_name and layer is not ImportLayer.GROUPS:
            assert field_of(column, layer) == column


@pytest.mark.parametrize(
    "heading",
    ["Họ tên đối tượng, năm sinh, nơi ĐKTT", "SĐT", "Số CCCD", "Trưởng bản (họ tên, SĐT)", "Dân tộc"],
)
def test_what_belongs_to_a_person_is_found(heading: str) -> None:
    for layer in TABLE_OF:
        assert field_of(heading, layer) == PERSONAL


def test_a_personal_column_of_the_schema_is_one() -> None:
    assert field_of("description", ImportLayer.INCIDENTS) == PERSONAL
    assert field_of("description", ImportLayer.INITIATIVES) == "description"


def test_the_analyst_decides_and_the_first_of_two_columns_stays() -> None:
    headings = ["Khu", "Ghi chú", "Ghi chú", ""]
    mapped = map_headings(headings, ImportLayer.SITES, {"khu": "commune"})
    assert mapped.fields == ("commune", "note", None, None)
    assert mapped.doubled == (2,)
    assert mapped.heading("commune") == "Khu"
    assert mapped.position("name") is None
    # A column that the analyst gives another meaning no longer has its own.
    assert map_headings(["Ghi chú"], ImportLayer.SITES, {"Ghi chú": "name"}).fields == ("name",)


@pytest.mark.parametrize("mapping", [{"Không có": "name"}, {"Tên": "chiều cao"}])
def test_a_mapping_must_fit(mapping: dict[str, str]) -> None:
    with pytest.raises(BadParameter):
        map_headings(["Tên"], ImportLayer.SITES, mapping)


def test_headings_to_tell() -> None:
    assert "Tên mô hình" in template_headings(ImportLayer.SITES, most=12)
    assert len(template_headings(ImportLayer.VILLAGES)) == 6
