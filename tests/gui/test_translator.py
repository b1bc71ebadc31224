from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from gui.translator import QtWords, key_of
from layers.words import Words


@pytest.mark.parametrize(
    ("source", "key"),
    [("OK", "qt.ok"), ("&Save All", "qt.save_all"), ("Don't Save", "qt.don_t_save"), ("&Copy…", "qt.copy")],
)
def test_keys(source: str, key: str) -> None:
    assert key_of(source) == key


def test_buttons_of_qt_speak_vietnamese(app, qtbot: QtBot, vi: Words) -> None:
    translator = QtWords(vi)
    app.installTranslator(translator)
    try:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        qtbot.addWidget(box)
        texts = [button.text().replace("&", "") for button in box.buttons()]
        assert sorted(texts) == sorted(["Đồng ý", "Hủy"])
        assert QCoreApplication.translate("QLineEdit", "&Paste") == "Dán"
        # What there is no word for stays as Qt has it, and is never empty.
        assert QCoreApplication.translate("Anything", "No such text at all") == "No such text at all"
    finally:
        app.removeTranslator(translator)
