"""A balloon over the window that points at one of its parts; the rest is slightly dimmed.

Knows a rectangle and texts; nothing of steps or of what is pointed at.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from layers.style import DARK, LIGHT, Theme
from layers.words import Words

WIDTH_PX = 380
GAP_PX, MARGIN_PX = 14, 12
OUTLINE_PX, RADIUS_PX = 2.0, 8.0
DIM = {LIGHT.name: 70, DARK.name: 130}  # of 255


class Balloon(QFrame):
    """Title, two sentences, which step it is, and the ways on."""

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("balloon")
        self.title, self.text, self.number = QLabel(self), QLabel(self), QLabel(self)
        self.title.setObjectName("cardTitle")
        self.text.setWordWrap(True)
        self.number.setObjectName("muted")
        self.skip = QPushButton(words("tour.skip"), self)
        self.skip.setObjectName("flat")
        self.back = QPushButton(words("tour.back"), self)
        self.next = QPushButton(words("tour.next"), self)
        self.next.setObjectName("primary")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.number)
        buttons.addStretch(1)
        for button in (self.skip, self.back, self.next):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 14, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addSpacing(4)
        column.addLayout(buttons)

    def fitted(self) -> QSize:
        """Return the size at which nothing is cut."""
        wide = max(WIDTH_PX, self.minimumSizeHint().width())
        return QSize(wide, max(self.heightForWidth(wide), self.minimumSizeHint().height()))


class TourOverlay(QWidget):
    """Covers the window while the tour runs; what is behind it takes neither clicks nor keys.

    Signals
    -------
    next_asked(), back_asked(), skip_asked()
    moved()
        The window has another size: the place of the target has to be looked at again.
    """

    next_asked = Signal()
    back_asked = Signal()
    skip_asked = Signal()
    moved = Signal()

    def __init__(self, words: Words, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._words, self._theme = words, theme
        self._hole = QRect()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.balloon = Balloon(words, self)
        self.balloon.next.clicked.connect(self.next_asked)
        self.balloon.back.clicked.connect(self.back_asked)
        self.balloon.skip.clicked.connect(self.skip_asked)
        self._buttons = (self.balloon.skip, self.balloon.back, self.balloon.next)
        for button in self._buttons:
            button.installEventFilter(self)
        window.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)
        self.setGeometry(window.rect())

    def show_step(self, title: str, text: str, number: int, total: int) -> None:
        """Say what a step says; the last one ends the tour."""
        words, balloon = self._words, self.balloon
        balloon.title.setText(title)
        balloon.text.setText(text)
        balloon.number.setText(words("tour.step", n=number, total=total))
        balloon.back.setEnabled(number > 1)
        balloon.skip.setVisible(number < total)
        balloon.next.setText(words("tour.next" if number < total else "tour.finish"))
        balloon.setAccessibleName(f"{title}. {text} {balloon.number.text()}")
        self.show()
        self.raise_()
        balloon.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def point_at(self, hole: QRect) -> None:
        """Point at a rectangle of the window; an empty one: at nothing, from the middle."""
        self._hole = hole.intersected(self.rect())
        size = self.balloon.fitted()
        self.balloon.setGeometry(QRect(self._place(size), size))
        self.update()

    @property
    def hole(self) -> QRect:
        """The part of the window that is not dimmed."""
        return self._hole

    def _place(self, size: QSize) -> QPoint:
        """Return where the balloon hides nothing of its target: beside, below or above; else inside, low."""
        hole, room = self._hole, self.rect().adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
        if hole.isEmpty():
            return room.center() - QPoint(size.width() // 2, size.height() // 2)
        middle_y = hole.top() + min(hole.height() // 3, 160)
        middle_x = hole.center().x() - size.width() // 2
        places = (
            QPoint(hole.right() + GAP_PX, middle_y),
            QPoint(hole.left() - GAP_PX - size.width(), middle_y),
            QPoint(middle_x, hole.bottom() + GAP_PX),
            QPoint(middle_x, hole.top() - GAP_PX - size.height()),
        )
        for place in places:
            held = self._held(QRect(place, size), room)
            if not held.intersects(hole):
                return held.topLeft()
        inside = QPoint(middle_x, hole.bottom() - size.height() - 5 * GAP_PX)
        return self._held(QRect(inside, size), room).topLeft()

    def _held(self, box: QRect, room: QRect) -> QRect:
        x = max(room.left(), min(box.left(), room.right() - box.width()))
        y = max(room.top(), min(box.top(), room.bottom() - box.height()))
        return QRect(QPoint(x, y), box.size())

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    # -- events -------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size; take the keys of the tour before buttons and shortcuts do."""
        kind = event.type()
        if watched is self.parent():
            if kind == QEvent.Type.Resize:
                self.setGeometry(self.parentWidget().rect())
                self.moved.emit()
            return False
        if not self.isVisible():
            return False  # the tour has ended, and a button has yet to go: it has no neighbour to go to
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(watched, event)
        return False

    def _on_key(self, watched: QObject, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self.next_asked.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp):
            if self.balloon.back.isEnabled():
                self.back_asked.emit()
        elif key == Qt.Key.Key_Escape:
            self.skip_asked.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(watched, QPushButton):
            watched.click()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._move_focus(watched, -1 if key == Qt.Key.Key_Backtab else 1)
        else:
            return False
        return True

    def _move_focus(self, watched: QObject, by: int) -> None:
        """Keep the focus on the buttons of the balloon: nothing behind it can be reached."""
        ways = [button for button in self._buttons if button.isVisible() and button.isEnabled()]
        place = next((number for number, button in enumerate(ways) if button is watched), 0)
        ways[(place + by) % len(ways)].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Take the keyboard back from what lies behind; a dialog over the tour keeps it."""
        if not self.isVisible() or now is None or now.window() is not self.window():
            return
        if not self.isAncestorOf(now):
            self.balloon.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let no click through to what is behind."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim everything but the target, and outline that."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dimmed = QPainterPath()
        dimmed.addRect(QRectF(self.rect()))
        hole = QPainterPath()
        if not self._hole.isEmpty():
            inner = QRectF(self._hole).adjusted(OUTLINE_PX, OUTLINE_PX, -OUTLINE_PX, -OUTLINE_PX)
            hole.addRoundedRect(inner, RADIUS_PX, RADIUS_PX)
        shade = QColor(LIGHT.text if self._theme.name == LIGHT.name else DARK.ground)
        shade.setAlpha(DIM[self._theme.name])
        painter.fillPath(dimmed.subtracted(hole), shade)
        painter.setPen(QPen(QColor(self._theme.accent), OUTLINE_PX))
        painter.drawPath(hole)
        painter.end()
