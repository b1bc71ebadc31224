"""The small window with a list to tick: searched without tones, in one or two levels, with counts.

Knows entries and which of them are ticked; nothing of what they stand for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from gui.filtering.popup import FilterPopup
from layers.words import Words, without_tones

KEY_ROLE = Qt.ItemDataRole.UserRole
PLAIN_ROLE = Qt.ItemDataRole.UserRole + 1
NARROWEST_PX, WIDEST_PX, LINES = 330, 560, 11
BESIDE_TEXT_PX = 64  # branch, box and the room around text and number


@dataclass(frozen=True)
class TickEntry:
    """One line.

    Attributes
    ----------
    key : str
        What is told when it is ticked; '' for a heading, which stands for all lines under it.
    text : str
    count : str
        Stands at the right, '' for none.
    under : str or None
        Text of the line of the first level it stands under.
    """

    key: str
    text: str
    count: str = ""
    under: str | None = None


class TickPopup(FilterPopup):
    """The window; `answer` is the tuple of ticked keys, one of the first level in place of all under it.

    Where there are no entries, `nothing` says how they come to be. In the list Space ticks and Enter applies.
    The buttons for all and for none mean the lines that are shown: those that fit what is typed above them.
    """

    def __init__(
        self,
        title: str,
        entries: Sequence[TickEntry],
        ticked: Iterable[str],
        words: Words,
        parent: QWidget,
        *,
        nothing: str = "",
    ) -> None:
        super().__init__(title, words, parent)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(words("filters.search"))
        self.search.setAccessibleName(words("filters.search"))
        self.search.setToolTip(words("filters.search.tip"))
        self.search.setClearButtonEnabled(True)
        self.list = QTreeWidget(self)
        self.list.setObjectName("ticks")
        self.list.setAccessibleName(title)
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setUniformRowHeights(True)
        self.list.setIndentation(18)
        self.list.setRootIsDecorated(any(entry.under is not None for entry in entries))
        self.nothing = QLabel(self)
        self.nothing.setProperty("muted", True)
        self.nothing.setWordWrap(True)
        self.all = self._link("filters.all", self._tick_all)
        self.none = self._link("filters.none", self._untick_all)
        self._tops: dict[str, QTreeWidgetItem] = {}
        self._fill(entries, set(ticked))
        self._fit()
        self._lay_out()
        if entries:
            self.nothing.setText(words("filters.search.nothing"))
            self.nothing.hide()
        else:
            none = words("filters.no_lines", kind=title[:1].lower() + title[1:])
            self.nothing.setText(f"{none} {nothing}".rstrip())
            for part in (self.search, self.list, self.all, self.none):
                part.hide()
            self.apply_button.setEnabled(False)
        self.search.textChanged.connect(self._on_search)
        self.search.installEventFilter(self)
        self.list.itemChanged.connect(self._show_number)
        self._show_number()
        (self.search if entries else self.cancel_button).setFocus(Qt.FocusReason.PopupFocusReason)

    def answer(self) -> tuple[str, ...]:
        """Return the ticked keys."""
        found: list[str] = []
        for number in range(self.list.topLevelItemCount()):
            top = self.list.topLevelItem(number)
            key, state = str(top.data(0, KEY_ROLE)), top.checkState(0)
            if state is Qt.CheckState.Checked and key:
                found.append(key)
            elif state is not Qt.CheckState.Unchecked:
                below = (top.child(place) for place in range(top.childCount()))
                found += [
                    str(item.data(0, KEY_ROLE))
                    for item in below
                    if item.checkState(0) is Qt.CheckState.Checked
                ]
        return tuple(found)

    def items(self) -> list[QTreeWidgetItem]:
        """Return all lines from top to bottom."""
        found = []
        for number in range(self.list.topLevelItemCount()):
            top = self.list.topLevelItem(number)
            found += [top, *(top.child(place) for place in range(top.childCount()))]
        return found

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the first ticked line: only now are the heights of lines those of the style."""
        super().showEvent(event)
        on = [item for item in self.items() if item.checkState(0) is Qt.CheckState.Checked]
        if on:
            self.list.scrollToItem(on[0], QTreeWidget.ScrollHint.PositionAtCenter)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tick the first found by Enter, go to the list by the arrows; Enter in an empty field applies."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
                self._go_to_list()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.search.text().strip():
                self._tick_first()
                return True
        return super().eventFilter(watched, event)

    def _fill(self, entries: Sequence[TickEntry], ticked: set[str]) -> None:
        for entry in entries:
            top = self._tops.get(entry.under) if entry.under is not None else None
            item = QTreeWidgetItem([entry.text, entry.count])
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
            item.setData(0, KEY_ROLE, entry.key)
            item.setData(0, PLAIN_ROLE, without_tones(entry.text))
            item.setToolTip(0, entry.text)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if top is None:
                self.list.addTopLevelItem(item)
                self._tops[entry.text] = item
            else:
                top.addChild(item)
            has_all = top is not None and str(top.data(0, KEY_ROLE)) in ticked
            is_on = entry.key in ticked or has_all
            item.setCheckState(0, Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
        on = [item for item in self.items() if item.checkState(0) is not Qt.CheckState.Unchecked]
        for item in on:
            item.setExpanded(item.checkState(0) is Qt.CheckState.PartiallyChecked)

    def _fit(self) -> None:
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        height = max(self.list.sizeHintForRow(0), self.fontMetrics().height() + 8)
        lines = min(len(self.items()), LINES)
        self.list.setFixedHeight(height * max(lines, 3) + 2 * self.list.frameWidth() + 2)
        self.list.setMinimumWidth(max(NARROWEST_PX, min(self._liked_width(), WIDEST_PX)))

    def _liked_width(self) -> int:
        """Return the width at which no line is cut: the longest text beside the longest number."""
        metrics, items = self.list.fontMetrics(), self.items()

        def longest(column: int) -> int:
            indents = (0 if item.parent() is None else self.list.indentation() for item in items)
            texts = (metrics.horizontalAdvance(item.text(column)) for item in items)
            return max((text + indent for text, indent in zip(texts, indents, strict=True)), default=0)

        bar = self.list.verticalScrollBar().sizeHint().width()
        return longest(0) + longest(1) + self.list.indentation() + BESIDE_TEXT_PX + bar

    def _link(self, key: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(self._words(key), self)
        button.setObjectName("link")
        button.setToolTip(self._words(f"{key}.tip"))
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.all)
        row.addStretch(1)
        row.addWidget(self.none)
        self.body.addWidget(self.search)
        self.body.addLayout(row)
        self.body.addWidget(self.list)
        self.body.addWidget(self.nothing)

    def _on_search(self, typed: str) -> None:
        """Leave the lines that contain what is typed; under a line that does, all."""
        wanted = without_tones(typed)
        for number in range(self.list.topLevelItemCount()):
            top = self.list.topLevelItem(number)
            fits = wanted in str(top.data(0, PLAIN_ROLE))
            below = [top.child(place) for place in range(top.childCount())]
            found = [fits or wanted in str(item.data(0, PLAIN_ROLE)) for item in below]
            for item, is_found in zip(below, found, strict=True):
                item.setHidden(not is_found)
            top.setHidden(not fits and not any(found))
            if wanted and any(found) and not fits:
                top.setExpanded(True)
        self.nothing.setVisible(self._first() is None)

    def _first(self) -> QTreeWidgetItem | None:
        """Return the first line that fits what is typed; one of the first level only if it does itself."""
        wanted = without_tones(self.search.text())
        return next(
            (
                item
                for item in self.items()
                if not item.isHidden()
                and wanted in str(item.data(0, PLAIN_ROLE))
                and (item.parent() is None or not item.parent().isHidden())
            ),
            None,
        )

    def _tick_first(self) -> None:
        item = self._first()
        if item is None:
            return
        self._turn(item)
        self.search.clear()
        self.list.scrollToItem(item)
        self.list.setCurrentItem(item)

    def _tick_all(self) -> None:
        self._set_shown(Qt.CheckState.Checked)

    def _untick_all(self) -> None:
        self._set_shown(Qt.CheckState.Unchecked)

    def _set_shown(self, state: Qt.CheckState) -> None:
        """Tick or untick the lines that are shown; one with others under it follows them."""
        for item in self.items():
            is_shown = not item.isHidden() and (item.parent() is None or not item.parent().isHidden())
            if is_shown and item.childCount() == 0:
                item.setCheckState(0, state)

    def _go_to_list(self) -> None:
        item = self._first()
        if item is not None:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            self.list.setCurrentItem(item)

    def _turn(self, item: QTreeWidgetItem) -> None:
        is_on = item.checkState(0) is Qt.CheckState.Checked
        item.setCheckState(0, Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)

    def _show_number(self) -> None:
        number = len(self.answer())
        self.note.setText(self._words("filters.ticked", n=self._words.number(number)) if number else "")
