"""A small card at the foot of the map that offers something once; work goes on around it.

Words nothing itself and knows nothing of what it offers.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

FROM_FOOT_PX = 60  # the scale bar stays in sight below


class Offer(QFrame):
    """A sentence and two buttons.

    Signals
    -------
    accepted(), declined()
    """

    accepted = Signal()
    declined = Signal()

    def __init__(self, text: str, accept: str, decline: str, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("offer")
        self.label = QLabel(text, self)
        self.accept_button = QPushButton(accept, self)
        self.accept_button.setObjectName("primary")
        self.decline_button = QPushButton(decline, self)
        self.decline_button.setObjectName("flat")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self.label)
        row.addWidget(self.accept_button)
        row.addWidget(self.decline_button)
        self.setAccessibleName(text)
        self.accept_button.clicked.connect(self._accept)
        self.decline_button.clicked.connect(self._decline)
        self.hide()
        over.installEventFilter(self)

    def offer(self) -> None:
        """Show the card; it takes the focus from nobody."""
        self.show()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep its place when what it lies over changes its size."""
        if event.type() == QEvent.Type.Resize and watched is self.parent() and not self.isHidden():
            self._place()
        return False

    def _place(self) -> None:
        self.adjustSize()
        over = self.parentWidget()
        self.move((over.width() - self.width()) // 2, over.height() - self.height() - FROM_FOOT_PX)
        self.raise_()

    def _accept(self) -> None:
        self.hide()
        self.accepted.emit()

    def _decline(self) -> None:
        self.hide()
        self.declined.emit()
