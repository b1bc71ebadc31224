from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gui.panels.home_page import DropZone, HomePage, TaskButton, dropped_file
from layers.words import Words


@pytest.fixture
def action(app) -> QAction:
    return QAction("Mở")


@pytest.fixture
def page(qtbot: QtBot, vi: Words, action: QAction) -> HomePage:
    made = HomePage(vi, [(action, "open")])
    qtbot.addWidget(made)
    made.show()
    return made


def _drop(*urls: str) -> QDropEvent:
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.kept = data  # the event does not own it
    return event


def test_a_task_is_its_action(page: HomePage, action: QAction) -> None:
    calls: list[bool] = []
    action.triggered.connect(lambda: calls.append(True))
    button = page.findChild(TaskButton)
    button.click()
    assert len(calls) == 1
    action.setEnabled(False)
    assert not button.isEnabled()


def test_recent_files_show_their_name_and_tell_their_path(page: HomePage) -> None:
    told: list[str] = []
    page.recent_chosen.connect(told.append)
    page.show_recent(["/a/b.gpkg", "/c/d.gpkg"])
    buttons = page.recent.findChildren(QPushButton)
    assert [button.text() for button in buttons] == ["b.gpkg", "d.gpkg"]
    buttons[-1].click()
    assert told == ["/c/d.gpkg"]


def test_the_question_stands_alone(page: HomePage) -> None:
    page.show_question(True)
    assert page.question.isVisible()
    assert not page.tasks.isVisible()
    page.show_question(False)
    assert not page.question.isVisible()
    assert page.tasks.isVisible()


def test_the_keyboard_goes_from_the_answered_question_to_the_first_task(page: HomePage) -> None:
    page.activateWindow()
    page.show_question(True)
    assert page.focusWidget() is page.choose_file
    page.show_question(False)
    assert page.focusWidget() is page.findChild(TaskButton)


def test_the_keyboard_stays_where_the_analyst_has_moved_it(page: HomePage) -> None:
    page.activateWindow()
    page.show_recent(["/a/b.gpkg"])
    page.show_question(True)
    QApplication.processEvents()  # only then is the new button seen
    recent = page.recent.findChild(QPushButton)
    recent.setFocus()
    page.show_question(False)
    assert page.focusWidget() is recent


@pytest.mark.parametrize(
    ("urls", "path"),
    [
        (("file:///x/y.gpkg",), Path("/x/y.gpkg")),
        (("https://example.org/y.gpkg",), None),
        (("file:///a", "file:///b"), None),
        ((), None),
    ],
)
def test_one_local_file_can_be_dropped(app, urls: tuple[str, ...], path: Path | None) -> None:
    assert dropped_file(_drop(*urls)) == path


def test_the_zone_tells_what_was_dropped(app, qtbot: QtBot) -> None:
    zone = DropZone()
    qtbot.addWidget(zone)
    told: list[Path] = []
    zone.dropped.connect(told.append)
    zone.dropEvent(_drop("file:///x/y.gpkg"))
    assert told == [Path("/x/y.gpkg")]
