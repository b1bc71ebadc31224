"""The steps of the tour: which words, which widget of the window, and what has to be shown for it first.

Knows the window by its parts and their names; nothing of balloons.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from gui.main_window import MainWindow

LEFT, RIGHT, BOTTOM = range(3)  # the docks in the order of `MainWindow.docks`
SECTION_OF_FILTERS = 1  # at the left: layers, filters, saved views

Find = Callable[["MainWindow"], QWidget | None]


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes
    ----------
    key : str
        Ending of the keys of its words: ``tour.<key>.title``, ``tour.<key>.text``.
    targets : tuple of callable
        The widget to point at; the first that is there is taken.
    dock : int or None
        The dock that has to be seen.
    tab : str
        The tab that has to be in front of the right dock.
    """

    key: str
    targets: tuple[Find, ...]
    dock: int | None = None
    tab: str = ""


def _layers(window: MainWindow) -> QWidget | None:
    return window.layers


def _map(window: MainWindow) -> QWidget | None:
    return window.map_view


def _filters(window: MainWindow) -> QWidget | None:
    return window.side.section(SECTION_OF_FILTERS)


def _side(window: MainWindow) -> QWidget | None:
    return window.side


def _coverage(window: MainWindow) -> QWidget | None:
    return window.coverage


def _end_of_toolbar(window: MainWindow) -> QWidget | None:
    return window.toolbar


STEPS: tuple[Step, ...] = (
    Step("layers", (_layers,), dock=LEFT),
    Step("map", (_map,)),
    Step("filters", (_filters, _side), dock=LEFT),
    Step("coverage", (_coverage,), dock=RIGHT, tab="coverage"),
    Step("search", (_end_of_toolbar,)),
)


def prepare(step: Step, window: MainWindow) -> QWidget | None:
    """Show what a step points at and return it; None where the window has no such thing."""
    if not window.is_on_map:
        window.show_map()
    if step.dock is not None:
        shown = list(window.docks_are_on)
        shown[step.dock] = True
        window.switch_docks(tuple(shown))
    if step.tab:
        window.right.show_panel(step.tab)
    for find in step.targets:
        target = find(window)
        if target is not None:
            if window.side.isAncestorOf(target):
                window.side.ensureWidgetVisible(target)
            return target
    return None
