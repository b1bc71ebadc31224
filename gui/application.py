"""Starts the window: Qt, fonts, theme, words and settings, then the document in a job behind it.

Builds the objects and hands them down; computes nothing. The language changes while the program runs: the
window is built anew over the same document.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QFont, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from exports.fonts import register_fonts
from gui.actions.ids import ActionId
from gui.controllers.action_controller import ActionController
from gui.controllers.bookmark_controller import BookmarkController
from gui.controllers.chart_controller import ChartController
from gui.controllers.compare_controller import CompareController
from gui.controllers.context_controller import ContextController
from gui.controllers.coverage_controller import CoverageController
from gui.controllers.document_controller import DocumentController
from gui.controllers.export_controller import ExportController
from gui.controllers.filter_controller import FilterController
from gui.controllers.information_controller import InformationController
from gui.controllers.layer_controller import LayerController
from gui.controllers.map_controller import MapController
from gui.controllers.opening import Opening
from gui.controllers.parts import Parts
from gui.controllers.presentation_controller import PresentationController
from gui.controllers.search_controller import SearchController
from gui.controllers.session import Session
from gui.controllers.style_controller import StyleController
from gui.controllers.table_controller import TableController
from gui.controllers.timeline_controller import TimelineController
from gui.controllers.tour_controller import TourController
from gui.controllers.view_controller import ViewController
from gui.dialogs.window_asker import WindowAsker
from gui.icons import Icon, pixmap
from gui.jobs import JobRunner
from gui.linked import COMMUNES, Linked
from gui.main_window import MainWindow
from gui.notify import Tone
from gui.settings import APP_FOLDER, Settings
from gui.theme import palette, style_sheet
from gui.translator import QtWords
from layers.style import LIGHT, Theme
from layers.words import Words

if TYPE_CHECKING:
    from layers.registers import Register

FONT_PT = 9.75

# One controller a panel or way of working; each is made with the parts of a window, and is its child. The
# order is that of the tabs.
CONTROLLERS: tuple[Callable[[Parts], QObject], ...] = (
    SearchController,
    InformationController,
    MapController,
    FilterController,
    BookmarkController,
    TableController,
    ChartController,
    TimelineController,
    CompareController,
    StyleController,
    PresentationController,
    TourController,
    ContextController,
)


class Shell(QObject):
    """Keeps the document and its controllers, and puts a window around them.

    Parameters
    ----------
    session : Session
    opening : Opening
        The ways to a document.
    """

    def __init__(self, session: Session, opening: Opening) -> None:
        super().__init__()
        self.session = session
        self.document = DocumentController(session, opening)
        self.linked = Linked(self)
        # Before anyone else hears of it: nobody may look for a row that is gone with its table or document.
        self.document.replaced.connect(self._forget_all_rows)
        self.document.tables_changed.connect(self._forget_rows)
        self.coverage = CoverageController(session, self.document)
        self.exports = ExportController(session, self.document, self.coverage)
        self.window: MainWindow | None = None
        self.view: ViewController | None = None
        self._translator: QtWords | None = None
        session.language_changed.connect(self._change_language)
        session.theme_changed.connect(dress)
        QGuiApplication.styleHints().colorSchemeChanged.connect(session.follow_theme)
        self._translate()

    def make_window(self) -> MainWindow:
        """Build the window over the present document."""
        window = MainWindow(self.session)
        window.may_close = self._may_close
        self.document.asker = WindowAsker(self.session, window)
        self.view = ViewController(window, self.session, self.document, self.coverage)
        LayerController(window, self.document)
        parts = Parts(window, self.session, self.document, self.coverage, self.linked)
        for make in CONTROLLERS:
            make(parts)
        ActionController(window, self.session, self.document, self.coverage, self.exports, self.view)
        window.actions_of.bind(ActionId.DEFAULT_LAYOUT, window.arrangement.reset)
        window.arrangement.restore()
        self.window = window
        return window

    def close(self) -> None:
        """Let go of document and window without asking."""
        self.session.jobs.shut_down()
        if self.view is not None:
            self.view.let_go()
        self.document.let_go()
        if self.window is not None:
            self.window.may_close = lambda: True
            self.window.close()
            self.window.deleteLater()
            self.window = self.view = None

    def _forget_all_rows(self) -> None:
        self.linked.hover(None)
        self.linked.clear()

    def _forget_rows(self, tables: frozenset[str]) -> None:
        """Forget selected and hovered rows that are gone, with the whole table of a background that went."""
        workspace, linked = self.document.workspace, self.linked
        hovered = {linked.hovered[0]} if linked.hovered is not None else set()
        changed = (tables & {*linked.selection, *hovered}) - {COMMUNES}
        if workspace is not None and changed:
            none = linked.selected("")
            known = workspace.tables
            linked.keep({name: workspace.frame(name).index if name in known else none for name in changed})

    def _may_close(self) -> bool:
        if not self.document.may_leave():
            return False
        self.session.jobs.shut_down()
        return True

    def _change_language(self) -> None:
        old, view = self.window, self.view
        self._translate()
        if old is None or view is None:
            return
        was_on_map, bounds = old.is_on_map, None
        if old.map_view is not None and was_on_map:
            bounds = old.map_view.bounds_m
        old.keep_layout()
        view.let_go()
        window = self.make_window()
        window.show()
        if was_on_map and self.view is not None:
            self.view.show_map()
        if bounds is not None and window.map_view is not None:
            window.map_view.zoom_to(bounds, margin=0.0)
        old.hide()
        old.deleteLater()

    def _translate(self) -> None:
        application = QApplication.instance()
        assert application is not None
        if self._translator is not None:
            application.removeTranslator(self._translator)
            self._translator.deleteLater()
        self._translator = QtWords(self.session.words, self)
        application.installTranslator(self._translator)


def dress(theme: Theme) -> None:
    """Give the whole application the look of a theme."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setPalette(palette(theme))
    application.setStyleSheet(style_sheet(theme))


