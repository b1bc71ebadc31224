"""The calm strip at the foot of the map that shows the latest notice; it lies over it, so that nothing moves.

Words nothing itself.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from gui.icons import Icon, pixmap
from gui.notify import Notice, Tone
from layers.style import Theme
from layers.words import Words

STAYS_MS = 8000
NARROWEST_PX, WIDEST_PX = 300, 640
MARGIN_PX = 14
BESIDE_PX, FOOT_PX = 220, 60  # the scale bar stays in sight, beside the strip or below it


class Banner(QFrame):
    """Shows a notice over its parent; information goes away by itself, a warning stays until it is closed."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._theme = theme
        self._notice: Notice | None = None
        self._sign = QLabel(self)
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.show_file = QPushButton(words("banner.show_file"), self)
        self.show_file.setObjectName("flat")
        self.show_file.clicked.connect(self._open_folder)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("bare")
        self.close_button.setAccessibleName(words("banner.close"))
        self.close_button.setToolTip(words("banner.close"))
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(10)
        row.addWidget(self._sign)
        row.addWidget(self.label, 1)
        row.addWidget(self.show_file)
        row.addWidget(self.close_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.set_theme(theme)
        self.hide()
        if parent is not None:
            parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep its place when what it lies over changes its size."""
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._place()
        return False

    def _place(self) -> None:
        over = self.parentWidget()
        if over is None or self.isHidden():
            return
        wanted = self.sizeHint().width() - self.label.sizeHint().width() + self._text_px() + 8
        width = min(max(NARROWEST_PX, wanted), WIDEST_PX, over.width() - 2 * MARGIN_PX)
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        self.resize(QSize(width, height))
        side = (over.width() - width) // 2
        foot = MARGIN_PX if side >= BESIDE_PX else FOOT_PX
        self.move(side, max(MARGIN_PX, over.height() - height - foot))
        self.raise_()

    def _text_px(self) -> int:
        return self.label.fontMetrics().horizontalAdvance(self.label.text())

    def show_notice(self, notice: Notice) -> None:
        """Show a notice in place of the one before."""
        self._notice = notice
        self.label.setText(notice.text)
        self.setAccessibleName(notice.text)
        self.show_file.setVisible(notice.path is not None)
        self.setProperty("tone", notice.tone.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self.set_theme(self._theme)
        self._timer.stop()
        if notice.tone is Tone.INFO:
            self._timer.start(STAYS_MS)
        self.show()
        self._place()

    def set_theme(self, theme: Theme) -> None:
        """Draw the signs in the colours of a theme."""
        self._theme = theme
        is_warning = self._notice is not None and self._notice.tone is Tone.WARNING
        sign, colour = (Icon.WARNING, theme.warning) if is_warning else (Icon.INFO, theme.accent)
        self._sign.setPixmap(pixmap(sign, colour, 18))
        self.close_button.setIcon(pixmap(Icon.CLOSE, theme.text, 16))

    def _open_folder(self) -> None:
        if self._notice is not None and self._notice.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._notice.path.parent)))
