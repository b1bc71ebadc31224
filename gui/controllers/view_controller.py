"""Joins the window to the document and its result: what is shown, selected, enabled and said.

Knows the parts of the window and the controllers; changes the document only through commands.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gui.actions.ids import ActionId
from gui.actions.spec import Need
from gui.controllers.coverage_controller import CoverageController
from gui.controllers.document_controller import DocumentController
from gui.controllers.session import Session
from gui.controllers.status_text import boundaries_text, document_text, saved_text, state_text
from gui.main_window import DOCK_ACTIONS, MainWindow
from gui.settings import Key
from gui.undo import show_history
from layers.style import Theme

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from exports.shading import Shading
    from layers.boundaries import Boundaries
    from layers.io.first_look import FirstLook

BY_ACTIONS = {
    "unit": ActionId.BY_UNIT,
    "households": ActionId.BY_HOUSEHOLDS,
    "radius": ActionId.BY_RADIUS,
}


class ViewController(QObject):
    """What one window shows. Lives and dies with it."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        document: DocumentController,
        coverage: CoverageController,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._document = document
        self._coverage = coverage
        self._shading: Shading | None = None
        self._drawn: Boundaries | None = None
        session.theme_changed.connect(self._on_theme)
        session.notifier.noticed.connect(window.banner.show_notice)
        document.replaced.connect(self._on_replaced)
        document.boundaries_changed.connect(self._on_boundaries)
        document.tables_changed.connect(self._on_tables)
        document.history_changed.connect(self._on_history)
        document.question_needed.connect(self._on_question)
        document.looked_ahead.connect(self._on_first_look)
        coverage.choices_changed.connect(self._on_choices)
        coverage.question_changed.connect(self._on_asked)
        coverage.answered.connect(self._on_answer)
        panel = window.coverage
        panel.selection_chosen.connect(coverage.choose_selection)
        panel.by_chosen.connect(coverage.choose_by)
        panel.radius_moving.connect(coverage.move_radius)
        panel.radius_chosen.connect(coverage.choose_radius)
        panel.count_to_check_chosen.connect(coverage.count_to_check)
        panel.sample_asked.connect(window.actions_of[ActionId.OPEN_SAMPLE].trigger)
        for dock in window.docks:
            dock.visibilityChanged.connect(self._on_docks)
        window.show_home()
        self.show_all()

    def show_all(self) -> None:
        """Show the present state in a window that has just been made."""
        self._on_choices()
        self._on_asked()
        if self._document.workspace is not None:
            self._make_map()
            self._window.layers.show_tree(self._document.workspace.tree)
            self._on_boundaries()
        self._on_answer(self._coverage.bundle, False)
        self._on_history()

    def let_go(self) -> None:
        """Stop listening to the layers of the document: the window goes, the document stays.

        The window itself goes a moment later; a document opened meanwhile is none of its business.
        """
        self._document.replaced.disconnect(self._on_replaced)
        self._window.layers.show_tree(None)
        if self._window.map_view is not None:
            self._window.map_view.set_layers(None)
            self._window.map_view.set_boundaries(None)

    def show_home(self) -> None:
        """Show the start page."""
        self._window.show_home()

    def show_map(self) -> None:
        """Show the map."""
        if self._document.workspace is not None:
            self._make_map()
            self._window.show_map()

    # -- the document -------------------------------------------------------------------------------

    def _on_replaced(self) -> None:
        workspace = self._document.workspace
        if workspace is None:
            return
        self._window.home.show_question(False)
        self._make_map()
        self._window.layers.show_tree(workspace.tree)
        view = self._window.map_view
        if view is not None:
            view.set_bundle(None)
            view.set_shading(None)
            self._draw_boundaries()
            view.set_layers(workspace.tree, workspace)
        # An empty document that was made at the start is no reason to leave the start page.
        if self._document.path is not None or self._document.is_sample or self._window.is_on_map:
            self._window.show_map()
        self._leave_first_map()

    def _on_first_look(self, look: FirstLook | None) -> None:
        """Show the communes of the file that is being read; go back where it will not be opened."""
        if look is None:
            self._leave_first_map()
            self._window.show_home()
            return
        from gui.canvas.first_map import FirstMap

        window = self._window
        first = FirstMap(look, self._session.words, self._session.theme, window.map_place)
        window.put_first_map(first)
        window.show_map()

    def _leave_first_map(self) -> None:
        """Let the map take the place of the first one, looking where that looked."""
        first, view = self._window.first_map, self._window.map_view
        if first is None:
            return
        camera = first.moved_to
        self._window.put_first_map(None)
        if camera is not None and view is not None:
            view.look(camera)

    def _on_boundaries(self) -> None:
        boundaries = self._document.boundaries
        self._draw_boundaries()
        self._window.status.show_boundaries(boundaries_text(boundaries, self._session.words))
        self._enable()

    def _draw_boundaries(self) -> None:
        """Hand the boundaries to the map once: it goes back to the whole province each time."""
        view, boundaries = self._window.map_view, self._document.boundaries
        if view is not None and boundaries is not self._drawn:
            self._drawn = boundaries
            view.set_boundaries(boundaries)

    def _on_tables(self, tables: frozenset[str]) -> None:
        if "layers" in tables:
            self._shade()
            self._show_legend()

    def _on_history(self) -> None:
        window, words, document = self._window, self._session.words, self._document
        actions = window.actions_of
        show_history(document.workspace, actions[ActionId.UNDO], actions[ActionId.REDO], words)
        title = words("app.title")
        window.setWindowTitle(f"{document.title}[*] – {title}" if document.title else title)
        window.setWindowModified(document.is_modified)
        window.status.show_saved(saved_text(document, words), document.is_modified)
        recent = self._session.settings[Key.RECENT]
        actions.show_recent(recent, self.open_recent)
        window.home.show_recent(recent)
        self._show_state()
        self._enable()

    def _on_question(self) -> None:
        self._leave_first_map()
        self._window.show_home()
        self._window.home.show_question(True)

    def open_recent(self, name: str) -> None:
        """Open one of the last files."""
        self._document.open(Path(name))

    # -- the result ---------------------------------------------------------------------------------

    def _on_choices(self) -> None:
        self._window.coverage.show_choices(self._coverage.choices())

    def _on_asked(self) -> None:
        question = self._coverage.question
        self._window.coverage.show_question(
            question.selection, question.by, question.radius_m, question.counts_to_check
        )
        self._window.actions_of.check(BY_ACTIONS[question.by])
        self._window.actions_of.check(ActionId.COUNT_TO_CHECK, question.counts_to_check)

    def _on_answer(self, bundle: ResultBundle | None, is_preliminary: bool) -> None:
        self._window.coverage.show_bundle(bundle, is_preliminary=is_preliminary)
        view = self._window.map_view
        if view is not None:
            view.set_bundle(bundle)
            self._shade()
            self._show_legend()
        self._show_drawn(bundle)
        self._show_state()
        self._enable()

    def _shade(self) -> None:
        """Shade the communes by the result at hand, in the classes of their layer."""
        view, bundle, workspace = self._window.map_view, self._coverage.bundle, self._document.workspace
        if view is None:
            return
        from exports.shading import shade

        tree = () if workspace is None else workspace.tree
        styles = [layer.style for layer in tree if layer.kind == "boundaries"]
        self._shading = None if bundle is None else shade(bundle, style=next(iter(styles), None))
        view.set_shading(self._shading)

    def _show_drawn(self, bundle: ResultBundle | None) -> None:
        """Let the list of layers count what the map draws, and of what that is a part."""
        drawn: dict[str, tuple[int, int]] = {}
        if bundle is not None:
            from exports.points import POINT_KINDS, drawn_count, passing_count

            for kind in POINT_KINDS:
                drawn[kind] = (drawn_count(bundle, kind), passing_count(bundle, kind))
        self._window.layers.model.show_drawn(drawn)

    def _show_legend(self) -> None:
        view, bundle, workspace = self._window.map_view, self._coverage.bundle, self._document.workspace
        if view is None or workspace is None:
            return
        if bundle is None:
            view.set_legend(None)
            return
        from exports.as_shown import brought
        from exports.legend import legend_of

        layers = list(workspace.tree)
        context = [one for layer in layers if layer.is_shown and (one := brought(layer)) is not None]
        visible = [layer.kind.value for layer in layers if layer.is_shown]
        styles = {layer.kind.value: layer.style for layer in layers}
        names = {layer.kind.value: layer.name for layer in layers}
        legend = legend_of(
            bundle,
            self._shading,
            visible,
            self._session.words,
            styles=styles,
            names=names,
            context=context,
            compact=True,
        )
        view.set_legend(legend)

    def _show_state(self) -> None:
        words, document, bundle = self._session.words, self._document, self._coverage.bundle
        self._window.header.show_document(
            document_text(document, bundle, words), is_sample=document.is_sample
        )
        self._window.home.show_state(state_text(document, bundle, words))

    # -- the map ------------------------------------------------------------------------------------

    def _make_map(self) -> None:
        """Make the map view the first time it is needed: it loads pyqtgraph and pandas."""
        if self._window.map_view is not None:
            return
        from gui.canvas.map_view import MapView

        view = MapView(
            self._session.words,
            self._session.theme,
            runner=self._session.jobs,
            locate=self._coverage.locator_of,
            parent=self._window,
        )
        self._window.put_map(view)
        view.pointer_moved.connect(self._on_pointer)
        view.pointer_left.connect(self._window.status.clear_pointer)
        view.scale_changed.connect(self._window.status.show_scale)
        workspace = self._document.workspace
        if workspace is not None:
            view.set_layers(workspace.tree, workspace)

    def _on_pointer(self, x: float, y: float) -> None:
        from layers.crs import to_store

        lon, lat = to_store([x], [y])
        self._window.status.show_pointer(float(lon[0]), float(lat[0]), x, y)

    # -- the window ---------------------------------------------------------------------------------

    def _enable(self) -> None:
        present = set()
        if self._document.workspace is not None:
            present.add(Need.DOCUMENT)
        if self._document.boundaries is not None:
            present.add(Need.MAP)
        if self._coverage.bundle is not None:
            present.add(Need.RESULT)
        self._window.actions_of.enable_for(present)

    def _on_docks(self, _is_visible: bool) -> None:
        """Keep the switches in step with docks that were closed by their own button."""
        if not self._window.is_on_map or not self._window.isVisible() or self._window.isMinimized():
            return
        for which, dock in zip(DOCK_ACTIONS, self._window.docks, strict=True):
            self._window.actions_of.check(which, not dock.isHidden())

    def _on_theme(self, theme: Theme) -> None:
        self._window.set_theme(theme)
