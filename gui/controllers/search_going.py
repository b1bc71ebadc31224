"""Goes to what was found: moves the map, selects, shows the card, or triggers the command.

Knows the parts of a window and what can be found; finds nothing and changes no document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from exports.points import POINT_KINDS, commune_anchors, place_points, rows_of
from gui.actions.ids import ActionId
from gui.canvas.items.mark import MarkItem
from gui.controllers.bookmark_controller import BookmarkController
from gui.controllers.parts import Parts
from gui.linked import COMMUNES
from gui.searching.words import SearchWords
from layers.bookmarks import bookmarks_of
from layers.crs import to_metric
from layers.schema import CONTEXT_PREFIX
from layers.search.coordinate_text import TypedPlace
from layers.search.kinds import Entry, Found, Kind

if TYPE_CHECKING:
    from gui.canvas.camera import Bounds
    from gui.canvas.map_view import MapView

SCALE = 25_000  # a place found is shown at 1:25.000
METRES_PER_PX = 0.0254 / 96
MARGIN = 0.12


class SearchGoing:
    """The ways to what was found, in one window."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._mark: MarkItem | None = None

    def go(self, value: object) -> None:
        """Go to a found thing or a typed place; the mark of the search before goes."""
        if isinstance(value, Found) and value.entry.kind is Kind.COMMAND:
            self._parts.window.actions_of[ActionId(value.entry.id)].trigger()
            return
        self._show_map()
        view = self._parts.window.map_view
        if view is None:
            return
        self._set_mark(view, None)
        if isinstance(value, TypedPlace):
            self._go_to_coordinate(view, value)
        elif isinstance(value, Found):
            self._go_to_entry(view, value.entry)

    def unmark(self) -> None:
        """Take the mark of the last search away."""
        view = self._parts.window.map_view
        if view is not None:
            self._set_mark(view, None)

    @property
    def has_mark(self) -> bool:
        """Whether a place that was searched for is marked."""
        return self._mark is not None and self._mark.place is not None

    def look_at(self, table: str, identity: str) -> None:
        """Show a row, or a commune by its code, on the map; what is selected stays as it is."""
        self._show_map()
        view, workspace = self._parts.window.map_view, self._parts.document.workspace
        if view is None or workspace is None:
            return
        if table == COMMUNES:
            view.zoom_to_commune(identity)
        elif table in workspace.tables and identity in workspace.frame(table).index:
            self._look_at_row(view, workspace.frame(table).loc[[identity]], table)

    def commune_of(self, place: TypedPlace) -> str | None:
        """Return the name with its kind of the commune a place lies in, None outside the province."""
        boundaries = self._parts.document.boundaries
        if boundaries is None:
            return None
        x, y = to_metric([place.lon], [place.lat])
        if not np.isfinite(x[0]):
            return None
        inside = np.flatnonzero(shapely.intersects_xy(boundaries.gdf.geometry.to_numpy(), x[0], y[0]))
        return str(boundaries.gdf["full_name"].iloc[inside[0]]) if len(inside) else None

    # -- kinds of places ----------------------------------------------------------------------------

    def _go_to_coordinate(self, view: MapView, place: TypedPlace) -> None:
        x, y = to_metric([place.lon], [place.lat])
        where = float(x[0]), float(y[0])
        if not np.isfinite(where).all():
            return
        self._look(view, where)
        self._set_mark(view, where)
        if self.commune_of(place) is None:
            self._parts.session.notifier.tell("search.outside_told")

    def _go_to_entry(self, view: MapView, entry: Entry) -> None:
        if entry.codes:
            self._go_to_communes(view, entry.codes)
        elif entry.kind is Kind.INITIATIVE:
            self._go_to_initiative(view, entry)
        elif entry.kind is Kind.BOOKMARK:
            self._go_to_bookmark(entry)
        else:
            self._go_to_row(view, entry)

    def _go_to_communes(self, view: MapView, codes: Sequence[str]) -> None:
        if len(codes) == 1:
            view.zoom_to_commune(codes[0])
        elif (bounds := self._bounds_of(codes)) is not None:
            view.zoom_to(bounds, margin=MARGIN / 2)
        self._parts.linked.select({COMMUNES: pd.Index(codes, dtype="str")}, source=self)

    def _go_to_initiative(self, view: MapView, entry: Entry) -> None:
        workspace = self._parts.document.workspace
        if workspace is None:
            return
        sites = workspace.frame("sites")
        own = sites[(sites["initiative_id"] == entry.id).to_numpy(bool)]
        x, y, _ = self._places(own)
        if np.isfinite(x).any():
            view.zoom_to((np.nanmin(x), np.nanmin(y), np.nanmax(x), np.nanmax(y)))
        self._parts.linked.select({"sites": own.index}, source=self)
        self._show_card()

    def _go_to_bookmark(self, entry: Entry) -> None:
        workspace, views = self._parts.document.workspace, self._parts.window.findChild(BookmarkController)
        kept = bookmarks_of(workspace.documents) if workspace is not None else ()
        numbers = {saved.id: number for number, saved in enumerate(kept, start=1)}  # 0 is the province
        if views is not None and entry.id in numbers:
            views.go(numbers[entry.id])

    def _go_to_row(self, view: MapView, entry: Entry) -> None:
        workspace = self._parts.document.workspace
        if workspace is None or entry.table not in workspace.tables:
            return
        rows = workspace.frame(entry.table)
        if entry.id not in rows.index:
            return
        row = rows.loc[[entry.id]]
        where = self._look_at_row(view, row, entry.table)
        if where is not None and not self._is_drawn(entry):
            self._set_mark(view, where)
        self._parts.linked.select({entry.table: row.index}, source=self)
        self._show_card()

    def _is_drawn(self, entry: Entry) -> bool:
        """Say whether a point is on the map: its layer is shown, and the result speaks of it."""
        workspace, bundle = self._parts.document.workspace, self._parts.coverage.bundle
        layer = SearchWords(self._parts.session.words, {}, workspace).layer_of(entry)
        if layer is None or not layer.is_shown or bundle is None:
            return False
        return layer.kind not in POINT_KINDS or entry.id in rows_of(bundle, layer.kind.value).index

    def _look_at_row(self, view: MapView, row: pd.DataFrame, table: str) -> tuple[float, float] | None:
        """Show a row; return where it is drawn (metres), None for what is no point or has no place."""
        if table.startswith(CONTEXT_PREFIX):
            self._go_to_shape(view, row)
            return None
        x, y, _ = self._places(row)
        is_placed = bool(np.isfinite(x[0]))
        code = row["commune_code"].iloc[0]
        if is_placed and row["position"].iloc[0] not in ("commune", "none"):
            self._look(view, (float(x[0]), float(y[0])))
        elif isinstance(code, str):
            view.zoom_to_commune(code)
        return (float(x[0]), float(y[0])) if is_placed else None

    def _go_to_shape(self, view: MapView, row: pd.DataFrame) -> None:
        shape = row["geom"].iloc[0] if "geom" in row.columns else None
        if shape is None and "x" in row.columns and np.isfinite(row["x"].iloc[0]):
            self._look(view, (float(row["x"].iloc[0]), float(row["y"].iloc[0])))
        elif shape is not None and not shape.is_empty:
            west, south, east, north = shape.bounds
            x, y = to_metric([west, east], [south, north])
            view.zoom_to((float(x[0]), float(y[0]), float(x[1]), float(y[1])), margin=MARGIN)

    # -- the window ---------------------------------------------------------------------------------

    def _places(self, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        boundaries = self._parts.document.boundaries
        return place_points(rows, commune_anchors(boundaries) if boundaries is not None else {})

    def _bounds_of(self, codes: Sequence[str]) -> Bounds | None:
        boundaries = self._parts.document.boundaries
        if boundaries is None:
            return None
        own = boundaries.gdf[boundaries.gdf["code"].isin(codes).to_numpy(bool)]
        if own.empty:
            return None
        west, south, east, north = (float(value) for value in own.total_bounds)
        return west, south, east, north

    def _look(self, view: MapView, where: tuple[float, float]) -> None:
        view.look(replace(view.camera, x=where[0], y=where[1], m_per_px=SCALE * METRES_PER_PX))

    def _set_mark(self, view: MapView, where: tuple[float, float] | None) -> None:
        if self._mark is None:
            if where is None:
                return
            self._mark = MarkItem()
            view.surface.add(self._mark)
        self._mark.set_place(where)

    def _show_map(self) -> None:
        window = self._parts.window
        if not window.is_on_map and self._parts.document.boundaries is not None:
            window.actions_of[ActionId.MAP].trigger()

    def _show_card(self) -> None:
        dock = self._parts.window.right
        if "information" in dock.names:
            self._parts.window.actions_of.check(ActionId.SHOW_COVERAGE)
            dock.show()
            dock.show_panel("information")
