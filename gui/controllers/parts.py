"""What every controller of one window is handed: the window, and what lies behind it.

Knows the parts as they are; does nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gui.actions.ids import ActionId
from gui.controllers.coverage_controller import CoverageController
from gui.controllers.document_controller import DocumentController
from gui.controllers.session import Session
from gui.linked import Linked

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from gui.main_window import MainWindow


@dataclass(frozen=True)
class Parts:
    """The parts of one window.

    Attributes
    ----------
    window : MainWindow
        Goes when the language changes or the program ends; a controller is its child.
    session, document, coverage
        Outlive the window.
    linked : Linked
        Hover and selection, shared by all that shows rows; outlives the window.
    """

    window: MainWindow
    session: Session
    document: DocumentController
    coverage: CoverageController
    linked: Linked


def way_on(parts: Parts) -> QAction:
    """Return what leads on where nothing is shown: clear the filters, the start page, or the sample."""
    if not parts.coverage.filters.is_empty:
        which = ActionId.FILTER_CLEAR
    else:
        which = ActionId.OPEN_SAMPLE if parts.document.workspace is None else ActionId.HOME
    return parts.window.actions_of[which]
