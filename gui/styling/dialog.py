"""The window in which the look of a layer is set: how rows differ, names, and whether grey print tells all.

Shows a style and tells another one; each change is seen on the map at once and can be undone.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from exports.render import greyscale_warning, range_colours
from gui.styling.category_page import CategoryPage
from gui.styling.page import column_box, fill_columns
from gui.styling.plain_pages import DensityPage, SinglePage, SizePage, as_single
from gui.styling.range_page import RangePage
from gui.styling.subject import Subject
from layers.palettes import greyscale_steps, palette
from layers.renderers import Categorised, Density, Graduated, RendererKind, kind_of
from layers.style import Style, Theme
from layers.words import Words

WIDTH_PX = 430
SCALES = (0, 500_000, 250_000, 100_000, 60_000, 25_000)


class GreyStrip(QWidget):
    """Colours of the classes above what a grey printer makes of them."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours: tuple[str, ...] = ()
        self.setFixedHeight(22)
        self.setAccessibleName(words("style.grey"))
        self.setToolTip(words("style.grey"))

    def show_colours(self, colours: tuple[str, ...]) -> None:
        """Show these colours; none hides the strip."""
        self._colours = colours
        self.setVisible(bool(colours))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint both rows."""
        if not self._colours:
            return
        painter = QPainter(self)
        wide, half = self.width() / len(self._colours), self.height() // 2
        for place, (colour, grey) in enumerate(
            zip(self._colours, greyscale_steps(self._colours), strict=True)
        ):
            left, right = round(place * wide), round((place + 1) * wide)
            painter.fillRect(left, 0, right - left, half, QColor(colour))
            # Luminance is linear light; a screen wants it bent as it bends its colours.
            tone = round(255 * (grey * 12.92 if grey <= 0.0031308 else 1.055 * grey ** (1 / 2.4) - 0.055))
            painter.fillRect(left, half, right - left, half, QColor(tone, tone, tone))
        painter.end()


class FrontStack(QStackedWidget):
    """Pages of which only the one in front decides the size."""

    def sizeHint(self) -> QSize:
        """Return the size that the page in front would like."""
        page = self.currentWidget()
        return page.sizeHint() if page is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size of the page in front."""
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        """Say no: a layout would else take the height of the highest page for that of the page in front."""
        return False


