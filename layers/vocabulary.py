"""What the open lists of a new workspace start with: codes that never change, names in two languages.

The analyst extends the lists; knows nothing of the rows that use them.
"""

from __future__ import annotations

from types import MappingProxyType

import pandas as pd

from layers.schema import normalise

Entry = tuple[str, str, str]

# Two levels (`top` and `top.detail`), in the order in which reports list them.
_INCIDENT_CATEGORIES: tuple[Entry, ...] = (
    ("social_order", "Tội phạm về trật tự xã hội", "Crimes against social order"),
    ("social_order.theft", "Trộm cắp tài sản", "Theft"),
    ("social_order.injury", "Cố ý gây thương tích", "Intentional injury"),
    ("social_order.robbery", "Cướp, cướp giật", "Robbery, snatching"),
    ("social_order.fraud", "Lừa đảo chiếm đoạt tài sản", "Fraud"),
    ("social_order.gambling", "Đánh bạc", "Gambling"),
    ("social_order.other", "Tội phạm về trật tự xã hội khác", "Other crimes against social order"),
    ("drugs", "Tội phạm về ma túy", "Drug crimes"),
    ("economy", "Tội phạm về kinh tế, tham nhũng, chức vụ", "Economic crimes, corruption, abuse of office"),
    ("environment", "Tội phạm về môi trường", "Environmental crimes"),
    ("high_tech", "Tội phạm sử dụng công nghệ cao", "High-tech crimes"),
    ("social_evil", "Tệ nạn xã hội", "Social evils"),
    (
        "administrative",
        "Vi phạm hành chính về an ninh, trật tự",
        "Administrative violations of security and order",
    ),
    ("weapons", "Vũ khí, vật liệu nổ, pháo", "Weapons, explosives, fireworks"),
    ("dispute", "Mâu thuẫn, tranh chấp trong nhân dân", "Conflicts and disputes among the people"),
    ("traffic", "Tai nạn giao thông", "Traffic accidents"),
    ("fire", "Cháy", "Fire"),
    ("fire.dwelling", "Cháy nhà ở", "Fire in a dwelling"),
    (
        "fire.dwelling_business",
        "Cháy nhà ở kết hợp sản xuất, kinh doanh",
        "Fire in a dwelling with a business",
    ),
    (
        "fire.premises",
        "Cháy cơ sở sản xuất, kinh doanh, kho",
        "Fire in production or business premises, store",
    ),
    ("fire.market", "Cháy chợ", "Fire in a market"),
    ("fire.vehicle", "Cháy phương tiện giao thông", "Fire of a vehicle"),
    ("fire.forest", "Cháy rừng", "Forest fire"),
    ("explosion", "Nổ", "Explosion"),
    ("rescue", "Sự cố, tai nạn cứu nạn, cứu hộ", "Incidents and accidents with rescue"),
    (
        "minor_fire",
        "Sự cố chập điện, cháy cỏ rác (không tính vụ cháy)",
        "Short circuits, burning grass or rubbish (not counted as fires)",
    ),
)

_VILLAGE_KINDS: tuple[Entry, ...] = (
    ("ban", "Bản", "Village (bản)"),
    ("tieu_khu", "Tiểu khu", "Sub-area (tiểu khu)"),
    ("to_dan_pho", "Tổ dân phố", "Residential group (tổ dân phố)"),
    ("xom", "Xóm", "Hamlet (xóm)"),
    ("other", "Khác", "Other"),
)

_MEASURES: tuple[Entry, ...] = (
    ("groups", "Nhóm liên gia tự quản", "Self-managed household groups"),
    ("security_teams", "Tổ an ninh nhân dân", "People's security teams"),
    ("meetings", "Buổi tuyên truyền", "Awareness meetings"),
    ("attendances", "Lượt người", "Attendances"),
    ("people", "Người tham gia", "People taking part"),
    ("tips", "Tin (phiếu) có giá trị", "Valuable tips (slips)"),
    ("weapons", "Vũ khí vận động giao nộp", "Weapons handed in"),
    ("jobs", "Việc làm", "Jobs"),
    ("vehicles", "Phương tiện", "Vehicles"),
)

_ACTIVITIES: tuple[Entry, ...] = (
    ("talk", "Tuyên truyền", "Talk"),
    ("training", "Tập huấn", "Training"),
    ("drill", "Diễn tập", "Drill"),
    ("patrol", "Tuần tra", "Patrol"),
    ("meeting", "Họp dân", "Meeting of residents"),
    ("experience", "Trải nghiệm", "Hands-on session"),
    ("other", "Khác", "Other"),
)

_RATINGS: tuple[Entry, ...] = (
    ("good", "Tốt", "Good"),
    ("fair", "Khá", "Fair"),
    ("average", "Trung bình", "Average"),
    ("weak", "Yếu", "Weak"),
    ("none", "Chưa xếp loại", "Not rated"),
)

_FIELDS: tuple[Entry, ...] = (
    ("security", "An ninh", "Security"),
    ("order", "Trật tự, an toàn xã hội", "Social order and safety"),
    ("fire_safety", "Phòng cháy, chữa cháy và cứu nạn, cứu hộ", "Fire safety and rescue"),
    ("drugs", "Phòng, chống ma túy", "Prevention of drugs"),
    ("traffic", "Trật tự, an toàn giao thông", "Traffic order and safety"),
    ("rehabilitation", "Giúp đỡ người lầm lỗi, tái hòa nhập cộng đồng", "Help after offences and treatment"),
    ("technology", "Ứng dụng công nghệ", "Use of technology"),
    ("school", "Trường học, cơ quan, doanh nghiệp", "Schools, offices, companies"),
    ("other", "Lĩnh vực khác", "Other fields"),
)

LISTS: MappingProxyType[str, tuple[Entry, ...]] = MappingProxyType(
    {
        "incident_category": _INCIDENT_CATEGORIES,
        "village_kind": _VILLAGE_KINDS,
        "measure": _MEASURES,
        "activity": _ACTIVITIES,
        "rating": _RATINGS,
        "initiative_field": _FIELDS,
    }
)

# Day of the month on which a reporting period begins; traffic is kept by calendar months.
_START_DAYS = {"sites": 15, "clusters": 15, "incidents": 15, "villages": 15, "traffic": 1}


def seed() -> pd.DataFrame:
    """Return the rows of the table `vocabulary` of a new workspace.

    Examples
    --------
    >>> seed().at["incident_category/fire.forest", "vi"]
    'Cháy rừng'
    """
    rows = [
        {"list": name, "code": code, "vi": vi, "en": en, "sort": place}
        for name, entries in LISTS.items()
        for place, (code, vi, en) in enumerate(entries)
    ]
    return normalise("vocabulary", pd.DataFrame(rows))


def period_kinds() -> pd.DataFrame:
    """Return the rows of the table `period_kinds` of a new workspace: the usual start days."""
    return normalise(
        "period_kinds", pd.DataFrame({"kind": list(_START_DAYS), "start_day": list(_START_DAYS.values())})
    )
