"""The hands of a long session: all that a person does at the window besides taking an action.

Each hand is one step and is given a generator of chance. Knows the window by its parts, no trouble.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QSlider, QTabBar, QWidget
from shiboken6 import Shiboken

from gui.actions.ids import ActionId
from gui.actions.tables import ACTIONS
from gui.application import Shell
from gui.linked import COMMUNES, Mode
from layers.filters import FilterKind, Filters
from layers.periods import PeriodChoice, PeriodKind

from .choices import (
    ANY_KEYS,
    COSTLY,
    LAYER_STEPS,
    LEFT,
    MODIFIERS,
    MORE_LIST_KEYS,
    SLIDER_KEYS,
    TABLES,
    TYPED,
    Key,
    Mod,
)
from .map_hands import MapHands, random_place


@dataclass(frozen=True)
class Hand:
    """One thing that is done, and how often in comparison to the others."""

    weight: float
    do: Callable[[Random], object]


class Hands:
    """The hands at the windows of one shell."""

    def __init__(self, shell: Shell, folder: Path) -> None:
        self._shell, self._folder = shell, folder
        on_map = MapHands(shell)
        self.all: dict[str, Hand] = {
            "map move": Hand(9, on_map.move_on_map),
            "map click": Hand(6, on_map.click_map),
            "map wheel": Hand(8, on_map.wheel_map),
            "map drag": Hand(6, on_map.drag_map),
            "map key": Hand(9, on_map.key_on_map),
            "shortcut": Hand(8, self.press_shortcut),
            "tab": Hand(3, self.click_tab),
            "click anywhere": Hand(6, self.click_anywhere),
            "button": Hand(3, self.click_button),
            "menu anywhere": Hand(1.5, self.ask_for_menu),
            "hover anywhere": Hand(4, self.hover_anywhere),
            "key in focus": Hand(9, self.key_in_focus),
            "key in list": Hand(8, self.key_in_list),
            "slider": Hand(0.5, self.move_slider),
            "select": Hand(7, self.select),
            "point": Hand(6, self.point),
            "search": Hand(4, self.search),
            "filters": Hand(0.6, self.filter),
            "layers": Hand(3, self.change_layers),
            "row": Hand(0.4, self.change_row),
            "time": Hand(0.8, self.step_time),
            "question": Hand(0.4, self.question),
            "dock": Hand(0.7, self.float_dock),
            "resize": Hand(0.4, self.resize),
            "drop": Hand(0.3, self.drop_file),
        }

    @property
    def window(self) -> Any:
        return self._shell.window

    # -- anywhere in the window -----------------------------------------------------------------------

    def press_shortcut(self, random: Random) -> None:
        """Press the keys of an action where the focus is; heavy ones are left to their own weight."""
        spec = random.choice([spec for spec in ACTIONS if spec.shortcuts and spec.id not in COSTLY])
        target = QApplication.focusWidget() or self.window
        QTest.keySequence(target, self.window.actions_of[spec.id].shortcuts()[0])

    def click_tab(self, random: Random) -> None:
        bars = [bar for bar in self.window.findChildren(QTabBar) if bar.isVisible() and bar.count()]
        if bars:
            bar = random.choice(bars)
            place = bar.tabRect(random.randrange(bar.count())).center()
            if bar.rect().contains(place):
                QTest.mouseClick(bar, LEFT, Mod.NoModifier, place)

    def click_anywhere(self, random: Random) -> None:
        target, place = self._somewhere(random)
        if not isinstance(target, QAbstractButton):
            QTest.mouseClick(target, LEFT, Mod.NoModifier, place)

    def click_button(self, random: Random) -> None:
        """Click a button that is seen, but those that cost much: actions have their own weight."""
        buttons = [
            button
            for button in self.window.findChildren(QAbstractButton)
            if button.isVisible() and button.isEnabled() and not button.visibleRegion().isEmpty()
        ]
        button = random.choice(buttons) if buttons else None
        if button is not None and not self._is_costly(button):
            place = button.visibleRegion().boundingRect().center()
            QTest.mouseClick(button, LEFT, Mod.NoModifier, place)

    def _is_costly(self, button: Any) -> bool:
        action = button.defaultAction() if hasattr(button, "defaultAction") else None
        if action is not None:
            return action.objectName().removeprefix("action.") in COSTLY
        return self.window.home.isAncestorOf(button)

    def ask_for_menu(self, random: Random) -> None:
        target, place = self._somewhere(random)
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(target, QContextMenuEvent(reason, place, target.mapToGlobal(place)))

    def hover_anywhere(self, random: Random) -> None:
        target, place = self._somewhere(random)
        QTest.mouseMove(target, place)

    def key_in_focus(self, random: Random) -> None:
        target = QApplication.focusWidget()
        if target is not None:
            modifier = random.choice(MODIFIERS)
            for _ in range(random.randint(1, 3)):
                QTest.keyClick(target, random.choice(ANY_KEYS), modifier)
                if not is_there(target) or not target.isVisible() or is_interrupted():
                    return

    def key_in_list(self, random: Random) -> None:
        views = [view for view in self.window.findChildren(QAbstractItemView) if view.isVisible()]
        if not views:
            return
        view = random.choice(views)
        if random.random() < 0.4 and view.model() is not None and view.model().rowCount():
            index = view.model().index(random.randrange(view.model().rowCount()), 0)
            view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
            place = view.visualRect(index).center()
            if view.viewport().rect().contains(place):
                QTest.mouseClick(view.viewport(), LEFT, Mod.NoModifier, place)
                return
        view.setFocus()
        QTest.keyClick(view, random.choice(MORE_LIST_KEYS))

    def move_slider(self, random: Random) -> None:
        sliders = [one for one in self.window.findChildren(QSlider) if one.isVisible() and one.isEnabled()]
        if sliders:
            slider = random.choice(sliders)
            slider.setFocus()
            QTest.keyClick(slider, random.choice(SLIDER_KEYS))

    def _somewhere(self, random: Random) -> tuple[QWidget, QPoint]:
        window = self.window
        place = random_place(window, random)
        target = window.childAt(place) or window
        return target, target.mapFrom(window, place)

    def float_dock(self, random: Random) -> None:
        dock = random.choice(self.window.docks)
        if dock.isVisible():
            dock.setFloating(not dock.isFloating())

    def resize(self, random: Random) -> None:
        if not self.window.isFullScreen():
            self.window.resize(*random.choice(((1366, 768), (1440, 900), (1024, 600), (1600, 1000))))

    def drop_file(self, random: Random) -> None:
        files = sorted(self._folder.glob("*.*"))
        self.window.file_dropped.emit(random.choice(files))

    # -- rows -----------------------------------------------------------------------------------------

    def select(self, random: Random) -> None:
        rows = {}
        for table in random.sample(self._tables(), random.choice((1, 1, 2))):
            ids = self._ids(table)
            many = random.choice((1, 1, 3, 30, 1000))
            rows[table] = pd.Index(random.sample(ids, min(many, len(ids))), dtype="str")
        self._shell.linked.select(rows, mode=random.choice((Mode.REPLACE, *Mode)), source=None)

    def point(self, random: Random) -> None:
        table = random.choice((*self._tables(), None))
        ids = self._ids(table) if table is not None else []
        self._shell.linked.hover(table if ids else None, random.choice(ids) if ids else "")

    def _tables(self) -> list[str]:
        document = self._shell.document
        known = document.workspace.tables if document.workspace is not None else ()
        return [*TABLES, COMMUNES, *sorted(table for table in known if table.startswith("context_"))]

    def _ids(self, table: str) -> list[str]:
        document = self._shell.document
        if document.workspace is None:
            return []
        if table == COMMUNES:
            return [] if document.boundaries is None else document.boundaries.gdf["code"].tolist()
        return document.workspace.frame(table).index.tolist()

    def change_row(self, random: Random) -> None:
        """Move a site, or give incidents another text."""
        from layers.commands import move_point, set_cells

        document = self._shell.document
        if document.workspace is None:
            return
        if random.random() < 0.5 and self._ids("sites"):
            lon, lat, site = (
                random.uniform(103, 105),
                random.uniform(20, 22),
                random.choice(self._ids("sites")),
            )
            document.execute(move_point(document.workspace, "sites", site, lon, lat))
        elif self._ids("incidents"):
            ids = random.sample(self._ids("incidents"), 5)
            document.execute(set_cells(document.workspace, "incidents", ids, {"note": f"{random.random()}"}))

    # -- search, filters, time ------------------------------------------------------------------------

    def search(self, random: Random) -> None:
        if random.random() < 0.2 or QApplication.focusWidget() is None:
            self.window.actions_of[ActionId.SEARCH].trigger()
        field = self.window.findChild(QWidget, "searchPlace").layout().itemAt(0).widget()
        if not field.isVisible():
            return
        field.setFocus()
        field.setText("")
        QTest.keyClicks(field, random.choice(TYPED))
        for _ in range(random.randint(0, 3)):
            QTest.keyClick(field, random.choice((Key.Key_Down, Key.Key_Up, Key.Key_PageDown)))
        QTest.keyClick(field, random.choice((Key.Key_Return, Key.Key_Escape, Key.Key_Tab)))

    def filter(self, random: Random) -> None:
        coverage = self._shell.coverage
        filters = coverage.filters if random.random() < 0.5 else Filters()
        kind = random.choice(tuple(FilterKind))
        if kind is FilterKind.TEXT:
            filters = replace(filters, text=random.choice(("", "Nà", "cụm", "không có gì")))
        elif kind is FilterKind.PERIOD:
            year = PeriodChoice(PeriodKind.YEAR_TO_DATE, year=random.choice((2024, 2025, 2026)))
            filters = replace(filters, period=random.choice((None, year)))
        else:
            known = {
                FilterKind.INITIATIVES: self._ids("initiatives"),
                FilterKind.COMMUNES: self._ids(COMMUNES),
                FilterKind.GROUPS: self._ids("commune_groups"),
                FilterKind.STATUSES: ["active", "paused", "planned"],
            }.get(kind, [])
            filters = filters.with_values(kind, random.sample(known, min(len(known), random.randint(0, 3))))
        coverage.set_filters(filters)

    def step_time(self, random: Random) -> None:
        bottom = self.window.bottom
        if not bottom.isVisible():
            self.window.actions_of[ActionId.SHOW_BOTTOM].trigger()
        if bottom.isVisible():
            panel = bottom.show_panel("time")
            button = random.choice((panel.back, panel.on, panel.on, panel.present, panel.strip))
            if button.isVisible() and button.isEnabled():
                button.setFocus()
                QTest.keyClick(button, random.choice((Key.Key_Space, Key.Key_Left, Key.Key_Right)))

    def question(self, random: Random) -> None:
        coverage = self._shell.coverage
        choices = coverage.choices()
        if choices and random.random() < 0.4:
            coverage.choose_selection(random.choice(choices)[0])
        elif random.random() < 0.5:
            coverage.move_radius(random.choice((1000.0, 2500.0, 4000.0)))
            coverage.choose_radius(random.choice((1500.0, 3000.0, 5000.0)))
        else:
            coverage.count_to_check(random.random() < 0.5)

    # -- layers ---------------------------------------------------------------------------------------

    def change_layers(self, random: Random) -> None:
        panel, document = self.window.layers, self._shell.document
        layers = list(document.workspace.tree) if document.workspace is not None else []
        if not layers:
            return
        layer, what = random.choice(layers), random.choice(LAYER_STEPS)
        if what == "visible":
            panel.visible_asked.emit(layer.id, random.random() < 0.7)
        elif what == "order":
            order = document.workspace.frame("layers").index.tolist()
            random.shuffle(order)
            panel.order_asked.emit(order, {})
        elif what == "opacity":
            panel.opacity_moving.emit(layer.id, random.random())
            panel.opacity_asked.emit(layer.id, round(random.uniform(0.1, 1.0), 2))
        elif what == "name":
            panel.name_asked.emit(layer.id, random.choice(("Lớp của tôi", "Điểm ở Mường La", "Ổ")))
        elif what == "group":
            panel.group_asked.emit([one.id for one in random.sample(layers, min(2, len(layers)))])
        elif what == "remove" and layer.kind.value in ("context", "raster", "group"):
            panel.remove_asked.emit(layer.id)
        elif what == "style":
            panel.style_asked.emit(layer.id)
        elif what == "menu" and panel.view.isVisible():
            index = panel.model.index_of(layer.id)
            panel.view.customContextMenuRequested.emit(panel.view.visualRect(index).center())


def is_there(widget: QWidget) -> bool:
    """Say whether a widget has not been deleted."""
    return bool(Shiboken.isValid(widget))


def is_interrupted() -> bool:
    """Say whether a menu, a small window or a dialog wants an answer first."""
    return QApplication.activePopupWidget() is not None or QApplication.activeModalWidget() is not None
