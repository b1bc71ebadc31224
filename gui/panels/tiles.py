"""Tiles: a figure in large type with what it counts below. Computes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget


@dataclass(frozen=True)
class TileText:
    """What a tile says: `figure` (its denominator in `of`, smaller), what it counts, what more to know."""

    figure: str
    of: str
    text: str
    more: str = ""


class Tile(QFrame):
    """One figure with its denominator and its words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tile")
        self.figure = QLabel(self)
        self.figure.setObjectName("tileFigure")
        self.figure.setTextFormat(Qt.TextFormat.RichText)
        self.text = QLabel(self)
        self.text.setObjectName("tileText")
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 3, 8, 4)
        column.setSpacing(0)
        column.addWidget(self.figure)
        column.addWidget(self.text, 1)

    def show_text(self, what: TileText, muted: str) -> None:
        """Show a figure; `muted` is the colour of its denominator."""
        of = f'<span style="font-size:10pt; color:{muted}">{what.of}</span>' if what.of else ""
        self.figure.setText(what.figure + of)
        self.text.setText(what.text)
        said = f"{what.figure}{what.of} {what.text}"
        self.setAccessibleName(said)
        self.setAccessibleDescription(what.more)
        self.setToolTip(f"{said}\n{what.more}" if what.more else said)
        self._keep_lines()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the height that the words need at the new width: a narrow panel never cuts them."""
        super().resizeEvent(event)
        self._keep_lines()

    def _keep_lines(self) -> None:
        self.text.setMinimumHeight(max(self.text.heightForWidth(max(self.text.width(), 1)), 0))


class Tiles(QWidget):
    """Tiles, two in a row."""

    COLUMNS = 2

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(7)
        self.tiles: list[Tile] = []

    def show_texts(self, texts: list[TileText], muted: str) -> None:
        """Show these tiles, making or hiding widgets as needed."""
        while len(self.tiles) < len(texts):
            row, column = divmod(len(self.tiles), self.COLUMNS)
            tile = Tile(self)
            self._grid.addWidget(tile, row, column)
            self._grid.setColumnStretch(column, 1)
            self.tiles.append(tile)
        for number, tile in enumerate(self.tiles):
            tile.setVisible(number < len(texts))
            if number < len(texts):
                tile.show_text(texts[number], muted)
