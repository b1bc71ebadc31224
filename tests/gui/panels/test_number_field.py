"""A number stands where the text of the fields above and below it stands, in a field of their height."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QVBoxLayout, QWidget

from gui.application import dress
from gui.panels.number_field import DecimalField, WholeField
from layers.style import DARK, LIGHT, Theme


def _ink_left(field: QWidget) -> int:
    """Return the first column of pixels, counted from the edge of the field, that text was painted in."""
    image = field.grab().toImage()
    paper = image.pixelColor(4, field.height() // 2)
    rows = range(8, field.height() - 8)
    return next(x for x in range(4, 60) if any(image.pixelColor(x, y) != paper for y in rows))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("kind", [WholeField, DecimalField])
def test_a_number_begins_where_other_fields_begin(qtbot, kind: type[QAbstractSpinBox], theme: Theme) -> None:
    dress(theme)
    page = QWidget()
    qtbot.addWidget(page)
    number, text = kind(page), QLineEdit("0", page)
    column = QVBoxLayout(page)
    column.addWidget(number)
    column.addWidget(text)
    column.addStretch(1)
    page.resize(240, 160)
    page.show()
    number.clearFocus()
    assert abs(_ink_left(number) - _ink_left(text)) <= 2
    assert abs(number.height() - text.height()) <= 1
    line = number.lineEdit()
    top = line.mapTo(number, QPoint(0, 0)).y()
    assert top >= 1
    assert line.fontMetrics().height() <= min(line.height(), number.height() - 2)
