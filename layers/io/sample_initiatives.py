"""The 80 initiatives of the sample: three real ones of which facts are public, the others invented.

Data and the rows made of them; knows nothing of where sites lie.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from layers.io.initiative_names import CLUSTER_NAME, CLUSTER_SHORT_NAME
from layers.io.sample_ground import Ground, split_whole
from layers.schema import CoverBy, SiteLayer, normalise

MARK = "MINH HỌA"

VILLAGE_MODEL = "Hộ tự quản, bản an toàn"
RIDERS = "Tổ xe ôm Hoa hướng dương"
CLUSTER_SITES = 148
OTHER_SITES = 1_100

# cover_by | field | lead unit | weight of its number of sites | name
_INVENTED = """
village|security|Công an xã|60|Tiếng kẻng bình yên bản làng
village|security|Công an xã|46|Bản không có tội phạm, tệ nạn
households|security|Công an xã|44|Nhóm liên gia tự quản về an ninh, trật tự
village|technology|Công an xã|42|Camera giám sát an ninh đầu bản
village|drugs|Công an xã|40|Bản sạch về ma túy
village|security|Công an xã|36|Tổ giữ mốc, giữ bản
village|order|Công an xã|32|Ánh sáng an ninh đường bản
village|drugs|Công an xã|30|Dòng họ không có người mắc ma túy
village|order|Công an xã|28|Tổ hòa giải lưu động
commune|technology|Công an xã|26|Nhóm Zalo Bình yên cơ sở
village|traffic|Công an xã|25|Cổng bản an toàn giao thông
village|weapons|Công an xã|24|Bản vận động giao nộp vũ khí, vật liệu nổ
village|fire|Công an xã|22|Đội chữa cháy rừng bản em
households|fire|Công an xã|22|Mỗi nhà một bình chữa cháy
village|security|Hội Cựu chiến binh|20|Cựu chiến binh giữ bản bình yên
village|security|Hội Phụ nữ|20|Phụ nữ không để chồng con vi phạm
village|traffic|Đoàn Thanh niên|18|Đoạn đường thanh niên tự quản
village|security|Hội Nông dân|18|Nông dân với nương rẫy an toàn
commune|school|Nhà trường|18|Cổng trường bình yên, lớp học an toàn
village|security|Hội Người cao tuổi|16|Người cao tuổi nêu gương sáng
village|security|Người có uy tín|16|Già làng giữ nếp bản
commune|technology|Công an xã|15|Hòm thư tố giác không ghi tên
village|drugs|Công an xã|15|Tổ công tác cai nghiện tại bản
commune|order|Công an xã|14|Phiên chợ bình yên
village|order|Công an xã|14|Bản không pháo nổ ngày Tết
radius|fire|Công an xã|13|Trạm nước chữa cháy đầu suối
commune|fire|Công an xã|13|Điểm chữa cháy công cộng chợ xã
radius|order|Công an phường|12|Chốt tuần tra đêm khu chợ
village|order|Công an phường|12|Tổ dân phố văn minh, an toàn
village|security|Ban quản lý bản|12|Ba cùng giữ bản
commune|school|Nhà trường|11|Ký túc xá bán trú an toàn
village|traffic|Công an xã|11|Bến đò, bến thuyền an toàn
village|security|Công an xã|11|Vùng giáp ranh bình yên
commune|school|Trạm Y tế|10|Trạm y tế an toàn về an ninh, trật tự
village|other|Công an xã|10|Bản không tảo hôn, không di cư tự do
households|other|Hội Phụ nữ|10|Gia đình năm không ba biết
village|drugs|Đoàn Thanh niên|10|Câu lạc bộ thanh niên nói không với ma túy
radius|security|Công an xã|9|Cụm loa truyền thanh an ninh
village|order|Công an xã|9|Tổ tự quản bảo vệ rừng, bảo vệ bản
commune|order|Công an xã|9|Khu nhà trọ tự quản
village|security|Công an xã|9|Sợi chỉ đỏ liên bản
village|order|Hội Nông dân|8|Chuồng trại an toàn, chống trộm gia súc
commune|school|Doanh nghiệp|8|Doanh nghiệp an toàn về an ninh, trật tự
village|traffic|Công an xã|8|Đèo dốc an toàn mùa sương
village|technology|Công an xã|8|Bản số an toàn
commune|school|Ủy ban Mặt trận Tổ quốc|8|Điểm sinh hoạt cộng đồng bình yên
village|order|Công an xã|7|Tổ phản ứng nhanh bản vùng cao
village|security|Công an xã|7|Nhà văn hóa sáng đèn
commune|technology|Công an xã|7|Cà phê an ninh sáng thứ Bảy
radius|traffic|Công an xã|7|Điểm trực cứu hộ đầu đèo
village|fire|Hội Phụ nữ|7|Bếp lửa an toàn nhà sàn
village|order|Công an xã|6|Tổ liên kết ba bản
commune|order|Công an phường|6|Phố đi bộ an toàn
village|rehabilitation|Công an xã|6|Mái ấm ngày về
none|rehabilitation|Công an xã|6|Vòng tay bè bạn ngày trở lại
commune|school|Nhà trường|6|Đội tuyên truyền măng non
village|other|Công an xã|6|Lòng hồ xanh, bình yên
village|traffic|Công an xã|5|Thanh niên với mũ bảo hiểm
village|order|Công an xã|5|Nương chè bình yên
village|order|Công an xã|5|Vườn mận tự quản
commune|school|Ban quản lý|5|Công trường thủy điện an toàn
radius|fire|Công an phường|5|Tổ xe máy chữa cháy ngõ nhỏ
village|security|Công an xã|5|Tiếng khèn gọi bạn về bản
none|rehabilitation|Hội Cựu chiến binh|5|Đồng đội giúp nhau lập nghiệp
commune|order|Công an xã|5|Bến xe khách an toàn
village|drugs|Hội Phụ nữ|5|Người mẹ giữ lửa nhà
village|technology|Công an xã|4|Mã QR đầu bản
commune|order|Công an phường|4|Khu du lịch thân thiện, an toàn
village|order|Công an xã|4|Nhà sàn đón khách an toàn
none|rehabilitation|Đoàn Thanh niên|4|Bàn tay thợ trẻ
commune|other|Công an xã|4|Lắng nghe ở cơ sở
village|security|Công an xã|4|Bản kết nghĩa hai bên biên giới
none|other|Công an xã|3|Quỹ học bổng chiến sĩ nhỏ
radius|school|Nhà trường|3|Vành đai an toàn quanh trường
village|other|Công an xã|3|Chợ phiên không rác, không trộm
commune|fire|Công an xã|3|Kho hàng an toàn cháy nổ
village|traffic|Công an xã|3|Gương cầu lồi khúc cua
""".strip()

# Words of the list above that are no code of the vocabulary.
_FIELDS = {"fire": "fire_safety", "weapons": "security"}
_RADII_M = (500.0, 800.0, 1_000.0, 1_500.0, 2_000.0, 3_000.0)
_GIVEN_BY = "Giả định để MINH HỌA, theo đường chim bay"


@dataclass(frozen=True)
class Initiative:
    """One initiative and how many sites it has."""

    id: str
    name: str
    short_name: str | None
    layer: SiteLayer
    cover_by: CoverBy
    field: str
    lead_unit: str
    sites: int
    founded_on: dt.date
    founded_precision: str
    radius_m: float | None = None
    recognised_by: str | None = None
    description: str = f"{MARK}: tên và số liệu do chương trình đặt ra."


def initiatives(ground: Ground) -> tuple[Initiative, ...]:
    """Return the 80 initiatives, the fire-safety clusters first; their sites are 148 + 1,100."""
    chance = ground.chance("initiatives")
    entries = [line.split("|") for line in _INVENTED.splitlines()]
    weights = [float(weight) for _, _, _, weight, _ in entries]
    named_sites = 58
    numbers = split_whole(OTHER_SITES - named_sites - 1, weights, least=1)
    found = [
        _clusters(ground.id("initiative", 0)),
        _village_model(ground.id("initiative", 1), named_sites),
        _riders(ground.id("initiative", 2)),
    ]
    for place, ((cover_by, field, lead, _, name), sites) in enumerate(zip(entries, numbers, strict=True)):
        how = CoverBy(cover_by)
        founded = dt.date(chance.randint(2012, 2025), chance.randint(1, 12), 1)
        found.append(
            Initiative(
                ground.id("initiative", 3 + place),
                name,
                None,
                SiteLayer.SITE,
                how,
                _FIELDS.get(field, field),
                lead,
                sites,
                founded,
                chance.choice(("month", "month", "year")),
                chance.choice(_RADII_M) if how is CoverBy.RADIUS else None,
            )
        )
    return tuple(found)


def initiatives_frame(entries: tuple[Initiative, ...], source_id: str) -> pd.DataFrame:
    """Return the rows of the table `initiatives`."""
    rows = [
        {
            "name": entry.name,
            "short_name": entry.short_name,
            "layer": entry.layer.value,
            "cover_by": entry.cover_by.value,
            "radius_m": entry.radius_m,
            "radius_given_by": _GIVEN_BY if entry.radius_m is not None else None,
            "field": entry.field,
            "lead_unit": entry.lead_unit,
            "founded_on": _first_day(entry),
            "founded_precision": entry.founded_precision,
            "status": "active",
            "recognised_by": entry.recognised_by,
            "description": entry.description,
            "source_id": source_id,
        }
        for entry in entries
    ]
    return normalise("initiatives", pd.DataFrame(rows, index=[entry.id for entry in entries]))


def _first_day(entry: Initiative) -> dt.date:
    return entry.founded_on.replace(month=1, day=1) if entry.founded_precision == "year" else entry.founded_on


def _clusters(identity: str) -> Initiative:
    return Initiative(
        identity,
        CLUSTER_NAME,
        CLUSTER_SHORT_NAME,
        SiteLayer.CLUSTER,
        CoverBy.VILLAGE,
        "fire_safety",
        "Phòng Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ",
        CLUSTER_SITES,
        dt.date(2022, 11, 1),
        "month",
        description=f"Từ 11/2022; {CLUSTER_SITES} điểm. Vị trí và số liệu từng điểm là {MARK}.",
    )


def _village_model(identity: str, sites: int) -> Initiative:
    return Initiative(
        identity,
        VILLAGE_MODEL,
        None,
        SiteLayer.SITE,
        CoverBy.VILLAGE,
        "security",
        "Công an xã",
        sites,
        dt.date(2022, 6, 10),
        "day",
        recognised_by="Cụm thi đua số II, Bộ Công an",
        description=f"Điểm đầu tiên: bản Quỳnh Chiên, xã Bình Thuận, 10/6/2022. Các điểm khác là {MARK}.",
    )


def _riders(identity: str) -> Initiative:
    return Initiative(
        identity,
        RIDERS,
        None,
        SiteLayer.SITE,
        CoverBy.NONE,
        "rehabilitation",
        "Công an xã",
        1,
        dt.date(2023, 10, 1),
        "month",
        description="Xã Ngọc Chiến, từ 10/2023. Chỉ ghi số lượng, không ghi người tham gia.",
    )
