from __future__ import annotations

import pytest

from gui.panels.header import Header
from layers.words import Words


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_open_is_never_cut_and_the_name_gives_way(app, qtbot, language: str) -> None:
    header = Header(Words.load(language))
    qtbot.addWidget(header)
    for title in ("Tệp", "Sửa", "Xem", "Dữ liệu", "Bao phủ", "Xuất, in", "Trợ giúp"):
        header.menus.addMenu(title)
    header.resize(1366, 40)
    header.show_document("Số liệu đến 14/11/2026 · đã nộp 72/75 · Dữ liệu MINH HỌA", is_sample=True)
    header.show()
    assert header.brand.isVisible()
    for width in (1024, 900):
        header.resize(width, 40)
        header.layout().activate()
        assert header.document.width() >= header.document.sizeHint().width()
    assert not header.brand.isVisible()
    header.resize(1366, 40)
    assert header.brand.isVisible()
