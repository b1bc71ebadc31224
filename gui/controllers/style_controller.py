"""Opens the style window of a layer, turns what is asked there into commands, and keeps it in step.

Knows the window, the document and the newest answer; paints nothing itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gui.actions.ids import ActionId
from gui.controllers.parts import Parts

if TYPE_CHECKING:
    from gui.styling.dialog import StyleDialog
    from layers.layer import Layer
    from layers.style import Style, Theme


class StyleController(QObject):
    """The look of layers in one window; one style window at a time."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._dialog: StyleDialog | None = None
        self._layer: Layer | None = None
        parts.window.layers.style_asked.connect(self.open)
        parts.window.actions_of.bind(ActionId.LAYER_STYLE, self.open_current)
        parts.document.replaced.connect(self.close)
        parts.document.tables_changed.connect(self._on_tables)
        parts.coverage.answered.connect(self._on_answer)
        parts.session.theme_changed.connect(self._on_theme)

    @property
    def dialog(self) -> StyleDialog | None:
        """The window, while it is open."""
        return self._dialog

    def open_current(self) -> None:
        """Open the window for the layer chosen in the list."""
        layer = self._parts.window.layers.current
        if layer is not None:
            self.open(layer.id)

    def open(self, identity: str) -> None:
        """Open the window for a layer; the one before goes."""
        workspace = self._parts.document.workspace
        if workspace is None or identity not in workspace.tree:
            return
        layer = workspace.tree[identity]
        if not _has_look(layer):
            return
        from gui.styling.dialog import StyleDialog

        self.close()
        session = self._parts.session
        dialog = StyleDialog(session.words, session.theme, self._parts.window)
        dialog.style_asked.connect(self._set)
        dialog.finished.connect(self._on_finished)
        self._dialog, self._layer = dialog, layer
        self._show()
        self._put_beside_layers(dialog)
        dialog.show()
        dialog.activateWindow()  # a tool window is not given the keys of itself

    def close(self) -> None:
        """Close the window."""
        if self._dialog is not None:
            self._dialog.close()
        self._on_finished()

    def _put_beside_layers(self, dialog: StyleDialog) -> None:
        """Stand the window beside the list of layers, all of it on the screen."""
        side = self._parts.window.left
        anchor = side if side.isVisible() else self._parts.window
        place = anchor.mapToGlobal(anchor.rect().topRight() if side.isVisible() else anchor.rect().topLeft())
        room, size = anchor.screen().availableGeometry(), dialog.sizeHint()
        x = max(room.left(), min(place.x() + 10, room.right() - size.width()))
        y = max(room.top(), min(place.y() + 10, room.bottom() - size.height() - 40))
        dialog.move(x, y)

    def _on_finished(self, _result: int = 0) -> None:
        self._dialog = self._layer = None

    def _set(self, style: Style | None) -> None:
        from layers.layer_commands import set_layer_style

        workspace, layer = self._parts.document.workspace, self._layer
        if workspace is not None and layer is not None and style != layer.style:
            self._parts.document.execute(set_layer_style(workspace, layer.id, style))

    def _on_tables(self, tables: frozenset[str]) -> None:
        """Show what undo or another command made of the layer; close where it is gone."""
        workspace, layer = self._parts.document.workspace, self._layer
        if layer is not None and workspace is not None and "layers" in tables:
            self._show()

    def _on_answer(self, _bundle: object, is_preliminary: bool) -> None:
        if not is_preliminary:
            self._show()

    def _show(self) -> None:
        workspace, layer = self._parts.document.workspace, self._layer
        if workspace is None or layer is None or self._dialog is None:
            return
        if layer.id not in workspace.tree:  # an answer may come before it is told that the layer is gone
            self.close()
            return
        from gui.styling.subject import Subject

        subject = Subject.of(layer, workspace, self._parts.coverage.bundle, self._parts.session.words)
        self._dialog.show_style(layer.style, subject)

    def _on_theme(self, theme: Theme) -> None:
        if self._dialog is not None:
            self._dialog.set_theme(theme)


def _has_look(layer: Layer) -> bool:
    """Say whether a layer has anything that can be set: groups and rasters have opacity only."""
    return layer.kind.value not in ("group", "raster")
