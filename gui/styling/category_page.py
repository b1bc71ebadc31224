"""The page for a look of each value of a column: shown or not, symbol, colour, and what the legend says.

Knows values and styles; nothing of the map.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from exports.render import Look, Role, make_categories, render
from exports.style_columns import ChoiceKind
from gui.styling.controls import ColourButton, ShapeBox
from gui.styling.page import StylePage, column_box, fill_columns
from layers.renderers import Categorised, Category
from layers.style import Fill, Shape, Symbol, Theme
from layers.words import Words

NAME, SHAPE, COLOUR, COUNT = range(4)


class CategoryPage(StylePage):
    """Classes by value."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent)
        self.column = column_box(words, "style.column", self)
        self.again = QPushButton(words("style.again"), self)
        self.again.setToolTip(words("style.again.tip"))
        self.again.setAutoDefault(False)
        self.table = QTableWidget(0, 4, self)
        self.table.setAccessibleName(words("style.categories"))
        self.table.setHorizontalHeaderLabels(
            [words(f"style.category.{name}") for name in ("name", "shape", "colour", "count")]
        )
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setMinimumHeight(210)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for section in (SHAPE, COLOUR, COUNT):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        self.form.addRow(words("style.column"), self.column)
        self.form.addRow(self.table)
        self.form.addRow(self.again)
        self.column.activated.connect(lambda _number: self._make(str(self.column.currentData())))
        self.again.clicked.connect(lambda: self._make(str(self.column.currentData())))
        self.table.itemChanged.connect(self._on_item)

    def first(self) -> Categorised | None:
        """Return classes of the first column there is, None where there is none."""
        found = self.subject.of_kind(ChoiceKind.CATEGORY) if self.subject is not None else ()
        return self._made(found[0].column) if found else None

    def refresh(self) -> None:
        """Show the classes."""
        renderer, subject = self.style_now.renderer, self.subject
        if not isinstance(renderer, Categorised) or subject is None:
            return
        fill_columns(self.column, subject.of_kind(ChoiceKind.CATEGORY), renderer.column)
        looks = render(self.style_now, subject.rows, subject.names).looks
        self.table.blockSignals(True)
        self.table.setRowCount(len(looks))
        for row, look in enumerate(looks):
            self._show_row(row, look, self._entry(renderer, row))
        self.table.blockSignals(False)
        self.table.setColumnHidden(SHAPE, not subject.is_points)
        self.table.resizeRowsToContents()

    def _show_row(self, row: int, look: Look, entry: Category) -> None:
        name = QTableWidgetItem(self._name_of(look))
        flag = Qt.ItemFlag
        name.setFlags(flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsUserCheckable)
        if look.role is Role.VALUE:
            name.setFlags(name.flags() | flag.ItemIsEditable)
        name.setCheckState(Qt.CheckState.Checked if entry.shown else Qt.CheckState.Unchecked)
        self.table.setItem(row, NAME, name)
        is_area = look.fill is not None and self.style_now.symbol is None
        self.table.removeCellWidget(row, SHAPE)
        if not is_area and self.subject is not None and self.subject.is_points:
            shape = ShapeBox(self.words, self.table)
            shape.show_shape(look.symbol.shape)
            shape.shape_chosen.connect(lambda chosen, row=row: self._set_symbol(row, shape=Shape(chosen)))
            self.table.setCellWidget(row, SHAPE, shape)
        colour = ColourButton(self.words, self.table)
        colour.show_colour(look.fill.colour if is_area and look.fill is not None else look.symbol.colour)
        colour.colour_chosen.connect(lambda chosen, row=row: self._set_colour(row, chosen))
        self.table.setCellWidget(row, COLOUR, colour)
        count = QTableWidgetItem(self.words.number(look.count))
        count.setFlags(flag.ItemIsEnabled)
        count.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.table.setItem(row, COUNT, count)

    def _name_of(self, look: Look) -> str:
        renderer, subject = self.style_now.renderer, self.subject
        assert isinstance(renderer, Categorised)
        if look.label:
            return look.label
        if look.role is not Role.VALUE or subject is None:
            return self.words(f"legend.{look.role.value}")
        return subject.names.text(renderer.column, look.value, self.words)

    # -- asking -------------------------------------------------------------------------------------

    def _made(self, column: str) -> Categorised:
        subject = self.subject
        assert subject is not None
        base = self.style_now.symbol or Symbol()
        return make_categories(column, subject.rows, base, subject.names, self.words)

    def _make(self, column: str) -> None:
        if self.subject is not None and column:
            self._tell(self.style_now.with_renderer(self._made(column)))

    def _entry(self, renderer: Categorised, row: int) -> Category:
        return (*renderer.classes, renderer.other, renderer.no_data)[row]

    def _set(self, row: int, entry: Category) -> None:
        renderer = self.style_now.renderer
        assert isinstance(renderer, Categorised)
        number = len(renderer.classes)
        if row < number:
            classes = tuple(entry if place == row else one for place, one in enumerate(renderer.classes))
            changed = replace(renderer, classes=classes)
        elif row == number:
            changed = replace(renderer, other=entry)
        else:
            changed = replace(renderer, no_data=entry)
        self._tell(self.style_now.with_renderer(changed))

    def _look(self, row: int) -> Look:
        assert self.subject is not None
        return render(self.style_now, self.subject.rows, self.subject.names).looks[row]

    def _set_symbol(self, row: int, **parts: object) -> None:
        renderer = self.style_now.renderer
        assert isinstance(renderer, Categorised)
        symbol = replace(self._look(row).symbol, **parts)  # type: ignore[arg-type]
        self._set(row, replace(self._entry(renderer, row), symbol=symbol))

    def _set_colour(self, row: int, colour: str) -> None:
        renderer, look = self.style_now.renderer, self._look(row)
        assert isinstance(renderer, Categorised)
        if self.style_now.symbol is None and look.fill is not None:
            fill: Fill = replace(look.fill, colour=colour)
            self._set(row, replace(self._entry(renderer, row), fill=fill))
        else:
            self._set_symbol(row, colour=colour)

    def _on_item(self, item: QTableWidgetItem) -> None:
        renderer = self.style_now.renderer
        if item.column() != NAME or not isinstance(renderer, Categorised):
            return
        entry = self._entry(renderer, item.row())
        shown = item.checkState() == Qt.CheckState.Checked
        label = item.text().strip() if item.text() != self._name_of(self._look(item.row())) else entry.label
        self._set(item.row(), replace(entry, shown=shown, label=label))
