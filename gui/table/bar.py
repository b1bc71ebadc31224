"""The line above the table of rows: which layer, how many rows, and what can be done with them.

Knows texts; does nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from gui.icons import Icon, pixmap
from layers.style import Theme
from layers.words import Words

ARROW_PX = 50  # what a drop-down needs beside its text


class RowBar(QWidget):
    """Layer, count, switch and buttons.

    Signals
    -------
    layer_chosen(str)
        Id of the layer; not sent by `show_layers`.
    """

    layer_chosen = Signal(str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.layers = QComboBox(self)
        self.layers.setAccessibleName(words("rows.layer"))
        self.layers.setToolTip(words("rows.layer"))
        self.count = QLabel(self)
        self.count.setObjectName("muted")
        self.only_chosen = QCheckBox(words("rows.only_chosen"), self)
        self.only_chosen.setToolTip(words("rows.only_chosen.tip"))
        self._texts: dict[QPushButton, str] = {}
        self.jump = self._button("rows.jump")
        self.copy = self._button("rows.copy")
        self.columns = self._button("rows.columns")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.layers)
        row.addWidget(self.count)
        row.addStretch(1)
        for part in (self.only_chosen, self.jump, self.copy, self.columns):
            row.addWidget(part)
        self.layers.activated.connect(self._on_layer)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw the signs in the colours of a theme."""
        signs = {self.jump: Icon.ZOOM_IN, self.copy: Icon.COPY, self.columns: Icon.TABLE}
        for button, sign in signs.items():
            button.setIcon(QIcon(pixmap(sign, theme.accent, 32)))
            button.setIconSize(QSize(16, 16))

    def show_layers(self, layers: Sequence[tuple[str, str]], current: str) -> None:
        """Show (id, title) of the layers that have a table."""
        self.layers.blockSignals(True)
        self.layers.clear()
        for identity, title in layers:
            self.layers.addItem(title, identity)
            self.layers.setItemData(self.layers.count() - 1, title, Qt.ItemDataRole.ToolTipRole)
        self.layers.setCurrentIndex(max(0, self.layers.findData(current)))
        self.layers.setEnabled(bool(layers))
        self._fit()
        self.layers.blockSignals(False)

    def show_count(self, shown: int, total: int, chosen: int) -> None:
        """Say how many rows there are: 26/1.200 dòng · chọn 3."""
        words = self._words
        key = "rows.count.chosen" if chosen else "rows.count"
        numbers = {"shown": words.number(shown), "all": words.number(total)}
        if chosen:
            numbers["chosen"] = words.number(chosen)
        self.count.setText(words(key, **numbers))
        self.count.setToolTip(words("rows.count.tip"))
        self.jump.setEnabled(bool(shown))
        self.copy.setEnabled(bool(shown))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the buttons speak through their signs alone where there is no room for their words."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # As wide as the name it shows, not as the longest of its list: the room is small.
        metrics = self.layers.fontMetrics()
        width = metrics.horizontalAdvance(self.layers.currentText()) + ARROW_PX
        self.layers.setFixedWidth(width)
        names = [self.layers.itemText(number) for number in range(self.layers.count())]
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0)
        self.layers.view().setMinimumWidth(widest + ARROW_PX)
        for button, text in self._texts.items():
            button.setText(text)
        parts = (self.count, self.only_chosen, *self._texts)
        needed = width + sum(part.sizeHint().width() for part in parts) + 8 * len(parts) + 28
        if needed > self.width():
            for button in self._texts:
                button.setText("")

    def _button(self, key: str) -> QPushButton:
        button = QPushButton(self._words(key), self)
        button.setObjectName("flat")
        button.setToolTip(self._words(f"{key}.tip"))
        button.setAccessibleName(button.text())
        self._texts[button] = button.text()
        return button

    def _on_layer(self, number: int) -> None:
        self._fit()
        self.layer_chosen.emit(str(self.layers.itemData(number) or ""))
