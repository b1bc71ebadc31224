"""The drop-down of what is counted: all, the clusters, the other sites, or one initiative; searchable.

Knows names only; finds without tone marks.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QSizePolicy, QWidget

from layers.words import Words, without_tones

PLAIN_ROLE = Qt.ItemDataRole.UserRole + 1


class ToneFreeCompleter(QCompleter):
    """Finds what is typed anywhere in a name, with or without tone marks."""

    def __init__(self, box: QComboBox) -> None:
        super().__init__(box.model(), box)
        self.setCompletionRole(PLAIN_ROLE)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setMaxVisibleItems(12)
        self.popup().setObjectName("found")

    def splitPath(self, path: str) -> list[str]:
        """Compare what is typed without its tone marks."""
        return [without_tones(path)]

    def pathFromIndex(self, index: object) -> str:
        """Put the name itself into the field."""
        return str(index.data(Qt.ItemDataRole.DisplayRole))  # type: ignore[attr-defined]


class InitiativeBox(QComboBox):
    """One choice of what is counted.

    Signals
    -------
    selection_chosen(str)
        Key of the choice; not sent by `show_choices` and `choose`.
    """

    selection_chosen = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(words("coverage.initiative"))
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(16)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.lineEdit().setPlaceholderText(words("coverage.initiative.search"))
        self.setCompleter(ToneFreeCompleter(self))
        self.lineEdit().returnPressed.connect(self._on_return)
        self.lineEdit().editingFinished.connect(self._put_back)
        self.lineEdit().installEventFilter(self)
        self.activated.connect(lambda _number: self._tell())
        self.completer().activated[str].connect(self._on_completed)
        self._told = ""

    def show_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show (key, text) pairs; the choice stays where it is still there, else the first is taken."""
        kept = self.current
        self.blockSignals(True)
        self.clear()
        for number, (key, text) in enumerate(choices):
            self.addItem(text, key)
            self.setItemData(number, without_tones(text), PLAIN_ROLE)
            self.setItemData(number, text, Qt.ItemDataRole.ToolTipRole)
        self.setCurrentIndex(max(0, self.findData(kept)))
        self.blockSignals(False)
        self._told = self.current
        self._show_start()

    @property
    def current(self) -> str:
        """Key of the choice."""
        return str(self.currentData() or "")

    def choose(self, key: str) -> None:
        """Show a choice without telling anybody."""
        self.blockSignals(True)
        self.setCurrentIndex(max(0, self.findData(key)))
        self.blockSignals(False)
        self._told = self.current
        self._show_start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Select the shown choice whole on a click, so that what is typed next searches."""
        field = self.lineEdit()
        if watched is field and event.type() == QEvent.Type.MouseButtonRelease:
            is_untouched = field.text() == self.itemText(self.currentIndex())
            if is_untouched and not field.hasSelectedText():
                field.selectAll()
        return super().eventFilter(watched, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the choice again when something else was typed and left."""
        super().focusOutEvent(event)
        self._put_back()

    def _on_completed(self, text: str) -> None:
        number = self.findText(text, Qt.MatchFlag.MatchExactly)
        if number >= 0:
            self.setCurrentIndex(number)
            self._tell()

    def _on_return(self) -> None:
        """Take the first name found for what was typed."""
        typed, completer = self.lineEdit().text(), self.completer()
        if not typed.strip() or typed == self.itemText(self.currentIndex()):
            return
        completer.setCompletionPrefix(without_tones(typed))
        if completer.completionCount():
            completer.popup().hide()
            self._on_completed(str(completer.currentIndex().data(Qt.ItemDataRole.DisplayRole)))

    def _put_back(self) -> None:
        self.lineEdit().setText(
            self.currentText() if self.currentIndex() < 0 else self.itemText(self.currentIndex())
        )
        self._show_start()

    def _tell(self) -> None:
        self._show_start()
        if self.current != self._told:
            self._told = self.current
            self.selection_chosen.emit(self.current)

    def _show_start(self) -> None:
        self.lineEdit().setCursorPosition(0)
        self.setToolTip(self.itemText(self.currentIndex()))
