"""The pages for one symbol, for sizes and for density. Know styles; nothing of rows but their numbers."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget

from exports.context import Form
from exports.style_columns import ChoiceKind
from gui.panels.number_field import DecimalField, WholeField
from gui.styling.controls import ColourButton, PaletteBox, ShapeBox
from gui.styling.page import StylePage, column_box, fill_columns
from layers.renderers import Density, Proportional
from layers.style import Fill, Pattern, Shape, Style, Symbol, Theme
from layers.words import Words


class SinglePage(StylePage):
    """One symbol for all points, or one fill for all areas; of communes only what is not shaded."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent)
        self.note = QLabel(words("style.communes.note"), self)
        self.note.setWordWrap(True)
        self.note.setProperty("muted", True)
        self.shape = ShapeBox(words, self)
        self.colour = ColourButton(words, self)
        self.size = _points(words, "style.size", self)
        self.stroke = ColourButton(words, self)
        self.width = _points(words, "style.stroke.width", self)
        self.width.setRange(0.2, 12.0)
        self.ground = ColourButton(words, self)
        self.is_filled = QCheckBox(words("style.fill.shown"), self)
        self.form.addRow(self.note)
        self.form.addRow(words("style.shape"), self.shape)
        self.form.addRow(words("style.colour.label"), self.colour)
        self.form.addRow(words("style.size"), self.size)
        self.form.addRow(words("style.stroke"), self.stroke)
        self.form.addRow(words("style.stroke.width"), self.width)
        self.form.addRow(words("style.fill"), self.ground)
        self.form.addRow("", self.is_filled)
        self.shape.shape_chosen.connect(lambda name: self._change(shape=Shape(name)))
        self.colour.colour_chosen.connect(lambda colour: self._change(colour=colour))
        self.size.valueChanged.connect(lambda value: self._change(size_pt=value))
        self.stroke.colour_chosen.connect(lambda colour: self._change_fill(stroke=colour))
        self.width.valueChanged.connect(lambda value: self._change_fill(stroke_pt=value))
        self.ground.colour_chosen.connect(
            lambda colour: self._change_fill(colour=colour, pattern=Pattern.SOLID)
        )
        self.is_filled.clicked.connect(
            lambda is_on: self._change_fill(pattern=Pattern.SOLID if is_on else Pattern.NONE)
        )

    def refresh(self) -> None:
        """Show symbol and fill."""
        symbol, fill = self.style_now.symbol, self.style_now.fill
        subject = self.subject
        is_communes = subject is not None and subject.is_communes
        is_points = subject is None or subject.is_points
        is_area = subject is not None and subject.form is Form.AREA
        self.form.setRowVisible(self.note, is_communes)
        for part in (self.shape, self.colour, self.size):
            self.form.setRowVisible(part, symbol is not None and is_points)
        has_outline = fill is not None and not is_communes
        self.form.setRowVisible(self.stroke, has_outline and not (is_points and symbol is not None))
        self.form.setRowVisible(self.width, has_outline and not (is_points and symbol is not None))
        self.form.setRowVisible(self.ground, fill is not None and is_area)
        self.form.setRowVisible(self.is_filled, fill is not None and is_area)
        symbol, fill = symbol or Symbol(), fill or Fill()
        self.shape.show_shape(symbol.shape)
        self.colour.show_colour(symbol.colour)
        self.size.blockSignals(True)
        self.size.setValue(symbol.size_pt)
        self.size.blockSignals(False)
        self.stroke.show_colour(fill.stroke)
        self.ground.show_colour(fill.colour)
        self.width.blockSignals(True)
        self.width.setValue(fill.stroke_pt)
        self.width.blockSignals(False)
        self.is_filled.setChecked(fill.pattern is not Pattern.NONE)

    def _change(self, **parts: object) -> None:
        self._tell(self.style_now.with_symbol(**parts))

    def _change_fill(self, **parts: object) -> None:
        fill = replace(self.style_now.fill or Fill(), **parts)  # type: ignore[arg-type]
        self._tell(replace(self.style_now, fill=fill))


