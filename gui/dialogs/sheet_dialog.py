"""The dialog before a sheet is exported: title, preparer, paper. Hands back a value."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gui.controllers.asker import SheetWish
from gui.panels.number_field import WholeField
from layers.words import Words

PAPERS = ("A3", "A4")
LANDSCAPE, PORTRAIT = "landscape", "portrait"


class SheetDialog(QDialog):
    """Asks what a sheet is to say."""

    def __init__(self, words: Words, ending: str, first: SheetWish, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words("dialog.sheet", format=ending.lstrip(".").upper()))
        self.setMinimumWidth(520)
        self.title = QLineEdit(first.title, self)
        self.title.setPlaceholderText(words("dialog.sheet.made"))
        self.subtitle = QLineEdit(first.subtitle, self)
        self.subtitle.setPlaceholderText(words("dialog.sheet.made"))
        self.prepared_by = QLineEdit(first.prepared_by, self)
        self.prepared_by.setPlaceholderText(words("dialog.sheet.prepared_by.hint"))
        self.paper = QComboBox(self)
        for paper in PAPERS:
            for is_landscape in (True, False):
                side = words("dialog.sheet.landscape" if is_landscape else "dialog.sheet.portrait")
                self.paper.addItem(f"{paper}, {side}", _key(paper, is_landscape))
        self.paper.setCurrentIndex(max(0, self.paper.findData(_key(first.paper, first.is_landscape))))
        self.dpi = WholeField(self)
        self.dpi.setRange(72, 600)
        self.dpi.setValue(first.dpi)
        note = QLabel(words("dialog.sheet.note"), self)
        note.setProperty("muted", True)
        note.setWordWrap(True)
        form = QFormLayout()
        form.addRow(words("dialog.sheet.title"), self.title)
        form.addRow(words("dialog.sheet.subtitle"), self.subtitle)
        form.addRow(words("dialog.sheet.prepared_by"), self.prepared_by)
        form.addRow(words("dialog.sheet.paper"), self.paper)
        form.addRow(words("dialog.sheet.dpi"), self.dpi)
        form.setRowVisible(self.dpi, ending == ".png")
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setText(words("dialog.sheet.export"))
        ok.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(note)
        column.addWidget(buttons)

    def ask(self) -> SheetWish | None:
        """Show the dialog; return what was asked for, or None."""
        if self.exec() != QDialog.DialogCode.Accepted:
            return None
        return self.answer()

    def answer(self) -> SheetWish:
        """Return what is entered."""
        paper, side = str(self.paper.currentData()).split()
        return SheetWish(
            title=self.title.text().strip(),
            subtitle=self.subtitle.text().strip(),
            prepared_by=self.prepared_by.text().strip(),
            paper=paper,
            is_landscape=side == LANDSCAPE,
            dpi=self.dpi.value(),
        )


def _key(paper: str, is_landscape: bool) -> str:
    """Return what a choice of paper is known by: Qt compares texts, not tuples."""
    return f"{paper} {LANDSCAPE if is_landscape else PORTRAIT}"
