"""Fields of a number whose text stands as far from the edge as that of every other field.

Knows no unit, range or language: whoever puts the field into a panel gives it those.
"""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox, QWidget

# Style sheets have no word in it: the line inside a spin box takes neither their padding nor their margin.
TEXT_INDENT_PX = 8


class WholeField(QSpinBox):
    """A field of a whole number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _indent(self)


class DecimalField(QDoubleSpinBox):
    """A field of a number with decimals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _indent(self)


def _indent(field: QAbstractSpinBox) -> None:
    field.lineEdit().setTextMargins(TEXT_INDENT_PX, 0, 0, 0)
