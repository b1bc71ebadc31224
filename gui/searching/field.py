"""The search field of the toolbar: what is typed, and the keys that move through what was found.

Knows no result; whoever listens shows the list.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QWidget

from gui.icons import Icon, pixmap
from layers.style import Theme
from layers.words import Words

NARROWEST_PX, LIKED_PX, WIDEST_PX = 120, 420, 620
SIGN_PX = 16
ROOM_FOR_HINT_PX = 250  # narrower, the prompt needs the room
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class SearchField(QLineEdit):
    """One line to type into.

    Signals
    -------
    typed(str)
        The text, with what an input method is still composing.
    entered()
        The field got the keyboard.
    left()
        It lost the keyboard.
    stepped(int), paged(int)
        ↑ and ↓, Page Up and Page Down.
    chosen()
        Enter.
    given_up()
        Escape.
    moved()
        It has another size.
    """

    typed = Signal(str)
    entered = Signal()
    left = Signal()
    stepped = Signal(int)
    paged = Signal(int)
    chosen = Signal()
    given_up = Signal()
    moved = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setPlaceholderText(words("search.prompt"))
        self.setAccessibleName(words("search.prompt"))
        self.setAccessibleDescription(words("search.help"))
        self.setToolTip(words("search.help"))
        self.setClearButtonEnabled(False)
        self.setMaxLength(600)  # a link to a place on a web map is that long
        self.setMinimumWidth(NARROWEST_PX)
        self.setMaximumWidth(WIDEST_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextMargins(SIGN_PX + 6, 0, 0, 0)
        self._sign = QLabel(self)
        self._sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._hint = QLabel(words("search.keys"), self)
        self._hint.setObjectName("keyHint")
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(self._on_text)
        self.set_theme(theme)

    def sizeHint(self) -> QSize:
        """Return the width it would like."""
        return QSize(LIKED_PX, super().sizeHint().height())

    def set_theme(self, theme: Theme) -> None:
        """Draw the sign in the colours of a theme."""
        ratio = self.devicePixelRatioF()
        sign = pixmap(Icon.SEARCH, theme.muted, round(SIGN_PX * ratio))
        sign.setDevicePixelRatio(ratio)
        self._sign.setPixmap(sign)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand the keys of the list on; everything else edits the text."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in _PAGES:
            self.paged.emit(_PAGES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
        elif key == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Search with what an input method is still composing: Vietnamese is typed so."""
        super().inputMethodEvent(event)
        composing = event.preeditString()
        if composing:
            place = self.cursorPosition()
            self.typed.emit(self.text()[:place] + composing + self.text()[place:])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the list again, also where the field has the keyboard already."""
        had_focus = self.hasFocus()
        super().mousePressEvent(event)
        if had_focus:
            self.entered.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the search begins."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the search is over; a menu of the field itself is no end."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the sign to the left end, the hint of the keys to the right one where there is room for it."""
        super().resizeEvent(event)
        self._place_hint()
        self.moved.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure the hint again when the look changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._place_hint()

    def _on_text(self, text: str) -> None:
        self._place_hint()
        self.typed.emit(text)

    def _place_hint(self) -> None:
        self._sign.setGeometry(9, (self.height() - SIGN_PX) // 2, SIGN_PX, SIGN_PX)
        self._hint.adjustSize()
        self._hint.setVisible(not self.text() and self.width() >= ROOM_FOR_HINT_PX)
        self._hint.move(self.width() - self._hint.width() - 7, (self.height() - self._hint.height()) // 2)