def make_application(arguments: list[str] | None = None) -> QApplication:
    """Return the QApplication with fonts and style; everything that a test needs as well."""
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication(arguments or sys.argv[:1])
    font = QFont(register_fonts())
    font.setPointSizeF(FONT_PT)
    application.setFont(font)
    application.setStyle("Fusion")
    application.setWindowIcon(QIcon(pixmap(Icon.MAP, LIGHT.accent, 64)))
    return application


def run_window(
    target: str | Path | None,
    words: Words | None,
    load_register: Callable[[], Register],
    boundary_folder: Path,
) -> int:
    """Open the window and stay until it is closed.

    Parameters
    ----------
    target : str, Path or None
        Workspace file to open.
    words : Words or None
        Language asked for on the command line; None leaves it to the settings.
    load_register : callable
        Reads the register of communes; called in a job.
    boundary_folder : Path
        Where headquarters put their boundary file.

    Returns
    -------
    int
        Exit code of the process.
    """
    _log_to_file()
    application = make_application()
    settings = Settings.of_this_user()
    session = Session(settings, JobRunner(), words)
    session.notifier.catch_all()
    dress(session.theme)
    caches = Path(platformdirs.user_cache_dir(APP_FOLDER, appauthor=False))
    shell = Shell(session, Opening(load_register, boundary_folder, caches / "boundaries"))
    window = shell.make_window()
    application.setApplicationDisplayName("")
    window.show()
    if settings.is_broken:
        session.notifier.tell("settings.broken", tone=Tone.WARNING)
    path = Path(target) if target is not None else None
    # The window first: what follows loads pandas and reads files, in a job.
    QTimer.singleShot(0, lambda: shell.document.start(path))
    return int(application.exec())


def _log_to_file() -> None:
    folder = Path(platformdirs.user_log_dir(APP_FOLDER, appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "window.log", maxBytes=500_000, backupCount=2, encoding="utf-8"
        )
    except OSError:
        return  # a read-only profile: work goes on without a log
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
