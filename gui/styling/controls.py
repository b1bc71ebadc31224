"""Choosers of colour, shape and palette that show what they stand for. Know looks, nothing of layers."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QColorDialog, QComboBox, QMenu, QToolButton, QWidget

from exports.symbols import draw_symbol
from layers.palettes import PALETTES, QUALITATIVE, palette
from layers.style import Shape, Symbol
from layers.words import Words

ICON_PX = 18
STRIP = QSize(96, 14)
_SHOWN_SHAPE = Symbol(Shape.CIRCLE, "#3B4654", 9.0)


def colour_icon(colour: str, dpr: float = 1.0) -> QIcon:
    """Return a square of a colour."""
    made = QPixmap(round(ICON_PX * dpr), round(ICON_PX * dpr))
    made.setDevicePixelRatio(dpr)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor("#00000040"))
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(1.5, 1.5, ICON_PX - 3, ICON_PX - 3), 3, 3)
    painter.end()
    return QIcon(made)


def symbol_icon(symbol: Symbol, dpr: float = 1.0) -> QIcon:
    """Return a symbol as the map draws it."""
    made = QPixmap(round(ICON_PX * dpr), round(ICON_PX * dpr))
    made.setDevicePixelRatio(dpr)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_symbol(painter, symbol, ICON_PX / 2, ICON_PX / 2, 96 / 72)
    painter.end()
    return QIcon(made)


def strip_icon(colours: tuple[str, ...], dpr: float = 1.0) -> QIcon:
    """Return colours side by side."""
    made = QPixmap(round(STRIP.width() * dpr), round(STRIP.height() * dpr))
    made.setDevicePixelRatio(dpr)
    painter = QPainter(made)
    wide = STRIP.width() / len(colours)
    for place, colour in enumerate(colours):
        painter.fillRect(QRectF(place * wide, 0, wide + 1, STRIP.height()), QColor(colour))
    painter.end()
    return QIcon(made)


class ColourButton(QToolButton):
    """A button that shows a colour and offers those that most eyes tell apart, then any other.

    Signals
    -------
    colour_chosen(str)
    """

    colour_chosen = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.colour = QUALITATIVE[0]
        self.setObjectName("colour")
        self.setIconSize(QSize(ICON_PX, ICON_PX))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        for place, colour in enumerate(QUALITATIVE, start=1):
            action = menu.addAction(colour_icon(colour), words("style.colour.safe", n=place))
            action.triggered.connect(lambda _checked=False, colour=colour: self._choose(colour))
        menu.addSeparator()
        menu.addAction(words("style.colour.other"), self._ask)
        self.setMenu(menu)
        self.show_colour(self.colour)

    def show_colour(self, colour: str) -> None:
        """Show a colour without telling anybody."""
        self.colour = colour
        self.setIcon(colour_icon(colour, self.devicePixelRatioF()))
        text = self._words("style.colour", colour=colour)
        self.setToolTip(text)
        self.setAccessibleName(text)

    def _choose(self, colour: str) -> None:
        self.show_colour(colour)
        self.colour_chosen.emit(colour)

    def _ask(self) -> None:
        dialog = QColorDialog(QColor(self.colour), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self._words("style.colour.other"))
        dialog.colorSelected.connect(lambda chosen: self._choose(chosen.name().upper()))
        dialog.open()


class ShapeBox(QComboBox):
    """The shapes of point symbols.

    Signals
    -------
    shape_chosen(str)
    """

    shape_chosen = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(words("style.shape"))
        for shape in Shape:
            icon = symbol_icon(Symbol(shape, _SHOWN_SHAPE.colour, _SHOWN_SHAPE.size_pt))
            self.addItem(icon, words(f"style.shape.{shape.value}"), shape.value)
        self.activated.connect(lambda _number: self.shape_chosen.emit(str(self.currentData())))

    def show_shape(self, shape: Shape) -> None:
        """Show a shape without telling anybody."""
        self.setCurrentIndex(self.findData(shape.value))


class PaletteBox(QComboBox):
    """The palettes as strips of their colours.

    Signals
    -------
    palette_chosen(str)
    """

    palette_chosen = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(words("style.palette"))
        self.setIconSize(STRIP)
        for name in PALETTES:
            self.addItem(strip_icon(palette(name, 6)), words(f"style.palette.{name}"), name)
        self.activated.connect(lambda _number: self.palette_chosen.emit(str(self.currentData())))

    def show_palette(self, name: str) -> None:
        """Show a palette without telling anybody."""
        self.setCurrentIndex(max(0, self.findData(name)))
