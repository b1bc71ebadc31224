"""Joins the map to what all views of a window share: selection, hover, tools and the views looked at.

Knows the map, the list of communes and `Linked`; computes nothing and changes no document.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from gui.actions.ids import ActionId
from gui.controllers.parts import Parts
from gui.linked import COMMUNES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from gui.canvas.map_view import MapView
    from gui.linked import Mode

# The tools of the map by the action that takes them.
TOOL_ACTIONS: dict[ActionId, str] = {
    ActionId.PAN: "pan",
    ActionId.SELECT: "select",
    ActionId.SELECT_BOX: "select_box",
    ActionId.SELECT_POLYGON: "select_polygon",
    ActionId.MEASURE_LENGTH: "measure_length",
    ActionId.MEASURE_AREA: "measure_area",
    ActionId.IDENTIFY: "identify",
    ActionId.ZOOM_BOX: "zoom_box",
}
STEPS = {ActionId.PREVIOUS_VIEW: -1, ActionId.NEXT_VIEW: 1}
INFORMATION, RANKING = "information", "coverage"  # tabs of the right dock
LOCATED = frozenset(("sites", "incidents", "villages"))  # tables whose rows a result puts into communes


class MapController(QObject):
    """The map of one window. Lives and dies with it."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._window = parts.window
        self._document = parts.document
        self._linked = parts.linked
        self._coverage = parts.coverage
        self._list = parts.window.coverage.communes
        self._bind_actions()
        self._list.communes_chosen.connect(self._on_chosen)
        self._list.commune_opened.connect(self._on_opened)
        self._list.commune_hovered.connect(self._on_list_hover)
        self._linked.selection_changed.connect(self._show_selection)
        self._linked.hover_changed.connect(self._show_hover)
        parts.coverage.answered.connect(self._on_answer)
        parts.window.map_made.connect(self._on_map)
        if parts.window.map_view is not None:
            self._on_map()

    @property
    def view(self) -> MapView | None:
        """The map, once it has been made."""
        return self._window.map_view

    def show_rows(self, rows: Mapping[str, pd.Index]) -> bool:
        """Bring rows of any tables (communes by code) into view; say whether any of them has a place."""
        if self.view is None:
            return False
        if not self._window.is_on_map:
            self._window.show_map()
        return self.view.show_rows(rows)

    # -- actions ------------------------------------------------------------------------------------

    def _bind_actions(self) -> None:
        actions = self._window.actions_of
        for which, tool in TOOL_ACTIONS.items():
            actions.bind(which, partial(self._take_tool, tool))
        actions.check(ActionId.PAN)
        actions.bind(ActionId.SELECT_ALL_SHOWN, self._select_all)
        actions.bind(ActionId.SELECT_NONE, self._linked.clear)
        actions.bind(ActionId.SHOW_SELECTED, self._show_selected)
        for which, by in STEPS.items():
            actions.bind(which, partial(self._step, by))
        self._on_trail()

    def _take_tool(self, name: str) -> None:
        if self.view is not None:
            self.view.set_tool(name)
            self.view.setFocus()

    def _select_all(self) -> None:
        if self.view is not None:
            self.view.select_all_shown()

    def _show_selected(self) -> None:
        if self._linked.count:
            self.show_rows(self._linked.selection)

    def _step(self, by: int) -> None:
        if self.view is not None:
            (self.view.previous_view if by < 0 else self.view.next_view)()

    def _on_trail(self) -> None:
        actions, view = self._window.actions_of, self.view
        for which, by in STEPS.items():
            actions[which].setEnabled(view is not None and view.can_step(by))

    def _on_tool(self, name: str) -> None:
        for which, tool in TOOL_ACTIONS.items():
            if tool == name:
                self._window.actions_of.check(which)

    # -- from the map -------------------------------------------------------------------------------

    def _on_map(self) -> None:
        view = self.view
        assert view is not None
        view.select_asked.connect(self._on_select)
        view.hovered.connect(self._on_hover)
        view.tool_changed.connect(self._on_tool)
        view.trail_changed.connect(self._on_trail)
        view.identify_asked.connect(self._on_identify)
        view.addActions(self._window.actions_of.actions_of_map())
        self._show_selection(None)

    def _on_select(self, rows: Mapping[str, pd.Index], mode: Mode) -> None:
        self._linked.select(rows, mode=mode, source=self)

    def _on_hover(self, hit: Mapping[str, Any] | None) -> None:
        kind = None if hit is None else hit["kind"]
        if hit is not None and kind == "point":
            self._linked.hover(hit["table"], hit["id"], source=self)
        elif hit is not None and kind == "commune":
            self._linked.hover(COMMUNES, hit["code"], source=self)
        else:
            self._linked.hover(None, source=self)

    def _on_identify(self, hit: Mapping[str, Any] | None) -> None:
        """Bring the tab to the front that tells more than the card."""
        right = self._window.right
        if hit is not None and INFORMATION in right.names:
            right.show()
            right.show_panel(INFORMATION)

    # -- from the list of communes ------------------------------------------------------------------

    def _on_chosen(self, codes: list[str]) -> None:
        import pandas as pd

        self._linked.select({COMMUNES: pd.Index(codes, dtype="str")}, source=self._list)

    def _on_opened(self, code: str) -> None:
        if self.view is not None:
            self.view.zoom_to_commune(code)

    def _on_list_hover(self, code: str) -> None:
        self._linked.hover(COMMUNES if code else None, code, source=self._list)

    # -- to map and list ----------------------------------------------------------------------------

    def _show_selection(self, source: object) -> None:
        if self.view is not None:
            self.view.set_selected(self._linked.selection)
        if source is not self._list:
            self._show_in_list()

    def _show_in_list(self) -> None:
        """Choose the selected communes in the list, all of them."""
        selection = self._linked.selection
        self._list.select(map(str, selection[COMMUNES]) if COMMUNES in selection else ())

    def _show_hover(self, source: object) -> None:
        hovered = self._linked.hovered
        if self.view is not None and source is not self:
            self.view.set_hovered(*(hovered or (None,)))
        if self._window.right.is_seen(RANKING):
            self._list.show_hovered("" if hovered is None else self._commune_of(*hovered))

    def _commune_of(self, table: str, identity: str) -> str:
        """Return the code of a commune, or of that in which a row lies by the present result; '' for none."""
        if table == COMMUNES:
            return identity
        rows = getattr(self._coverage.bundle, table, None) if table in LOCATED else None
        if rows is None or identity not in rows.index:
            return ""
        code = rows["commune_code_at"].array[rows.index.get_loc(identity)]
        return code if isinstance(code, str) else ""

    def _on_answer(self, _bundle: object, _is_preliminary: bool) -> None:
        """The list has new rows: choose in it what is selected."""
        if self._linked.selected(COMMUNES).size:
            self._show_in_list()
