"""Cards of rows made by hand: what they say, what they leave out, and what is written as it must be."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from analysis.bundle import build
from analysis.params import CoverageParams
from gui.information.card import Card, Fact, Section, Tone
from gui.information.cards import Cards
from gui.information.markup import page
from layers import commands
from layers.layer_commands import add_context
from layers.style import LIGHT
from layers.workspace import Workspace

AS_OF = dt.date(2026, 11, 14)


@pytest.fixture(scope="module")
def workspace(schematic) -> Workspace:
    made = Workspace.new("Thử", as_of=AS_OF)

    def add(table: str, **row: object) -> None:
        frame = pd.DataFrame([row], index=pd.Index([row.pop("id")], dtype="str"), dtype=object)
        made.execute(commands.add_rows(made, table, frame))

    add("sources", id="src", file_name="bieu02.xlsx")
    add(
        "initiatives",
        id="c",
        name="Cụm dân cư an toàn phòng cháy chữa cháy",
        short_name="Cụm PCCC thử",
        layer="cluster",
    )
    add(
        "villages",
        id="v",
        name="Nà Mẫu",
        kind="ban",
        households=80,
        aliases=["Bản Mẫu"],
        commune_code="03724",
        position="commune",
        merged_from=["Pá Dè"],
    )
    add(
        "sites",
        id="s",
        name="Cụm Nà Mẫu",
        initiative_id="c",
        status="active",
        village_id="v",
        founded_on="2022-11-01",
        founded_precision="month",
        rating="good",
        rating_year=2025,
        households_enrolled=24,
        households_total=80,
        extinguishers=15,
        leader_trained=True,
        lon=103.6,
        lat=21.55,
        position="village",
        position_m=1300.0,
        commune_code="03724",
        source_id="src",
        source_row=17,
        decision_no="<b>176/QĐ</b>",
    )
    for number in range(12):
        day = f"2025-{number + 1:02d}-03"
        add(
            "activities", id=f"a{number}", site_id="s", kind="drill", held_on=day, attendances=number, times=2
        )
    add("results", id="r", site_id="s", measure="weapons", value=2.0, unit="khẩu")
    add(
        "incidents",
        id="i",
        number="12/2026",
        category="fire.forest",
        happened_on="2026-03-01",
        happened_precision="month",
        commune_code="03724",
        position="commune",
        forest_ha=1.5,
        description="chuyện riêng",
        note="ghi thêm",
    )
    made.execute(add_context(made, "Suối", pd.DataFrame({"ten": ["Nậm La"], "dai_km": [3.25]})))
    return made


@pytest.fixture(scope="module")
def cards(workspace: Workspace, schematic, register, vi) -> Cards:
    snapshot = workspace.snapshot()
    bundle = build(snapshot, schematic, CoverageParams(as_of=AS_OF), register=register)
    return Cards(vi, workspace, schematic, bundle, register)


def _text(card: Card | None) -> list[str]:
    assert card is not None
    return card.text().split("\n")


def test_a_site(cards: Cards) -> None:
    lines = _text(cards.card("sites", "s"))
    assert lines[:2] == ["Cụm Nà Mẫu", "Cụm dân cư an toàn phòng cháy chữa cháy"]
    for line in (
        "Trạng thái: Đang hoạt động",
        "Xếp loại: Tốt (năm 2025)",
        "Ngày thành lập: 11/2022",
        "Hộ tham gia: 30% (24/80)",
        "Bình chữa cháy: 15",
        "Tổ trưởng đã tập huấn: Có",
        "Hoạt động gần nhất: 03/12/2025",
        "Chưa ghi nhận hoạt động 6 tháng – cần kiểm tra",
        "03/12/2025: Diễn tập · 2 lần · 11 lượt người",
        "và 2 mục khác",
        "Vũ khí vận động giao nộp: 2 khẩu",
        "Vị trí: Theo bản, sai số khoảng 1,3 km",
        "Xã, phường: Xã Bình Thuận",
        "Tọa độ (WGS 84): 21,55000° B, 103,60000° Đ",
        "Nguồn: bieu02.xlsx, dòng 17",
    ):
        assert line in lines, line
    assert not [line for line in lines if line.startswith(("Chuông", "Máy bơm", "Chi phí"))]  # not known
    assert sum("Diễn tập ·" in line for line in lines) == 10


def test_a_village(cards: Cards) -> None:
    lines = _text(cards.card("villages", "v"))
    assert lines[:2] == ["Nà Mẫu", "Bản"]
    assert "Tên khác: Bản Mẫu, Pá Dè" in lines
    assert "Điểm tại đây (1)" in lines
    assert "Cụm PCCC thử: Cụm Nà Mẫu · Đang hoạt động" in lines


def test_an_incident_keeps_its_story_to_itself(cards: Cards) -> None:
    card = cards.card("incidents", "i")
    lines = _text(card)
    assert lines[0] == "Cháy rừng"
    for line in (
        "Nhóm loại vụ việc: Cháy",
        "Ngày xảy ra: 03/2026",
        "Rừng thiệt hại (ha): 1,5",
        "Vị trí: Theo xã",
    ):
        assert line in lines, line
    assert "chuyện riêng" not in card.text()
    assert "ghi thêm" not in card.text()
    assert "chuyện riêng" in card.text(with_private=True)


def test_a_commune(cards: Cards) -> None:
    lines = _text(cards.card("communes", "03724"))
    assert lines[:2] == ["Xã Bình Thuận", "Huyện Thuận Châu (cũ)"]
    for line in (
        "Hình thành từ (cũ): xã Chiềng Pha, xã Phổng Lái",
        "Đang tính / tất cả: 1/1",
        "Cụm dân cư an toàn phòng cháy chữa cháy: 1/1 (1 cần kiểm tra)",
        "Bản có điểm: 100% (1/1)",
        "Vụ việc đến 14/11/2026: 1",
    ):
        assert line in lines, line
    empty = _text(cards.card("communes", "03646"))
    assert "Đang tính / tất cả: 0/0" in empty
    nearest = [line for line in empty if line.startswith("Điểm gần nhất: Cụm Nà Mẫu, cách giữa địa bàn ")]
    assert len(nearest) == 1


def test_a_context_feature_shows_its_columns(cards: Cards, workspace: Workspace) -> None:
    identity = str(workspace.frame("context_suoi").index[0])
    assert _text(cards.card("context_suoi", identity)) == [
        "Nậm La",
        "Suối",
        "",
        "ten: Nậm La",
        "dai_km: 3,25",
    ]


def test_there_is_no_card_of_what_is_not_there(cards: Cards) -> None:
    assert cards.card("sites", "gone") is None
    assert cards.card("communes", "99999") is None
    assert cards.card("no_table", "a") is None
    assert cards.card("sources", "src") is None


def test_the_list_counts_all_and_shows_the_first(cards: Cards) -> None:
    selection = {
        "sites": pd.Index(["s"]),
        "communes": pd.Index(["03724"]),
        "incidents": pd.Index(["i", "gone"]),
    }
    groups = cards.groups(selection)
    assert [(group.title, group.count) for group in groups] == [
        ("Điểm mô hình", 1),
        ("Xã, phường", 1),
        ("Vụ việc", 2),
    ]
    assert [(row.title, row.note) for group in groups for row in group.rows] == [
        ("Cụm Nà Mẫu", "Xã Bình Thuận · Cụm PCCC thử"),
        ("Xã Bình Thuận", ""),
        ("Cháy rừng", "12/2026, 03/2026"),
    ]
    assert cards.symbols(groups)["incidents", "i"] is not None


def test_texts_are_written_as_texts_and_never_as_marks(cards: Cards) -> None:
    html = page(cards.card("sites", "s").sections, LIGHT)
    assert "&lt;b&gt;176/QĐ&lt;/b&gt;" in html
    assert "<b>176" not in html


def test_empty_sections_are_left_out() -> None:
    assert page([Section("Rỗng", ())], LIGHT) == ""
    html = page([Section("Có", (Fact("", "câu", Tone.WARNING),))], LIGHT)
    assert LIGHT.warning in html
    assert "CÓ" in html
