"""One condition of the filters as a pill: its text, and a cross that takes it away.

Knows a text and a theme; nothing of filters.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from gui.icons import Icon, pixmap
from layers.style import Theme
from layers.words import Words

CROSS_PX = 12
RIGHT_PX = 24  # from the right edge to the text: the cross and the room around it, as in the style sheet
LEFT_PX = 10


@dataclass(frozen=True)
class ChipText:
    """What a chip stands for and says.

    Attributes
    ----------
    kind : str
        A `FilterKind`.
    value : str or None
        The one value it takes away, None for the whole condition.
    text, tip : str
    """

    kind: str
    value: str | None
    text: str
    tip: str


class FilterChip(QPushButton):
    """A pill; a press on the cross, Delete or Backspace asks to take it away, any other press to change it.

    Signals
    -------
    removed(), edited()
    """

    removed = Signal()
    edited = Signal()

    def __init__(self, what: ChipText, words: Words, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.what = what
        self.setObjectName("chip")
        self.setText(what.text)
        self.setToolTip(words("filters.chip.tip", text=what.tip))
        self.setAccessibleName(words("filters.chip.name", text=what.tip))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAutoDefault(False)
        self.set_theme(theme)
        self.clicked.connect(self.edited)

    def set_theme(self, theme: Theme) -> None:
        """Draw the cross in the colours of a theme."""
        ratio = 2
        self._cross = pixmap(Icon.CLOSE, theme.accent, CROSS_PX * ratio)
        self._cross.setDevicePixelRatio(ratio)
        self.update()

    @property
    def cross_rect(self) -> QRect:
        """Where a press takes the chip away."""
        return QRect(self.width() - RIGHT_PX, 0, RIGHT_PX, self.height())

    def sizeHint(self) -> QSize:
        """Return the room of the whole text."""
        metrics = self.fontMetrics()
        return QSize(LEFT_PX + metrics.horizontalAdvance(self.text()) + RIGHT_PX + 3, metrics.height() + 8)

    def minimumSizeHint(self) -> QSize:
        """Return the room of a few letters: the rest is in the tip."""
        return QSize(min(self.sizeHint().width(), 72), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pill with as much of its text as there is room for, then the cross."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.width() - LEFT_PX - RIGHT_PX
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        option.text = text.replace("&", "&&")
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        middle = self.cross_rect.center() - QPoint(1, 0)
        painter.drawPixmap(middle - QPoint(CROSS_PX // 2, CROSS_PX // 2 - 1), self._cross)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the chip away by its cross."""
        if event.button() is Qt.MouseButton.LeftButton and self.cross_rect.contains(
            event.position().toPoint()
        ):
            event.accept()
            self.removed.emit()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that the cross can be pressed."""
        is_on_cross = self.cross_rect.contains(event.position().toPoint())
        shape = Qt.CursorShape.PointingHandCursor if is_on_cross else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the chip away by Delete or Backspace; Enter changes it as Space does."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edited.emit()
        else:
            super().keyPressEvent(event)
