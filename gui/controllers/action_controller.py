"""Binds the actions of a window to the controllers. Knows which action means what; does nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.actions.ids import ActionId as Id
from gui.controllers.asker import NewWorkspace
from gui.controllers.coverage_controller import CoverageController
from gui.controllers.document_controller import DocumentController
from gui.controllers.export_controller import ExportController
from gui.controllers.session import Session
from gui.controllers.view_controller import BY_ACTIONS, ViewController
from gui.dialogs.information import about_dialog
from gui.dialogs.shortcuts import ShortcutsDialog, gestures
from gui.main_window import MainWindow
from gui.settings import ThemeChoice

VERSION = "0.1.0"
THEMES = {
    ThemeChoice.SYSTEM: Id.THEME_SYSTEM,
    ThemeChoice.LIGHT: Id.THEME_LIGHT,
    ThemeChoice.DARK: Id.THEME_DARK,
}
ENDINGS = {
    Id.EXPORT_PDF: ".pdf",
    Id.EXPORT_PNG: ".png",
    Id.EXPORT_SVG: ".svg",
    Id.EXPORT_HTML: ".html",
    Id.EXPORT_XLSX: ".xlsx",
}


class ActionController(QObject):
    """The bindings of one window."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        document: DocumentController,
        coverage: CoverageController,
        exports: ExportController,
        view: ViewController,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._document = document
        self._coverage = coverage
        self._exports = exports
        self._view = view
        self._bind_document()
        self._bind_view()
        self._bind_look()
        self._bind_coverage()

    def _bind_document(self) -> None:
        actions, document, home = self._window.actions_of, self._document, self._window.home
        actions.bind(Id.NEW, document.new)
        actions.bind(Id.OPEN, document.open)
        actions.bind(Id.OPEN_SAMPLE, document.new_sample)
        actions.bind(Id.SAVE, document.save)
        actions.bind(Id.SAVE_AS, document.save_as)
        actions.bind(Id.QUIT, self._window.close)
        actions.bind(Id.UNDO, document.undo)
        actions.bind(Id.REDO, document.redo)
        actions.bind(Id.LOAD_BOUNDARIES, document.load_boundaries)
        home.boundaries_asked.connect(lambda: document.load_boundaries())
        home.schematic_asked.connect(self._use_schematic)
        home.sample_asked.connect(lambda: document.new_sample())
        home.file_dropped.connect(document.open_dropped)
        home.recent_chosen.connect(self._view.open_recent)
        self._window.file_dropped.connect(document.open_dropped)

    def _bind_view(self) -> None:
        actions, window = self._window.actions_of, self._window
        actions.bind(Id.HOME, self._view.show_home)
        actions.bind(Id.MAP, self._view.show_map)
        actions.bind(Id.ZOOM_IN, lambda: window.map_view and window.map_view.zoom_in())
        actions.bind(Id.ZOOM_OUT, lambda: window.map_view and window.map_view.zoom_out())
        actions.bind(Id.WHOLE_PROVINCE, lambda: window.map_view and window.map_view.home())
        actions.bind(Id.SHOW_LAYERS, self._view.show_map)
        actions.bind(Id.SHOW_COVERAGE, self._view.show_map)
        actions.bind(Id.SHOW_BOTTOM, self._view.show_map)
        actions.bind(Id.SHORTCUTS, self._show_shortcuts)
        actions.bind(Id.ABOUT, self._show_about)

    def _bind_look(self) -> None:
        actions, session = self._window.actions_of, self._session
        for choice, which in THEMES.items():
            actions.bind(which, lambda choice=choice: session.choose_theme(choice))
        actions.check(THEMES[session.theme_choice])
        actions.bind(Id.LANGUAGE_VI, lambda: session.choose_language("vi"))
        actions.bind(Id.LANGUAGE_EN, lambda: session.choose_language("en"))
        actions.check(Id.LANGUAGE_VI if session.words.language == "vi" else Id.LANGUAGE_EN)

    def _bind_coverage(self) -> None:
        actions, coverage = self._window.actions_of, self._coverage
        for by, which in BY_ACTIONS.items():
            actions.bind(which, lambda by=by: coverage.choose_by(by))
        to_check = actions[Id.COUNT_TO_CHECK]
        actions.bind(Id.COUNT_TO_CHECK, lambda: coverage.count_to_check(to_check.isChecked()))
        for which, ending in ENDINGS.items():
            actions.bind(which, lambda ending=ending: self._exports.export(ending))
        actions.bind(Id.COPY_PICTURE, self._exports.copy_picture)

    def _use_schematic(self) -> None:
        self._document.make(NewWorkspace(self._session.words("document.untitled"), None))

    def _show_shortcuts(self) -> None:
        words, actions = self._session.words, self._window.actions_of
        ShortcutsDialog(words, [*actions.shortcuts(), *gestures(words)], self._window).open()

    def _show_about(self) -> None:
        about_dialog(self._session.words, VERSION, self._window).open()
