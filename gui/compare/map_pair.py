"""Two maps that are always looked at from the same place: beside each other, or one wiped over the other.

Knows two map views; nothing of what they show.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from gui.canvas.camera import Camera
from gui.canvas.map_view import MapView
from layers.style import Theme
from layers.words import Words

HANDLE_PX = 26
KEY_STEP = 0.02
MARGIN_PX, GAP_PX = 14, 4


class Manner(StrEnum):
    """How two maps are looked at."""

    BESIDE = "beside"
    SWIPE = "swipe"


class Divider(QWidget):
    """The line between two maps, with a handle to pull."""

    def __init__(self, pair: MapPair, words: Words) -> None:
        super().__init__(pair)
        self._pair = pair
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words("compare.divider"))
        self.setToolTip(words("compare.divider"))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while the button is down."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            place = self.mapToParent(event.position().toPoint())
            self._pair.set_share(place.x() / max(1, self._pair.width()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the line with the arrows."""
        step = {Qt.Key.Key_Left: -KEY_STEP, Qt.Key.Key_Right: KEY_STEP}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._pair.set_share(self._pair.share + step)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line and its handle."""
        theme = self._pair.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.width() // 2
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.drawLine(middle, 0, middle, self.height())
        if self._pair.manner is Manner.SWIPE:
            knob = QRect(1, self.height() // 2 - HANDLE_PX // 2, HANDLE_PX - 2, HANDLE_PX - 2)
            painter.setBrush(QColor(theme.accent if self.hasFocus() else theme.panel))
            painter.drawEllipse(knob)
            painter.setPen(QPen(QColor(theme.on_accent if self.hasFocus() else theme.accent), 2))
            y = knob.center().y()
            for side in (-1, 1):
                tip = QPoint(middle + side * 7, y)
                painter.drawPolyline([tip + QPoint(-side * 3, -4), tip, tip + QPoint(-side * 3, 4)])
        painter.end()


class MapPair(QWidget):
    """Two maps and the line between them."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.manner = Manner.BESIDE
        self.share = 0.5
        self._is_following = False
        self.views = (MapView(words, theme, parent=self), MapView(words, theme, parent=self))
        self.captions = (self._caption(), self._caption())
        self.divider = Divider(self, words)
        for view in self.views:
            view.surface.looked.connect(self._looked)
        self.setMinimumSize(480, 240)

    def _caption(self) -> QLabel:
        label = QLabel(self)
        label.setObjectName("mapCaption")
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        label.setWordWrap(True)  # half a window may be too narrow for a period with its days
        return label

    def set_captions(self, before: str, after: str) -> None:
        """Name the two maps on themselves."""
        for label, text in zip(self.captions, (before, after), strict=True):
            label.setText(text)
        self._place()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.theme = theme
        for view in self.views:
            view.set_theme(theme)
        self.divider.update()

    def set_manner(self, manner: Manner) -> None:
        """Look at the maps beside each other, or at one wiped over the other."""
        self.manner = manner
        self._place()
        self.views[0].home()

    def set_share(self, share: float) -> None:
        """Give the first map this share of the width; beside each other both keep a half."""
        self.share = min(0.98, max(0.02, share))
        self._place()

    def let_go(self) -> None:
        """Stop listening to layers: the pair goes, the document stays."""
        for view in self.views:
            view.set_layers(None)
            view.set_bundle(None)
            view.set_boundaries(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit both maps."""
        super().resizeEvent(event)
        self._place()

    def _looked(self, camera: Camera) -> None:
        """Let the other map look from the same place at the same scale."""
        if self._is_following:
            return
        self._is_following = True
        try:
            for view in self.views:
                if view.surface is not self.sender():
                    own = view.surface.camera
                    view.look(replace(camera, width=own.width, height=own.height))
        finally:
            self._is_following = False

    def _fit_captions(self) -> int:
        """Give each caption the lines it needs in half of the width, and return the greater height, in px."""
        room = max(60, self.width() // 2 - MARGIN_PX - GAP_PX)
        for label in self.captions:
            label.ensurePolished()
            label.setMaximumWidth(room)
            label.setWordWrap(False)
            wide = min(room, label.sizeHint().width())
            label.setWordWrap(True)
            label.resize(wide, label.heightForWidth(wide))
        return max(label.height() for label in self.captions)

    def _place(self) -> None:
        first, second = self.views
        wide, top = self.width(), self._fit_captions() + 2 * GAP_PX
        high = self.height() - top
        if self.manner is Manner.BESIDE:
            line = wide // 2
            first.setGeometry(0, top, line - 1, high)
            second.setGeometry(line + 1, top, wide - line - 1, high)
            second.clearMask()
        else:
            line = round(wide * self.share)
            for view in self.views:
                view.setGeometry(0, top, wide, high)
            second.setMask(QRegion(line, 0, wide - line, high))
        second.raise_()
        self.divider.setGeometry(line - HANDLE_PX // 2, top, HANDLE_PX, high)
        self.divider.setEnabled(self.manner is Manner.SWIPE)
        self.divider.raise_()
        for label, left, right in zip(self.captions, (0, line), (line, wide), strict=True):
            label.setMaximumWidth(max(60, right - left - MARGIN_PX))
            label.move(left + (MARGIN_PX if left == 0 else GAP_PX), GAP_PX)
            label.raise_()
