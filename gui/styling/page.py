"""What every page of the style window has in common: it shows a style of a layer and tells another one.

Knows styles and subjects; nothing of the document.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from exports.style_columns import Choice
from gui.styling.subject import Subject
from layers.style import Style, Theme
from layers.words import Words


class StylePage(QWidget):
    """A page; subclasses answer `show_style` and call `_tell` with what the analyst wants.

    Signals
    -------
    style_asked(Style)
    """

    style_asked = Signal(object)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.theme = theme
        self.style_now = Style()
        self.subject: Subject | None = None
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def show_style(self, style: Style, subject: Subject) -> None:
        """Show a style without telling anybody."""
        self.style_now, self.subject = style, subject
        self.refresh()

    def refresh(self) -> None:
        """Show `style_now` of `subject`."""
        raise NotImplementedError

    def _tell(self, style: Style) -> None:
        if style != self.style_now:
            self.style_now = style
            self.style_asked.emit(style)


def column_box(words: Words, key: str, parent: QWidget) -> QComboBox:
    """Return an empty list of columns."""
    box = QComboBox(parent)
    box.setAccessibleName(words(key))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(14)
    return box


def fill_columns(box: QComboBox, choices: tuple[Choice, ...], chosen: str) -> None:
    """Offer columns, one of them chosen; one that is not offered any more stays by its own name."""
    box.clear()
    for choice in choices:
        box.addItem(choice.title, choice.column)
    if chosen and box.findData(chosen) < 0:
        box.addItem(chosen, chosen)
    box.setCurrentIndex(max(0, box.findData(chosen)))
