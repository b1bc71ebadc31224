"""The radius of coverage: a slider and a field in kilometres that say the same. Knows no result."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from gui.panels.number_field import DecimalField
from layers.words import Words

LEAST_M, MOST_M, STEP_M = 500, 20_000, 500


class RadiusControl(QWidget):
    """Slider and field for a radius from 0.5 to 20 km.

    Signals
    -------
    moving(int)
        Metres while the handle is held: figures shown for it are preliminary.
    chosen(int)
        Metres once the handle is let go, or typed.
    """

    moving = Signal(int)
    chosen = Signal(int)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        title = QLabel(words("coverage.radius"), self)
        self._how = QLabel(words("coverage.straight_line"), self)
        self._how.setProperty("muted", True)
        self.field = DecimalField(self)
        vietnamese = QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam)
        self.field.setLocale(vietnamese if words.language == "vi" else QLocale.c())
        self.field.setRange(LEAST_M / 1000, MOST_M / 1000)
        self.field.setSingleStep(STEP_M / 1000)
        self.field.setDecimals(1)
        self.field.setSuffix(" km")
        self.field.setKeyboardTracking(False)
        self.field.setAccessibleName(words("coverage.radius"))
        title.setBuddy(self.field)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(LEAST_M // 100, MOST_M // 100)
        self.slider.setSingleStep(STEP_M // 100)
        self.slider.setPageStep(10)
        self.slider.setAccessibleName(words("coverage.radius"))
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(title)
        head.addWidget(self._how)
        head.addStretch(1)
        head.addWidget(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addLayout(head)
        column.addWidget(self.slider)
        self.slider.valueChanged.connect(self._on_slider)
        self.slider.sliderReleased.connect(lambda: self.chosen.emit(self.radius_m))
        self.field.valueChanged.connect(self._on_field)

    @property
    def radius_m(self) -> int:
        """The radius shown, in metres."""
        return round(self.field.value() * 1000)

    def show_radius(self, radius_m: float) -> None:
        """Show a radius without telling anybody."""
        for part in (self.slider, self.field):
            part.blockSignals(True)
        self.slider.setValue(round(radius_m / 100))
        self.field.setValue(radius_m / 1000)
        for part in (self.slider, self.field):
            part.blockSignals(False)

    def _on_slider(self, value: int) -> None:
        self.field.blockSignals(True)
        self.field.setValue(value / 10)
        self.field.blockSignals(False)
        if self.slider.isSliderDown():
            self.moving.emit(value * 100)
        else:
            self.chosen.emit(value * 100)

    def _on_field(self, value: float) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(round(value * 10))
        self.slider.blockSignals(False)
        self.chosen.emit(round(value * 1000))
