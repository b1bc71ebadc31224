"""The actions Undo and Redo, bound to the history of the workspace.

There is no QUndoStack: the workspace keeps the only history (it must, for scripts and the journal), and a
second stack beside it could only disagree. Knows no widget.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from layers.words import Words

if TYPE_CHECKING:
    from layers.workspace import Workspace


def show_history(workspace: Workspace | None, undo: QAction, redo: QAction, words: Words) -> None:
    """Make the two actions say what they would do, and enable them where there is something to do."""
    can_undo = workspace is not None and workspace.can_undo
    can_redo = workspace is not None and workspace.can_redo
    label = words(workspace.undo_label_key) if can_undo and workspace.undo_label_key else ""
    again = words(workspace.redo_label_key) if can_redo and workspace.redo_label_key else ""
    for action, is_possible, what, key in (
        (undo, can_undo, label, "action.undo"),
        (redo, can_redo, again, "action.redo"),
    ):
        action.setEnabled(is_possible)
        action.setText(words("action.with_label", action=words(key), what=what) if what else words(key))
