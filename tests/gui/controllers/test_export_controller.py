from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from gui.actions.ids import ActionId
from gui.controllers.asker import SheetWish
from gui.settings import Key


@pytest.fixture
def bench(make_window, sample_frames, schematic):
    made = make_window()
    made.open(sample_frames, schematic)
    return made


def test_a_sheet_asks_what_it_is_to_say_and_where_it_goes(bench, tmp_path: Path) -> None:
    bench.asker.sheet_wish = SheetWish("Tiêu đề thử", "", "Phòng PV01", "A4", True, 72)
    bench.asker.path = tmp_path / "trang.pdf"
    bench.window.actions_of[ActionId.EXPORT_PDF].trigger()
    assert bench.asker.asked == ["sheet .pdf", "save_as .pdf"]
    assert bench.asker.path.read_bytes().startswith(b"%PDF")
    assert bench.notices[-1] == "Đã xuất trang.pdf."
    assert bench.shell.session.settings[Key.PREPARED_BY] == "Phòng PV01"


def test_a_workbook_asks_only_where_it_goes(bench, tmp_path: Path) -> None:
    bench.asker.path = tmp_path / "bảng.xlsx"
    bench.window.actions_of[ActionId.EXPORT_XLSX].trigger()
    assert bench.asker.asked == ["save_as .xlsx"]
    assert bench.asker.path.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("wish", [None, SheetWish("", "", "")])
def test_thinking_better_of_it_writes_nothing(bench, tmp_path: Path, wish: SheetWish | None) -> None:
    bench.asker.sheet_wish = wish
    bench.window.actions_of[ActionId.EXPORT_PNG].trigger()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(bench, tmp_path: Path) -> None:
    bench.asker.path = tmp_path / "none" / "x.xlsx"
    bench.window.actions_of[ActionId.EXPORT_XLSX].trigger()
    assert len(bench.notices) >= 1
    assert list(tmp_path.iterdir()) == []


def test_the_picture_is_put_on_the_clipboard(bench) -> None:
    QGuiApplication.clipboard().clear()
    bench.window.actions_of[ActionId.COPY_PICTURE].trigger()
    image = QGuiApplication.clipboard().image()
    # A3 landscape at 150 dots an inch: 420 mm are 2480 dots.
    assert abs(image.width() - 2480) <= 2
    assert bench.notices[-1] == bench.words("export.copied")
