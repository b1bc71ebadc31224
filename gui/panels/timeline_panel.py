"""The tab of the time line: play, step, window, and the strip; shows what it is told.

Asks for days by signals; knows no map and computes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.icons import Icon, icon
from gui.panels.empty_note import EmptyNote
from gui.panels.segmented import Segmented
from gui.panels.time_strip import TimeStrip
from layers.style import Theme
from layers.words import Words

if TYPE_CHECKING:
    from analysis.timeline import Timeline

# Steps of incidents that are looked at together; None: all since the beginning.
WINDOWS: tuple[int | None, ...] = (None, 1, 3, 6, 12)


class TimelinePanel(QWidget):
    """The panel.

    Signals
    -------
    play_asked(bool), step_asked(int), place_asked(int), present_asked()
        Play or pause; so many steps on or back; a place on the line; the day of the figures.
    unit_chosen(str), window_chosen(object)
        "month", "quarter" or "year"; a number of steps or None.
    """

    play_asked = Signal(bool)
    step_asked = Signal(int)
    place_asked = Signal(int)
    present_asked = Signal()
    unit_chosen = Signal(str)
    window_chosen = Signal(object)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._is_playing = False
        self.back = self._button("time.back", lambda: self.step_asked.emit(-1))
        self.play = self._button("time.play", lambda: self.play_asked.emit(not self._is_playing))
        self.on = self._button("time.on", lambda: self.step_asked.emit(1))
        self.present = QPushButton(words("time.present"), self)
        self.present.setObjectName("flat")
        self.present.setToolTip(words("time.present.tip"))
        self.present.clicked.connect(self.present_asked)
        units = [(key, words(f"time.unit.{key}")) for key in ("month", "quarter", "year")]
        self.unit = Segmented(units, words("time.unit"), self)
        self.unit.choose("month")
        self.unit.chosen.connect(self.unit_chosen)
        self.window = QComboBox(self)
        self.window.setAccessibleName(words("time.window"))
        self.window.setToolTip(words("time.window.tip"))
        self.window.activated.connect(lambda number: self.window_chosen.emit(WINDOWS[number]))
        self.day = QLabel(self)
        self.day.setObjectName("cardTitle")
        self.counts = QLabel(self)
        self.way = EmptyNote(self)
        self.note = QLabel(self)
        self.note.setProperty("muted", True)
        for label in (self.counts, self.note):
            label.setWordWrap(True)
        self.strip = TimeStrip(words, theme, self)
        self.strip.moved.connect(self.place_asked)
        self._lay_out()
        self.show_windows("month")
        self.set_theme(theme)
        self.show_line(None)

    # -- shown --------------------------------------------------------------------------------------

    def show_line(
        self, line: Timeline | None, *, is_clusters: bool = False, is_filtered: bool = False
    ) -> None:
        """Show a line of time, or that there is none."""
        self.strip.show_line(line, is_clusters=is_clusters)
        is_there = line is not None and len(line.days) > 1
        for part in (self.back, self.play, self.on, self.strip, self.unit, self.window):
            part.setEnabled(is_there)
        self.strip.setVisible(is_there)
        self.way.setVisible(not is_there)
        if not is_there:
            self.day.setText(self._words("time.empty.title"))
            self.counts.clear()
            self.way.setText(self._words("time.empty.filtered" if is_filtered else "time.empty"))
            self.note.clear()
            self.present.setEnabled(False)

    def show_place(self, place: int, window: int | None, *, is_past: bool) -> None:
        """Show which day is looked at, and whether it is another than that of the figures."""
        self.strip.show_place(place, window)
        self.window.setCurrentIndex(WINDOWS.index(window))
        self.present.setEnabled(is_past)

    def show_texts(self, day: str, counts: str, note: str) -> None:
        """Say which day it is, how many there are, and what is not known."""
        self.day.setText(day)
        self.counts.setText(counts)
        self.note.setText(note)

    def show_playing(self, is_playing: bool) -> None:
        """Show the button as play or as pause."""
        self._is_playing = is_playing
        key = "time.pause" if is_playing else "time.play"
        self.play.setToolTip(self._words(f"{key}.tip"))
        self.play.setAccessibleName(self._words(key))
        self._dress()

    def show_windows(self, unit: str) -> None:
        """Name the windows in steps of a month, a quarter or a year."""
        chosen = max(0, self.window.currentIndex())
        self.window.clear()
        for steps in WINDOWS:
            key = "time.window.all" if steps is None else f"time.window.{unit}"
            self.window.addItem(self._words(key, n=steps))
        self.window.setCurrentIndex(chosen)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.strip.set_theme(theme)
        self._dress()

    # -- building -----------------------------------------------------------------------------------

    def _dress(self) -> None:
        signs = {
            self.back: Icon.STEP_BACK,
            self.play: Icon.PAUSE if self._is_playing else Icon.PLAY,
            self.on: Icon.STEP_ON,
        }
        for button, sign in signs.items():
            button.setIcon(icon(sign, self._theme.text, self._theme.muted))

    def _button(self, key: str, callback: object) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("bare")
        button.setIconSize(QSize(20, 20))
        button.setToolTip(self._words(f"{key}.tip"))
        button.setAccessibleName(self._words(key))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(callback)
        return button

    def _lay_out(self) -> None:
        keys = QHBoxLayout()
        keys.setSpacing(2)
        for part in (self.back, self.play, self.on):
            keys.addWidget(part)
        keys.addSpacing(6)
        keys.addWidget(self.present)
        keys.addStretch(1)
        side = QVBoxLayout()
        side.setSpacing(3)
        for label in (self.day, self.counts, self.note):
            side.addWidget(label)
        side.addStretch(1)
        side.addLayout(keys)
        choices = QHBoxLayout()
        choices.addWidget(self.unit)
        choices.addStretch(1)
        choices.addWidget(self.window)
        self.unit.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        right = QVBoxLayout()
        right.addLayout(choices)
        right.addWidget(self.strip, 1)
        right.addWidget(self.way, 1)
        left = QWidget(self)
        left.setFixedWidth(300)
        side.setContentsMargins(0, 0, 0, 0)
        left.setLayout(side)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(16)
        row.addWidget(left)
        row.addLayout(right, 1)
