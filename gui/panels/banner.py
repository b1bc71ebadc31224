"""The calm strip above the map that shows the latest notice. Words nothing itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from gui.icons import Icon, pixmap
from gui.notify import Notice, Tone
from layers.style import Theme
from layers.words import Words

STAYS_MS = 8000


class Banner(QFrame):
    """Shows one notice; information goes away by itself, a warning stays until it is closed."""

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
