"""The tab Thông tin: the card of one thing, or the list of several, or how to get either.

Knows cards and lists as values; nothing of rows, and does nothing itself but show and copy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from gui.icons import Icon, pixmap
from gui.information.card import Card, ListedGroup, Remark
from gui.information.list import InformationList
from gui.information.markup import page
from gui.linked import COMMUNES
from layers.style import Symbol, Theme
from layers.words import Words

SIDE_PX = 14


class RemarkStrip(QFrame):
    """Why something is not seen on the map, with a button that changes it."""

    offered = Signal(object)

    def __init__(self, remark: Remark, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("remark")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.setSpacing(2)
        text = QLabel(remark.text, self)
        text.setWordWrap(True)
        column.addWidget(text)
        self.button: QPushButton | None = None
        if remark.offer is not None:
            self._offer = remark.offer
            self.button = QPushButton(remark.offer_text, self)
            self.button.setObjectName("flat")
            self.button.clicked.connect(self._on_clicked)
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def _on_clicked(self) -> None:
        self.offered.emit(self._offer)


class InformationPanel(QWidget):
    """Follows what it is told to show.

    Signals
    -------
    zoom_asked(), table_asked(), move_asked()
        Of the card that is shown.
    offered(Offer)
        What a remark offers was taken.
    opened(ListedRow)
        A row of the list was chosen.
    back_asked()
        From a card back to the list it was opened from.
    """

    zoom_asked = Signal()
    table_asked = Signal()
    move_asked = Signal()
    offered = Signal(object)
    opened = Signal(object)
    back_asked = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._theme = theme
        self.card: Card | None = None
        self._shows_private = False
        self.setMinimumWidth(300)
        self.pages = QStackedWidget(self)
        self.empty = self._label("information.empty", "muted")
        self._empty_page = self._column_page(self.empty)
        self._card_page = self._make_card_page()
        self.list_title = self._label("", "cardTitle")
        self.list = InformationList(words, theme, self)
        self.list.opened.connect(self.opened)
        self._list_page = self._column_page(self.list_title, self.list)
        for made in (self._empty_page, self._card_page, self._list_page):
            self.pages.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self.set_theme(theme)

    # -- what is shown ------------------------------------------------------------------------------

    def show_nothing(self) -> None:
        """Say how to get a card."""
        self.card = None
        self.pages.setCurrentWidget(self._empty_page)

    def show_card(self, card: Card, *, of_list: int = 0) -> None:
        """Show a card; private facts are hidden again with every other card.

        Parameters
        ----------
        of_list : int
            How many things are in the list it was opened from, 0 for none.
        """
        words = self._words
        is_same = self.card is not None and (self.card.table, self.card.id) == (card.table, card.id)
        self._shows_private = self._shows_private and is_same
        self.card = card
        self.back.setVisible(of_list > 0)
        self.back.setText(words("information.back", n=words.number(of_list)))
        self.title.setText(card.title)
        self.subtitle.setText(card.subtitle)
        self.subtitle.setVisible(bool(card.subtitle))
        is_row = card.table != COMMUNES
        self.to_table.setVisible(is_row)
        self.move_point.setVisible(card.can_move)
        self.move_point.setEnabled(not card.move_refusal)
        self.move_point.setToolTip(card.move_refusal or words("information.move.tip"))
        self._show_remarks(card.remarks)
        self._write()
        self.pages.setCurrentWidget(self._card_page)
        if not is_same:
            self.body.verticalScrollBar().setValue(0)

    def show_list(
        self, groups: Sequence[ListedGroup], symbols: Mapping[tuple[str, str], Symbol | None]
    ) -> None:
        """Show what is selected, grouped."""
        self.card = None
        count = sum(group.count for group in groups)
        self.list_title.setText(self._words("information.selected", n=self._words.number(count)))
        self.list.show_groups(groups, symbols, self._words)
        self.pages.setCurrentWidget(self._list_page)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.list.delegate.theme = theme
        self.list.viewport().update()
        signs = {
            self.zoom: Icon.ZOOM_IN,
            self.copy: Icon.COPY,
            self.to_table: Icon.TABLE,
            self.move_point: Icon.PLACE,
        }
        for button, sign in signs.items():
            icon = QIcon()
            icon.addPixmap(pixmap(sign, theme.text, 32), QIcon.Mode.Normal)
            icon.addPixmap(pixmap(sign, theme.muted, 32), QIcon.Mode.Disabled)
            button.setIcon(icon)
        self._write()

    # -- what is done here --------------------------------------------------------------------------

    def copy_text(self) -> None:
        """Copy the card as text, private facts only while they are shown."""
        if self.card is not None:
            QGuiApplication.clipboard().setText(self.card.text(with_private=self._shows_private))

    def show_private(self) -> None:
        """Show the private facts of this card, until another one is shown."""
        self._shows_private = True
        self._write()
        self.body.setFocus()

    def _write(self) -> None:
        card = self.card
        if card is None:
            self.body.clear()
            return
        place = self.body.verticalScrollBar().value()
        shown = (*card.sections, *(card.private if self._shows_private else ()))
        self.body.setHtml(page(shown, self._theme))
        self.body.verticalScrollBar().setValue(place)
        self.private.setVisible(bool(card.private) and not self._shows_private)

    def _show_remarks(self, remarks: Sequence[Remark]) -> None:
        while (item := self._remarks.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for remark in remarks:
            strip = RemarkStrip(remark, self._card_page)
            strip.offered.connect(self.offered)
            self._remarks.addWidget(strip)

    # -- assembling ---------------------------------------------------------------------------------

    def _make_card_page(self) -> QWidget:
        words = self._words
        self.back = QPushButton(self)
        self.back.setObjectName("flat")
        self.back.clicked.connect(self.back_asked)
        self.title, self.subtitle = self._label("", "cardTitle"), self._label("", "muted")
        self.zoom = self._button("information.zoom", self.zoom_asked.emit)
        self.copy = self._button("information.copy", self.copy_text)
        self.to_table = self._button("information.to_table", self.table_asked.emit)
        self.move_point = self._button("information.move", self.move_asked.emit)
        buttons = QWidget(self)
        grid = QGridLayout(buttons)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setSpacing(6)
        for place, button in enumerate((self.zoom, self.copy, self.to_table, self.move_point)):
            grid.addWidget(button, *divmod(place, 2))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        remarks = QWidget(self)
        self._remarks = QVBoxLayout(remarks)
        self._remarks.setContentsMargins(0, 0, 0, 0)
        self._remarks.setSpacing(6)
        self.body = QTextBrowser(self)
        self.body.setObjectName("facts")
        self.body.setOpenLinks(False)
        self.body.setFrameShape(QFrame.Shape.NoFrame)
        self.body.setTabChangesFocus(True)
        self.body.setAccessibleName(words("information.body"))
        self.body.document().setDocumentMargin(2)
        self.private = self._button("information.private", self.show_private)
        self.private.setToolTip(words("information.private.tip"))
        made = self._column_page(
            self.back, self.title, self.subtitle, buttons, remarks, self.body, self.private
        )
        made.layout().setStretchFactor(self.body, 1)
        return made

    def _column_page(self, *widgets: QWidget) -> QWidget:
        made = QWidget(self)
        column = QVBoxLayout(made)
        column.setContentsMargins(SIDE_PX, 10, SIDE_PX, 8)
        column.setSpacing(4)
        for widget in widgets:
            column.addWidget(widget)
        if len(widgets) == 1:
            column.addStretch(1)
        return made

    def _label(self, key: str, name: str) -> QLabel:
        label = QLabel(self._words(key) if key else "", self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _button(self, key: str, callback: object) -> QPushButton:
        button = QPushButton(self._words(key), self)
        tip = f"{key}.tip"
        button.setToolTip(self._words(tip) if self._words.has(tip) else self._words(key))
        button.setAccessibleName(self._words(key))
        button.clicked.connect(callback)
        return button
