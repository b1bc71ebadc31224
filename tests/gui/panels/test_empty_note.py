from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gui.panels.empty_note import EmptyNote
from gui.panels.timeline_panel import TimelinePanel
from layers.style import LIGHT
from layers.words import Words


def test_the_button_does_what_leads_on(qtbot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    note, asked = EmptyNote(place), []
    action = QAction("&Bỏ lọc", place)
    action.triggered.connect(lambda: asked.append(1))
    note.show_way(action)
    assert note.button.text() == note.button.accessibleName() == "Bỏ lọc"
    QTest.mouseClick(note.button, Qt.MouseButton.LeftButton)
    assert asked == [1]
    note.offer_way(False)
    assert note.button.isHidden()
    note.show_way(None)
    note.offer_way(True)
    assert note.button.isHidden()


def test_an_empty_line_of_time_speaks_of_filters_only_where_some_are_set(qtbot, vi: Words) -> None:
    panel = TimelinePanel(vi, LIGHT)
    qtbot.addWidget(panel)
    panel.show_line(None)
    assert not panel.way.isHidden()
    assert panel.strip.isHidden()
    assert "đang lọc" not in panel.way.text()
    panel.show_line(None, is_filtered=True)
    assert "đang lọc" in panel.way.text()
