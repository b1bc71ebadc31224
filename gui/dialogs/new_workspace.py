"""The dialog for a new workspace: its title and the boundaries it lies in. Hands back a value."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gui.controllers.asker import NewWorkspace
from layers.words import Words


class NewWorkspaceDialog(QDialog):
    """Asks for title and boundaries."""

    def __init__(
        self,
        words: Words,
        boundaries: Path | None,
        choose_file: Callable[[], Path | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(words("dialog.new"))
        self.setMinimumWidth(520)
        self._words = words
        self._choose_file = choose_file
        self._path = boundaries
        self.title = QLineEdit(words("document.untitled"), self)
        self.title.selectAll()
        self.from_file = QRadioButton(words("dialog.new.from_file"), self)
        self.schematic = QRadioButton(words("dialog.new.schematic"), self)
        self.file_name = QLabel(self)
        self.file_name.setProperty("muted", True)
        choose = QPushButton(words("dialog.new.choose"), self)
        choose.clicked.connect(self._choose)
        warning = QLabel(words("boundaries.schematic"), self)
        warning.setProperty("muted", True)
        warning.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.file_name, 1)
        row.addWidget(choose)
        form = QFormLayout()
        form.addRow(words("dialog.new.title"), self.title)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(words("dialog.new.make"))
        self.ok.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addLayout(form)
        column.addWidget(self.from_file)
        column.addLayout(row)
        column.addWidget(self.schematic)
        column.addWidget(warning)
        column.addWidget(buttons)
        (self.from_file if boundaries is not None else self.schematic).setChecked(True)
        self.from_file.toggled.connect(self._follow)
        self.title.textChanged.connect(self._follow)
        self._follow()

    def ask(self) -> NewWorkspace | None:
        """Show the dialog; return what was asked for, or None."""
        if self.exec() != QDialog.DialogCode.Accepted:
            return None
        return self.answer()

    def answer(self) -> NewWorkspace:
        """Return what is entered."""
        path = self._path if self.from_file.isChecked() else None
        return NewWorkspace(self.title.text().strip(), path)

    def _choose(self) -> None:
        path = self._choose_file()
        if path is not None:
            self._path = path
            self.from_file.setChecked(True)
            self._follow()

    def _follow(self) -> None:
        name = self._path.name if self._path is not None else self._words("dialog.new.no_file")
        self.file_name.setText(name)
        self.file_name.setToolTip(str(self._path or ""))
        has_place = self.schematic.isChecked() or self._path is not None
        self.ok.setEnabled(bool(self.title.text().strip()) and has_place)
