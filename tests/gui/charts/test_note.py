"""The notes below a chart: broken into two lines where one is too narrow, and whole in the tip."""

from __future__ import annotations

import pytest

from gui.charts.note import Note

NOTES = ("Từ 01/12/2025 đến 14/11/2026", "413 vụ ngoài khoảng này không vẽ", "72/75 xã, phường đã nộp")


@pytest.fixture
def note(qtbot) -> Note:
    made = Note()
    qtbot.addWidget(made)
    made.resize(3000, 40)
    made.show()
    made.show_notes(NOTES)
    return made


def test_with_room_the_notes_stand_in_one_line(note: Note) -> None:
    assert note.text() == " · ".join(NOTES)
    assert note.sizeHint().height() < 2 * note.fontMetrics().height()


def test_in_a_narrow_pane_they_are_broken_and_nothing_is_cut(note: Note) -> None:
    high = note.sizeHint().height()
    note.resize(round(note.fontMetrics().horizontalAdvance(" · ".join(NOTES)) * 0.75), 40)
    lines = note.text().split("\n")
    assert len(lines) == 2
    assert " ".join(lines) == " · ".join(NOTES)
    assert note.sizeHint().height() >= high + note.fontMetrics().height() - 1


def test_what_has_no_room_in_two_lines_is_cut_and_stands_in_the_tip(note: Note) -> None:
    note.resize(200, 40)
    lines = note.text().split("\n")
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert note.toolTip() == "\n".join(NOTES)
    assert note.notes == NOTES


def test_without_notes_it_takes_no_room(note: Note) -> None:
    note.show_notes([])
    assert note.isHidden()
    assert note.text() == ""
