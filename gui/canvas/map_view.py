"""The map as one widget: shows layers, a shading and a result.

Knows layers and results as they are handed over; never a file, a command or how a figure is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pandas as pd
from PySide6.QtWidgets import QWidget

from analysis.locate import Locator
from exports.points import POINT_KINDS, commune_anchors, rows_of
from exports.sheet_map import label_text
from gui.canvas.camera import Limits
from gui.canvas.content import Work, at_once
from gui.canvas.geometry_levels import GeometryLevels
from gui.canvas.map_stage import MapStage
from gui.canvas.pointing import HoverTextOf
from gui.jobs import JobRunner
from layers.schema import LayerKind
from layers.style import LIGHT, Theme
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from exports.legend import Legend
    from exports.shading import Shading
    from layers.boundaries import Boundaries
    from layers.layer import Frames
    from layers.tree import LayerTree


class MapView(MapStage):
    """The map.

    Coordinates are metres of EPSG:9206, y up. A *hit* is a dict with kind, x, y (metres) and

    - kind "commune": code (str), index (row of the boundaries);
    - kind "point": layer_id, layer_kind, table, id, place (in its cloud), together (how many stand there);
    - kind "density": layer_id, layer_kind, table, count (of a square in which points are only counted).

    Parameters
    ----------
    words : Words
    theme : Theme
    runner : JobRunner, optional
        Prepares finer outlines beside the window; without one that is done at once (0.2 s).
    locate : callable, optional
        Returns the locator of boundaries; called in a job. By default it is made for this map alone.

    Signals
    -------
    hovered(object)
        The hit under the pointer, or None; told when it changes.
    commune_clicked(str), point_clicked(str, str), ground_clicked()
        Code of the commune; table and id of the point; nothing there.
    select_asked(object, object)
        Rows (table → Index; "communes" by code) and the `Mode` in which they are to be selected. The map
        itself selects nothing: it marks what `set_selected` hands it.
    identify_asked(object)
        The hit whose card is kept, or None.
    pointer_moved(float, float), pointer_left()
        Metres under the pointer.
    scale_changed(float)
        Denominator of the scale at 96 dpi.
    view_changed(object)
        Bounds (min x, min y, max x, max y) in metres, after every move.
    tool_changed(str)
        Name of the tool now in use.
    trail_changed()
        `can_step` may answer differently now.
    """

    def __init__(
        self,
        words: Words,
        theme: Theme = LIGHT,
        *,
        runner: JobRunner | None = None,
        locate: Callable[[Boundaries], Locator] = Locator,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._runner = runner
        self._locate = locate
        self._content.start = self.start_work
        self._boundaries: Boundaries | None = None
        self._bundle: ResultBundle | None = None
        self._name()
        self.set_theme(theme)

    def _name(self) -> None:
        self.surface.setAccessibleName(self._content.words("canvas.name"))
        self.surface.setAccessibleDescription(self._content.words("canvas.help"))
        self.setAccessibleName(self._content.words("canvas.name"))

    # -- what is shown ---------------------------------------------------------------------------

    def set_boundaries(self, boundaries: Boundaries | None, locator: Locator | None = None) -> None:
        """Show the communes (None: none are loaded) and the whole province.

        Parameters
        ----------
        locator : Locator, optional
            Of the same boundaries; made here where it is not at hand.
        """
        if boundaries is not None and len(boundaries.gdf) == 0:
            boundaries = None
        self._boundaries = boundaries
        self.pointing.set_boundaries(boundaries, locator)
        content = self._content
        content.levels, content.codes, content.anchors = None, (), {}
        if boundaries is not None:
            content.levels = GeometryLevels(boundaries, self._prepare, self._prepared)
            content.codes = tuple(str(code) for code in boundaries.gdf["code"])
            content.anchors = commune_anchors(boundaries)
            if locator is None:
                locate = self._locate  # a job must not keep the widget
                self._prepare(lambda: locate(boundaries), self.pointing.set_locator)
        self.surface.limits = Limits(self._home_bounds())
        for item in (self.highlight, self.outlines):
            item.set_geometry(content.levels)
        self._name_communes()
        self.stack.refresh()
        self.set_selected(self._selected)
        self._trail.clear()
        self._show_state()
        self.home()

    def set_layers(self, tree: LayerTree | None, source: Frames | None = None) -> None:
        """Show the layers of a tree (None: the communes alone).

        Parameters
        ----------
        source : Frames, optional
            Workspace or snapshot to read rows from, where it is not the source of the layers themselves.
        """
        self._content.source = source
        self.stack.set_tree(tree)
        self._show_state()
        self.end_hover()

    def show_opacity(self, identity: str, opacity: float) -> None:
        """Show a layer as if it had this opacity, until its own changes or is shown again."""
        self.stack.show_opacity(identity, opacity)

    def set_shown_rows(self, rows: Mapping[str, pd.Index] | None) -> None:
        """Show only these ids of some tables, e.g. ``{"incidents": index}`` (None: everything)."""
        self._content.shown_rows = rows
        self.stack.refresh()
        self.end_hover()

    def set_shading(self, shading: Shading | None) -> None:
        """Fill the communes by their class (None: the plain fill)."""
        self._content.fills = shading.fills if shading is not None else {}
        self.stack.refresh([LayerKind.BOUNDARIES])

    def set_bundle(self, bundle: ResultBundle | None) -> None:
        """Take a result: figures of hover cards, the MINH HỌA mark, and which points it speaks of.

        Points that a result leaves out (not of the initiative asked for, not counting at its date, outside
        its period) are not drawn, as on paper; without a result all points are.
        """
        self._bundle = self.pointing.bundle = self._content.bundle = bundle
        before = self._content.counted
        now = {kind: rows_of(bundle, kind).index for kind in POINT_KINDS} if bundle is not None else {}
        self._content.counted = now
        self.stack.refresh(kind for kind in POINT_KINDS if not _is_equal(before.get(kind), now.get(kind)))
        self._show_state()
        self.end_hover()

    def set_legend(self, legend: Legend | None) -> None:
        """Show a legend in its card; the map stays where it is, but for the first one."""
        is_first = self.overlays.legend.isHidden()
        self.overlays.legend.set_legend(legend)
        self.overlays.resized()
        if is_first:
            self._resized()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.surface.set_theme(theme)
        self.overlays.set_theme(theme)

    def set_words(self, words: Words) -> None:
        """Take the texts of another language; the legend has to be set anew."""
        self._content.words = words
        self._name()
        self.overlays.set_words(words)
        self.stack.refresh()
        self.show_hint(self._hint)
        self.end_hover()

    def set_hover_text(self, provider: HoverTextOf | None) -> None:
        """Let `provider(hit)` write the hover card; None for the text made from the result."""
        self.pointing.text_of = provider

    def _name_communes(self) -> None:
        boundaries, levels = self._boundaries, self._content.levels
        if boundaries is None or levels is None:
            self.labels.set_names((), None)
            return
        facts = boundaries.gdf[["name", "full_name", "unit_type"]].itertuples(index=False)
        names = tuple(label_text(str(row.name), str(row.full_name), str(row.unit_type)) for row in facts)
        self.labels.set_names(names, levels)

    def _show_state(self) -> None:
        boundaries, bundle = self._boundaries, self._bundle
        self.overlays.set_state(
            schematic=boundaries is not None and boundaries.schematic,
            sample=self._content.is_sample or (bundle is not None and bundle.sample),
            empty=boundaries is None,
        )

    # -- finer outlines --------------------------------------------------------------------------

    def _prepare(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        if self._runner is None:
            done(work())
            return
        asked_for, stack = self._boundaries, self.stack

        def keep(found: object) -> None:
            if not stack.is_cut and self._boundaries is asked_for:
                done(found)

        self._runner.start(lambda progress: work(), label_key="canvas.preparing", done=keep)

    def start_work(self, work: Work, done: Callable[[object], None], channel: str) -> None:
        """Do work for an item beside the window; what comes after the map has gone is dropped."""
        if self._runner is None:
            at_once(work, done, channel)
            return
        stack = self.stack

        def keep(found: object) -> None:
            if not stack.is_cut:
                done(found)

        self._runner.start(work, label_key="canvas.preparing", channel=channel, done=keep)

    def _prepared(self) -> None:
        self.surface.redraw()


def _is_equal(one: pd.Index | None, other: pd.Index | None) -> bool:
    return one is other or (one is not None and other is not None and one.equals(other))