class SizePage(StylePage):
    """Symbols, or circles of communes, whose area is a number."""

    def __init__(
        self, words: Words, theme: Theme, parent: QWidget | None = None, *, of_communes: bool = False
    ) -> None:
        super().__init__(words, theme, parent)
        self._of_communes = of_communes
        self.column = column_box(words, "style.column", self)
        self.colour = ColourButton(words, self)
        self.largest = _points(words, "style.size.largest", self)
        self.largest.setRange(6.0, 60.0)
        self.steps = WholeField(self)
        self.steps.setRange(1, 5)
        self.steps.setAccessibleName(words("style.size.steps"))
        self.form.addRow(words("style.column"), self.column)
        self.form.addRow(words("style.colour.label"), self.colour)
        self.form.addRow(words("style.size.largest"), self.largest)
        self.form.addRow(words("style.size.steps"), self.steps)
        self.column.activated.connect(lambda _number: self._change(column=str(self.column.currentData())))
        self.colour.colour_chosen.connect(lambda colour: self._change(colour=colour))
        self.largest.valueChanged.connect(lambda value: self._change(largest_pt=value))
        self.steps.valueChanged.connect(lambda value: self._change(legend_steps=value))

    @property
    def renderer(self) -> Proportional | None:
        """The circles of the style, None where it has none."""
        found = self.style_now.circles if self._of_communes else self.style_now.renderer
        return found if isinstance(found, Proportional) else None

    def first(self) -> Proportional | None:
        """Return circles of the first number there is, None where there is none."""
        kind = ChoiceKind.COUNT if self._of_communes else ChoiceKind.NUMBER
        found = self.subject.of_kind(kind) if self.subject is not None else ()
        return Proportional(found[0].column, colour="#6A3D9A" if self._of_communes else "") if found else None

    def refresh(self) -> None:
        """Show the circles."""
        renderer = self.renderer
        if renderer is None or self.subject is None:
            return
        kind = ChoiceKind.COUNT if self._of_communes else ChoiceKind.NUMBER
        fill_columns(self.column, self.subject.of_kind(kind), renderer.column)
        base = self.style_now.symbol or Symbol()
        self.colour.show_colour(renderer.colour or base.colour)
        for part, value in ((self.largest, renderer.largest_pt), (self.steps, renderer.legend_steps)):
            part.blockSignals(True)
            part.setValue(value)
            part.blockSignals(False)

    def _change(self, **parts: object) -> None:
        renderer = self.renderer
        if renderer is None:
            return
        if "column" in parts:
            parts["largest_value"] = None  # the largest of another column is another
        changed = replace(renderer, **parts)  # type: ignore[arg-type]
        if self._of_communes:
            self._tell(replace(self.style_now, circles=changed))
        else:
            self._tell(self.style_now.with_renderer(changed))


class DensityPage(StylePage):
    """Points counted by cells."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent)
        self.cell = _points(words, "style.density.cell", self)
        self.cell.setRange(4.0, 60.0)
        self.palette_box = PaletteBox(words, self)
        self.counts = QCheckBox(words("style.density.counts"), self)
        self.form.addRow(words("style.density.cell"), self.cell)
        self.form.addRow(words("style.palette"), self.palette_box)
        self.form.addRow("", self.counts)
        self.cell.valueChanged.connect(lambda value: self._change(cell_pt=value))
        self.palette_box.palette_chosen.connect(lambda name: self._change(palette=name))
        self.counts.clicked.connect(lambda is_on: self._change(counts=bool(is_on)))

    def refresh(self) -> None:
        """Show the cells."""
        renderer = self.style_now.renderer
        if not isinstance(renderer, Density):
            return
        self.cell.blockSignals(True)
        self.cell.setValue(renderer.cell_pt)
        self.cell.blockSignals(False)
        self.palette_box.show_palette(renderer.palette)
        self.counts.setChecked(renderer.counts)

    def _change(self, **parts: object) -> None:
        renderer = self.style_now.renderer
        if isinstance(renderer, Density):
            self._tell(self.style_now.with_renderer(replace(renderer, **parts)))  # type: ignore[arg-type]


def as_single(style: Style) -> Style:
    """Return a style in which all rows look alike."""
    return replace(style, renderer=Style().renderer)


def _points(words: Words, key: str, parent: QWidget) -> DecimalField:
    """Return a field for points, written as numbers are in the language."""
    box = DecimalField(parent)
    language = QLocale.Language.Vietnamese if words.language == "vi" else QLocale.Language.English
    box.setLocale(QLocale(language))
    box.setRange(1.0, 40.0)
    box.setSingleStep(0.5)
    box.setDecimals(1)
    box.setSuffix(" pt")
    box.setAccessibleName(words(key))
    box.setKeyboardTracking(False)
    return box


def beside(*parts: QWidget) -> QHBoxLayout:
    """Return a row of parts that ends with room."""
    row = QHBoxLayout()
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return row
