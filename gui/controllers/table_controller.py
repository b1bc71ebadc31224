"""The tab of the attribute table: which rows it shows, and what is chosen, typed and asked for in it.

Works only while the tab is seen; loads the table when it is seen first. Changes the document by commands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gui.controllers.parts import Parts, way_on
from gui.linked import Mode
from gui.notify import Tone
from gui.settings import Key
from layers.errors import AppError
from layers.style import Theme

if TYPE_CHECKING:
    import pandas as pd

    from gui.table.layout import RowLayout
    from gui.table.source import RowSource
    from gui.table.table import RowTable
    from layers.layer import Layer
    from layers.progress import Progress

TAB = "table"
MOST_CHANGED_AT_ONCE = 1_000  # rows; more are prepared in a job
FIRST_KIND = "sites"


class TableController(QObject):
    """Keeps the table in step with document, result, selection and what is pointed at.

    Signals
    -------
    jump_asked(object)
        ``{table: ids}``: rows that the analyst wants to see on the map; they are shown there.
    """

    jump_asked = Signal(object)

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._panel: RowTable | None = None
        self._layer_id = ""
        self._is_outdated = True
        self._are_layers_outdated = True
        session, window = parts.session, parts.window
        window.bottom.add(TAB, session.words("rows.tab"), self._make)
        window.bottom.shown.connect(self._on_shown)
        parts.document.replaced.connect(self._on_replaced)
        parts.document.tables_changed.connect(self._on_tables)
        parts.document.boundaries_changed.connect(self._on_boundaries)
        parts.coverage.answered.connect(self._on_answered)
        parts.linked.selection_changed.connect(self._on_selection)
        parts.linked.hover_changed.connect(self._on_hover)
        session.theme_changed.connect(self._on_theme)

    @property
    def panel(self) -> RowTable | None:
        """The panel, None before it was seen."""
        return self._panel

    def show_layer(self, identity: str) -> None:
        """Show the rows of another layer."""
        self._layer_id = identity
        self._is_outdated = self._are_layers_outdated = True
        self._refresh()

    # -- what is followed ---------------------------------------------------------------------------

    def _on_shown(self, name: str) -> None:
        if name == TAB:
            self._refresh()

    def _on_replaced(self) -> None:
        """Let go of the rows of the document before at once: they may be a million."""
        self._is_outdated = self._are_layers_outdated = True
        self._layer_id = ""
        if self._panel is not None:
            self._panel.show_source(None)

    def _on_boundaries(self) -> None:
        self._is_outdated = self._are_layers_outdated = True
        if self._parts.document.workspace is None:
            self._on_replaced()
        else:
            self._refresh()

    def _on_tables(self, tables: frozenset[str]) -> None:
        layer = self._layer
        self._are_layers_outdated = True  # names, order, and which of them have rows
        read = {"initiatives", "villages", "vocabulary", "sources", "layers"}
        if layer is None or layer.table in tables or tables & read:
            self._is_outdated = True
        self._refresh()

    def _on_answered(self, _bundle: object, _is_preliminary: bool) -> None:
        self._is_outdated = True
        self._refresh()

    def _on_selection(self, source: object) -> None:
        panel = self._panel
        if panel is not None and panel.source is not None and self._is_seen:
            panel.show_chosen(self._parts.linked.selected(panel.source.table), is_own=source is self)
        else:
            self._is_outdated = True

    def _on_hover(self, source: object) -> None:
        if self._panel is None or self._panel.source is None or not self._is_seen:
            return
        hovered = self._parts.linked.hovered
        is_here = hovered is not None and hovered[0] == self._panel.source.table
        self._panel.show_hovered(hovered[1] if is_here and hovered is not None else "")

    def _on_theme(self, theme: Theme) -> None:
        if self._panel is not None:
            self._panel.set_theme(theme)

    # -- showing ------------------------------------------------------------------------------------

    @property
    def _is_seen(self) -> bool:
        return self._panel is not None and self._parts.window.bottom.is_seen(TAB)

    @property
    def _layer(self) -> Layer | None:
        workspace = self._parts.document.workspace
        if workspace is None or self._layer_id not in workspace.tree:
            return None
        return workspace.tree[self._layer_id]

    def _make(self) -> QWidget:
        from gui.table.table import RowTable

        session = self._parts.session
        panel = self._panel = RowTable(session.words, session.theme, self._parts.window)
        panel.run = self._run
        panel.editing.change = self._change
        panel.layer_chosen.connect(self.show_layer)
        panel.chosen.connect(self._select)
        panel.hovered.connect(self._point)
        panel.jump_asked.connect(self._jump)
        panel.layout_changed.connect(self._keep_layout)
        panel.copied.connect(self._on_copied)
        return panel

    def _refresh(self) -> None:
        """Show what changed while nobody looked, or just now."""
        panel, workspace = self._panel, self._parts.document.workspace
        if panel is None or not self._is_seen or not (self._is_outdated or self._are_layers_outdated):
            return
        if self._are_layers_outdated:
            self._show_layers()
        self._is_outdated = self._are_layers_outdated = False
        panel.empty.show_way(way_on(self._parts))
        layer = self._layer
        if workspace is None or layer is None:
            panel.show_source(None)
            panel.show_empty("rows.empty.none")
            return
        source = self._source(layer)
        before = panel.source
        panel.show_empty(_empty_key(layer))
        is_new = before is None or before.key != source.key or before.columns != source.columns
        panel.show_source(source, self._layout(source) if is_new else None)
        panel.show_chosen(self._parts.linked.selected(source.table), is_own=not is_new)

    def _show_layers(self) -> None:
        from gui.table.source import table_layers

        workspace, words = self._parts.document.workspace, self._parts.session.words
        layers = [] if workspace is None else table_layers(workspace)
        if all(layer.id != self._layer_id for layer in layers):
            first = next((layer for layer in layers if layer.kind == FIRST_KIND), None)
            first = first or next(iter(layers), None)
            self._layer_id = "" if first is None else first.id
        assert self._panel is not None
        self._panel.bar.show_layers([(layer.id, layer.title(words)) for layer in layers], self._layer_id)

    def _source(self, layer: Layer) -> RowSource:
        from gui.table.source import source_of

        document = self._parts.document
        assert document.workspace is not None
        bundle = self._parts.coverage.bundle
        # An answer about the document before this one says nothing of its rows.
        if bundle is not None and bundle.boundaries is not document.boundaries:
            bundle = None
        words = self._parts.session.words
        return source_of(layer, document.workspace, bundle, document.boundaries, words)

    # -- the columns --------------------------------------------------------------------------------

    def _layout(self, source: RowSource) -> RowLayout:
        from gui.table.layout import RowLayout

        kept = self._parts.session.settings[Key.TABLE_COLUMNS]
        return RowLayout.stored(source.columns, kept.get(source.key))

    def _keep_layout(self, key: str, layout: RowLayout) -> None:
        settings = self._parts.session.settings
        settings[Key.TABLE_COLUMNS] = {**settings[Key.TABLE_COLUMNS], key: layout.to_json()}

    # -- what is asked ------------------------------------------------------------------------------

    def _select(self, ids: pd.Index, mode: Mode) -> None:
        if self._panel is not None and self._panel.source is not None:
            self._parts.linked.select({self._panel.source.table: ids}, mode=mode, source=self)

    def _point(self, identity: str) -> None:
        if self._panel is not None and self._panel.source is not None:
            table = self._panel.source.table if identity else None
            self._parts.linked.hover(table, identity, source=self)

    def _jump(self, rows: Mapping[str, pd.Index]) -> None:
        """Show rows on the map; say so where none of them has a place."""
        window = self._parts.window
        self.jump_asked.emit(rows)
        if window.map_view is None:
            return
        if not window.is_on_map:
            window.show_map()
        if not window.map_view.show_rows(rows):
            self._parts.session.notifier.tell("rows.no_place", tone=Tone.WARNING)

    def _on_copied(self, count: int) -> None:
        session = self._parts.session
        session.notifier.tell("rows.copied", n=session.words.number(count))

    def _run(self, work: Callable[[Progress], Any], label_key: str, done: Callable[[Any], None]) -> None:
        session = self._parts.session
        session.jobs.start(
            work, label_key=label_key, channel=label_key, done=done, failed=session.notifier.error
        )

    # -- editing ------------------------------------------------------------------------------------

    def _change(self, ids: Sequence[str], values: Mapping[str, Any]) -> str:
        """Set values in rows as one command; return '' or the sentence why it was not done."""
        from layers.commands import change_cells, set_cells

        workspace, panel = self._parts.document.workspace, self._panel
        if workspace is None or panel is None or panel.source is None:
            return ""
        table = panel.source.table
        if len(ids) > MOST_CHANGED_AT_ONCE:
            session, snapshot = self._parts.session, workspace.snapshot()
            session.jobs.start(
                lambda _progress: set_cells(snapshot, table, ids, values),
                label_key="job.change_rows",
                done=self._parts.document.execute,
                failed=session.notifier.error,
            )
            return ""
        try:
            if len(ids) == 1:
                workspace.execute(change_cells(workspace, table, {ids[0]: values}))
            else:
                workspace.execute(set_cells(workspace, table, ids, values))
        except AppError as error:
            return self._worded(error, panel.source)
        return ""

    def _worded(self, error: AppError, source: RowSource) -> str:
        """Word an error of the document with the names that the table shows."""
        words = self._parts.session.words
        fields = dict(error.fields)
        column = next((c for c in source.columns if c.name == fields.get("column")), None)
        if column is not None:
            fields["column"] = f"“{column.title(words)}”"
        row = fields.get("row")
        if isinstance(row, str) and row in source.frame.index:
            fields["row"] = f"“{source.row_name(row) or row}”"
        return words.error(type(error)(**fields))


def _empty_key(layer: Layer) -> str:
    kind = str(layer.kind.value)
    return f"rows.empty.{kind}" if kind in _EMPTY_KINDS else "rows.empty.other"


_EMPTY_KINDS = frozenset({"sites", "clusters", "incidents", "villages"})
