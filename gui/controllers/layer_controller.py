"""Turns what is asked in the layer panel into commands. Knows the document and the map, computes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from gui.controllers.document_controller import DocumentController
from gui.main_window import MainWindow

if TYPE_CHECKING:
    from layers.workspace import Workspace


class LayerController(QObject):
    """Visibility, name, order and opacity of layers, each as one command that can be undone."""

    def __init__(self, window: MainWindow, document: DocumentController) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        panel = window.layers
        panel.visible_asked.connect(self._set_visible)
        panel.name_asked.connect(self._set_name)
        panel.order_asked.connect(self._set_order)
        panel.opacity_moving.connect(self._show_opacity)
        panel.opacity_asked.connect(self._set_opacity)
        panel.zoom_asked.connect(self._zoom)
        panel.group_asked.connect(self._group)
        panel.remove_asked.connect(self._remove)

    def _set_visible(self, identity: str, is_visible: bool) -> None:
        self._run("set_layer_visible", identity, is_visible)

    def _set_name(self, identity: str, name: str) -> None:
        self._run("set_layer_name", identity, name)

    def _set_order(self, identities: list[str], parents: dict[str, str | None]) -> None:
        self._run("set_layer_order", identities, parents)

    def _group(self, identities: list[str]) -> None:
        """Put layers into a new group, and let its name be written at once."""
        self._run("add_group", self._window.actions_of.words("layers.group.name"), identities)
        workspace, panel = self._document.workspace, self._window.layers
        group = workspace.tree[identities[0]].parent if workspace is not None else None
        if group is not None:
            index = panel.model.index_of(group.id)
            panel.view.setCurrentIndex(index)
            panel.view.edit(index)

    def _remove(self, identity: str) -> None:
        self._run("remove_layer", identity)

    def _show_opacity(self, identity: str, opacity: float) -> None:
        """Follow the handle: the map shows it, nothing is changed yet."""
        if self._window.map_view is not None:
            self._window.map_view.show_opacity(identity, opacity)

    def _set_opacity(self, identity: str, opacity: float) -> None:
        self._run("set_layer_opacity", identity, opacity)

    def _run(self, name: str, *arguments: Any) -> None:
        from layers import layer_commands

        workspace: Workspace | None = self._document.workspace
        if workspace is not None:
            command: Callable[..., Any] = getattr(layer_commands, name)
            self._document.execute(command(workspace, *arguments))

    def _zoom(self, identity: str) -> None:
        workspace, boundaries, view = (
            self._document.workspace,
            self._document.boundaries,
            self._window.map_view,
        )
        if workspace is None or view is None:
            return
        from gui.canvas.items.picture import PictureItem

        item = view.stack.item(identity)
        if isinstance(item, PictureItem):
            if item.whole is not None:
                view.zoom_to(item.whole)
            return
        layer = workspace.tree[identity]
        rows = layer.rows(workspace)
        # Only where something is can be gone to: rows without a place, or with an infinite one, are left out.
        is_found = "x" in rows.columns and view.show_rows({layer.table: rows.index})
        if not is_found and boundaries is not None:
            view.zoom_to(boundaries.bounds_m)
