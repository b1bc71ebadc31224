"""The dialog of the online background: an address the analyst types, and a switch that is off each time.

Hands back a value; fetches nothing and remembers nothing.
"""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gui.controllers.asker import OnlineWish
from layers.errors import BadParameter
from layers.words import Words


class OnlineTilesDialog(QDialog):
    """Asks where pictures of the ground come from, after saying what leaves this machine."""

    def __init__(self, words: Words, first: OnlineWish, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setWindowTitle(words("dialog.tiles"))
        self.setMinimumWidth(560)
        self.switch = QCheckBox(words("dialog.tiles.on"), self)
        self.switch.setChecked(first.is_on)
        label = QLabel(words("dialog.tiles.address"), self)
        self.address = QLineEdit(first.address, self)
        self.address.setPlaceholderText("https://…/{z}/{x}/{y}.png")
        self.address.setAccessibleName(words("dialog.tiles.address"))
        label.setBuddy(self.address)
        self.fault = QLabel(self)
        self.fault.setProperty("tone", "warning")
        self.fault.setWordWrap(True)
        self.fault.hide()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(words("dialog.tiles.ok"))
        self.ok.setDefault(True)
        buttons.accepted.connect(self._check)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(label)
        column.addWidget(self.address)
        column.addWidget(self.fault)
        column.addWidget(self.switch)
        for key in ("dialog.tiles.leaves", "dialog.tiles.borders", "dialog.tiles.off"):
            note = QLabel(words(key), self)
            note.setProperty("muted", True)
            note.setWordWrap(True)
            column.addWidget(note)
        column.addStretch(1)
        column.addWidget(buttons)
        self.address.setFocus()

    def ask(self) -> OnlineWish | None:
        """Show the dialog; return what was asked for, or None."""
        if self.exec() != QDialog.DialogCode.Accepted:
            return None
        return self.answer()

    def answer(self) -> OnlineWish:
        """Return what is entered."""
        return OnlineWish(self.address.text().strip(), self.switch.isChecked())

    def _check(self) -> None:
        """Close, or say what is wrong with an address that is to be used."""
        from layers.io.tile_source import checked_address

        if self.switch.isChecked():
            try:
                checked_address(self.address.text())
            except BadParameter:
                self.fault.setText(self._words("dialog.tiles.wrong"))
                self.fault.show()
                self.address.setFocus()
                self.address.selectAll()
                return
        self.accept()
