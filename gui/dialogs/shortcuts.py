"""The list of shortcuts: what keys and the mouse do, searched without tones, copied or printed.

Knows texts and keys as they are handed over; triggers nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QShowEvent, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from layers.names import plain_key
from layers.words import Words

Group = tuple[str, Sequence[tuple[str, str]]]

# What is no action: gestures of the mouse and keys that mean something in one part of the window only.
GESTURES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("map", ("wheel", "drag", "space", "double", "click", "ctrl_click", "arrows", "zoom", "home", "escape")),
    ("table", ("sort", "range", "edit", "copy", "jump", "none")),
    ("charts", ("along", "choose", "span", "copy")),
    ("present", ("next", "previous", "dark", "whole", "end")),
)
SIZE = QSize(620, 640)


def gestures(words: Words) -> list[Group]:
    """Return what the mouse does, and the keys of map, table, charts and presentation."""
    return [
        (
            words(f"shortcuts.{group}"),
            [(words(f"shortcuts.{group}.{name}"), words(f"shortcuts.{group}.{name}.keys")) for name in names],
        )
        for group, names in GESTURES
    ]


class ShortcutsDialog(QDialog):
    """A searchable list; `groups` are (title, [(what, keys)])."""

    def __init__(self, words: Words, groups: Sequence[Group], parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self._groups = groups
        self.setWindowTitle(words("action.shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(words("shortcuts.search"))
        self.search.setAccessibleName(words("shortcuts.search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.tree = self._tree()
        self.nothing = QLabel(words("shortcuts.nothing"), self)
        self.nothing.setObjectName("muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.hide()
        self.copy = QPushButton(words("shortcuts.copy"), self)
        self.copy.setToolTip(words("shortcuts.copy.tip"))
        self.copy.clicked.connect(self._copy)
        self.print_button = QPushButton(words("shortcuts.print"), self)
        self.print_button.clicked.connect(self._print)
        self.close_button = QPushButton(words("qt.close"), self)
        self.close_button.clicked.connect(self.reject)
        for button in (self.copy, self.print_button, self.close_button):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addWidget(self.print_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        column.addWidget(self.nothing, 1)
        column.addLayout(buttons)

    def _tree(self) -> QTreeWidget:
        words = self._words
        tree = QTreeWidget(self)
        tree.setColumnCount(2)
        tree.setHeaderLabels([words("shortcuts.what"), words("shortcuts.keys")])
        tree.setAccessibleName(words("action.shortcuts"))
        tree.setRootIsDecorated(False)
        tree.setIndentation(14)
        tree.setUniformRowHeights(True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        tree.header().setStretchLastSection(False)
        for title, rows in self._groups:
            group = QTreeWidgetItem(tree, [title, ""])
            font = group.font(0)
            font.setBold(True)
            group.setFont(0, font)
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for row in rows:
                QTreeWidgetItem(group, list(row))
        tree.expandAll()
        return tree

    def showEvent(self, event: QShowEvent) -> None:
        """Take no more room than the screen has; the search field has the focus."""
        super().showEvent(event)
        room = self.screen().availableSize()
        self.resize(SIZE.boundedTo(QSize(room.width() - 40, room.height() - 80)))
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- searching ----------------------------------------------------------------------------------

    def _filter(self, text: str) -> None:
        """Show the rows whose text, keys or menu have what was typed, without tones."""
        wanted = plain_key(text)
        found = 0
        for place in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(place)
            is_whole = wanted in plain_key(group.text(0))
            shown = 0
            for number in range(group.childCount()):
                row = group.child(number)
                is_found = is_whole or wanted in plain_key(row.text(0)) or _has_keys(row.text(1), text)
                row.setHidden(not is_found)
                shown += is_found
            group.setHidden(shown == 0)
            found += shown
        self.tree.setVisible(found > 0)
        self.nothing.setVisible(found == 0)

    def shown(self) -> list[Group]:
        """Return the groups and rows that are seen."""
        groups: list[Group] = []
        for place in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(place)
            rows = [group.child(number) for number in range(group.childCount())]
            seen = [(row.text(0), row.text(1)) for row in rows if not row.isHidden()]
            if seen:
                groups.append((group.text(0), seen))
        return groups

    # -- taking it away -----------------------------------------------------------------------------

    def _copy(self) -> None:
        """Put what is seen on the clipboard, columns apart, as Excel takes it."""
        lines = []
        for title, rows in self.shown():
            lines += [title, *(f"{what}\t{keys}" for what, keys in rows), ""]
        QGuiApplication.clipboard().setText("\n".join(lines).strip())

    def document(self) -> QTextDocument:
        """Return what is seen as a page to print."""
        from html import escape

        parts = [f"<h2>{escape(self._words('app.title'))} – {escape(self.windowTitle())}</h2>"]
        for title, rows in self.shown():
            cells = "".join(
                f"<tr><td>{escape(what)}&nbsp;&nbsp;</td><td>{escape(keys)}</td></tr>" for what, keys in rows
            )
            parts.append(f"<h3>{escape(title)}</h3><table cellpadding='2'>{cells}</table>")
        made = QTextDocument(self)
        made.setHtml("".join(parts))
        return made

    def _print(self) -> None:
        # Loads the printing of the system: only when somebody prints.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.document().print_(printer)


def _has_keys(keys: str, typed: str) -> bool:
    """Say whether keys have what was typed: "ctrl+s" finds Ctrl+S, blanks do not matter."""
    wanted = typed.replace(" ", "").casefold()
    return bool(wanted) and wanted in keys.replace(" ", "").casefold()