class StyleDialog(QDialog):
    """The window.

    Signals
    -------
    style_asked(object)
        A `Style`, or None for the look of the kind.
    """

    style_asked = Signal(object)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._words = words
        self._style = Style()
        self._opened: Style | None = None
        self._subject: Subject | None = None
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(words("style.kind"))
        self.pages = {
            RendererKind.SINGLE: SinglePage(words, theme, self),
            RendererKind.CATEGORISED: CategoryPage(words, theme, self),
            RendererKind.GRADUATED: RangePage(words, theme, self),
            RendererKind.PROPORTIONAL: SizePage(words, theme, self),
            RendererKind.DENSITY: DensityPage(words, theme, self),
        }
        self.stack = FrontStack(self)
        for page in self.pages.values():
            self.stack.addWidget(page)
            page.style_asked.connect(self._ask)
        self.grey = GreyStrip(words, self)
        self.warning = QLabel(self)
        self.warning.setWordWrap(True)
        self.warning.setObjectName("styleWarning")
        self.has_circles = QCheckBox(words("style.circles"), self)
        self.circles = SizePage(words, theme, self, of_communes=True)
        self.circles.style_asked.connect(self._ask)
        self.has_labels = QCheckBox(words("style.labels"), self)
        self.label_column = column_box(words, "style.labels.column", self)
        self.label_scale = QComboBox(self)
        self.label_scale.setAccessibleName(words("style.labels.from"))
        for scale in SCALES:
            key = "style.labels.always" if not scale else "style.labels.closer"
            self.label_scale.addItem(words(key, scale=words.number(scale)), scale)
        self.default = QPushButton(words("style.default"), self)
        self.restore = QPushButton(words("style.restore"), self)
        self.restore.setToolTip(words("style.restore.tip"))
        self.close_button = QPushButton(words("style.close"), self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = QFormLayout()
        top.addRow(self._words("style.kind"), self.kind)
        names = QFormLayout()
        names.addRow(self.has_labels)
        names.addRow(self._words("style.labels.column"), self.label_column)
        names.addRow(self._words("style.labels.from"), self.label_scale)
        self._names = names
        buttons = QHBoxLayout()
        buttons.addWidget(self.default)
        buttons.addWidget(self.restore)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        for button in (self.default, self.restore, self.close_button):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.stack)
        column.addWidget(self.grey)
        column.addWidget(self.warning)
        column.addWidget(self.has_circles)
        column.addWidget(self.circles)
        column.addLayout(names)
        column.addStretch(1)
        column.addLayout(buttons)
        self.setMinimumWidth(WIDTH_PX)

    def _connect(self) -> None:
        self.kind.activated.connect(self._on_kind)
        self.has_circles.clicked.connect(self._on_circles)
        self.has_labels.clicked.connect(lambda is_on: self._set_labels(shown=bool(is_on)))
        self.label_column.activated.connect(
            lambda _number: self._set_labels(column=str(self.label_column.currentData()))
        )
        self.label_scale.activated.connect(
            lambda _number: self._set_labels(from_scale=int(self.label_scale.currentData()))
        )
        self.default.clicked.connect(lambda: self.style_asked.emit(None))
        self.restore.clicked.connect(lambda: self.style_asked.emit(self._opened))
        self.close_button.clicked.connect(self.close)

    # -- shown --------------------------------------------------------------------------------------

    def show_style(self, style: Style, subject: Subject) -> None:
        """Show the look of a layer without telling anybody; the first is the one that can be restored."""
        self._style, self._subject = style, subject
        self._opened = style if self._opened is None else self._opened
        self.restore.setEnabled(style != self._opened)
        self.setWindowTitle(self._words("style.title", name=subject.title))
        for page in (*self.pages.values(), self.circles):
            page.show_style(style, subject)
        self._show_kinds(subject)
        self.stack.setCurrentWidget(self.pages[kind_of(style.renderer)])
        self.has_circles.setVisible(subject.is_communes)
        self.has_circles.setChecked(style.circles is not None)
        self.circles.setVisible(subject.is_communes and style.circles is not None)
        self.has_labels.setChecked(style.labels.shown)
        fill_columns(self.label_column, subject.labels, style.labels.column)
        for part in (self.label_column, self.label_scale):
            self._names.setRowVisible(part, style.labels.shown and bool(subject.labels))
        self.label_scale.setCurrentIndex(max(0, self.label_scale.findData(style.labels.from_scale)))
        self.grey.show_colours(self._colours(style))
        key = greyscale_warning(style)
        self.warning.setVisible(bool(key))
        self.warning.setText("⚠ " + self._words(key) if key else "")
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        page = self.pages[RendererKind.GRADUATED]
        assert isinstance(page, RangePage)
        page.set_theme(theme)

    def _show_kinds(self, subject: Subject) -> None:
        """Offer the ways for which the layer has a column."""
        self.kind.clear()
        for kind, page in self.pages.items():
            is_there = kind is RendererKind.SINGLE
            if kind in (RendererKind.CATEGORISED, RendererKind.GRADUATED, RendererKind.PROPORTIONAL):
                is_there = page.first() is not None  # type: ignore[attr-defined]
            elif kind is RendererKind.DENSITY:
                is_there = self._style.symbol is not None
            if subject.is_communes and kind is RendererKind.CATEGORISED:
                is_there = False
            if not subject.is_points and kind in (RendererKind.PROPORTIONAL, RendererKind.DENSITY):
                is_there = False
            if is_there or kind is kind_of(self._style.renderer):
                suffix = ".communes" if subject.is_communes else ""
                self.kind.addItem(self._words(f"style.kind.{kind.value}{suffix}"), kind.value)
        self.kind.setCurrentIndex(self.kind.findData(kind_of(self._style.renderer).value))

    def _fit(self) -> None:
        """Be as high as the page in front needs."""
        self.stack.updateGeometry()
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.resize(max(WIDTH_PX, self.width()), self.sizeHint().height())

    def _colours(self, style: Style) -> tuple[str, ...]:
        renderer = style.renderer
        if isinstance(renderer, Categorised):
            base = style.symbol
            entries = [entry for entry in renderer.classes if entry.shown]
            found = [
                entry.symbol.colour if entry.symbol else base.colour if base else "" for entry in entries
            ]
            return tuple(colour for colour in found if colour)
        if isinstance(renderer, Graduated):
            return range_colours(renderer, max(len(renderer.breaks) - 1, 1))
        return palette(renderer.palette, 6) if isinstance(renderer, Density) else ()

    # -- asking -------------------------------------------------------------------------------------

    def _ask(self, style: Style) -> None:
        self._style = style
        self.style_asked.emit(style)

    def _on_kind(self, _number: int) -> None:
        kind = RendererKind(str(self.kind.currentData()))
        if kind is kind_of(self._style.renderer):
            return
        if kind is RendererKind.SINGLE:
            self._ask(as_single(self._style))
        elif kind is RendererKind.DENSITY:
            self._ask(self._style.with_renderer(Density()))
        else:
            made = self.pages[kind].first()  # type: ignore[attr-defined]
            if made is not None:
                self._ask(self._style.with_renderer(made))

    def _on_circles(self, is_on: bool) -> None:
        self._ask(replace(self._style, circles=self.circles.first() if is_on else None))

    def _set_labels(self, **parts: object) -> None:
        labels = replace(self._style.labels, **parts)  # type: ignore[arg-type]
        self._ask(replace(self._style, labels=labels))
