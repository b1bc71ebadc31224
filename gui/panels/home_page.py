"""The start page: the first question (boundaries), common tasks, last files, and what is open.

Asks by signals and by the actions it is handed; computes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from layers.words import Words

MOST_WIDTH = 1040


def dropped_file(event: QDragEnterEvent | QDropEvent) -> Path | None:
    """Return the one local file that is being dragged, if there is one."""
    urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(urls[0].toLocalFile()) if len(urls) == 1 else None


class TaskButton(QPushButton):
    """A large button for one common task: what it does, and in a smaller line what comes of it."""

    def __init__(self, action: QAction, text: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("task")
        self._action = action
        self._sign = QLabel(self)
        title, below = QLabel(text, self), QLabel(hint, self)
        title.setObjectName("taskTitle")
        below.setObjectName("tileText")
        below.setWordWrap(True)
        for label in (self._sign, title, below):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(title)
        words.addWidget(below, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 12, 10)
        row.setSpacing(14)
        row.addWidget(self._sign)
        row.addLayout(words, 1)
        self.setAccessibleName(text)
        self.setAccessibleDescription(hint)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self._sign.setPixmap(self._action.icon().pixmap(QSize(24, 24)))


class DropZone(QFrame):
    """Takes a dragged file.

    Signals
    -------
    dropped(Path)
    """

    dropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dropZone")
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one local file."""
        if dropped_file(event) is not None:
            event.acceptProposedAction()
            self._mark(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Go back to the normal look."""
        self._mark(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which file was dropped."""
        self._mark(False)
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def _mark(self, is_over: bool) -> None:
        self.setProperty("over", is_over)
        self.style().unpolish(self)
        self.style().polish(self)


class HomePage(QScrollArea):
    """The start page.

    Signals
    -------
    boundaries_asked(), schematic_asked(), sample_asked()
        The answers to the first question.
    file_dropped(Path), recent_chosen(str)
    """

    boundaries_asked = Signal()
    schematic_asked = Signal()
    sample_asked = Signal()
    file_dropped = Signal(object)
    recent_chosen = Signal(str)

    def __init__(
        self, words: Words, tasks: Sequence[tuple[QAction, str]], parent: QWidget | None = None
    ) -> None:
        """Build the page; `tasks` pairs an action with the i18n key of its task (``home.task.<key>``)."""
        super().__init__(parent)
        self._words = words
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setObjectName("home")
        self.setWidget(page)
        body = QWidget(page)
        body.setMaximumWidth(MOST_WIDTH)
        outer = QHBoxLayout(page)
        outer.addStretch(1)
        outer.addWidget(body, 100)
        outer.addStretch(1)
        column = QVBoxLayout(body)
        column.setContentsMargins(22, 24, 22, 24)
        column.setSpacing(16)
        title = QLabel(words("app.title"), body)
        title.setObjectName("pageTitle")
        self.state = QLabel(body)
        self.state.setObjectName("muted")
        self.state.setWordWrap(True)
        self.question = self._question(body)
        self.question.hide()
        column.addWidget(title)
        column.addWidget(self.state)
        column.addWidget(self.question)
        below = QHBoxLayout()
        below.setSpacing(16)
        self.tasks = self._tasks(tasks, body)
        below.addWidget(self.tasks, 3)
        self.recent, self._recent_rows = self._recent(body)
        below.addWidget(self.recent, 2)
        column.addLayout(below)
        column.addStretch(1)

    def show_question(self, is_needed: bool) -> None:
        """Show or hide the question for the boundaries; while it is open nothing else competes with it.

        Once it is answered the keyboard goes from it to the first task, not wherever Qt finds the next field.
        """
        focused = self.window().focusWidget()
        had_keyboard = focused is not None and self.question.isAncestorOf(focused)
        self.tasks.setVisible(not is_needed)
        if is_needed:
            self.question.show()
            self.choose_file.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if had_keyboard:
            self._first_task().setFocus(Qt.FocusReason.OtherFocusReason)
        self.question.hide()

    def _first_task(self) -> QWidget:
        """Return the first task that can be chosen; without any, the page itself keeps the keyboard."""
        tasks = self.tasks.findChildren(TaskButton)
        return next((task for task in tasks if task.isEnabled()), self)

    def show_state(self, text: str) -> None:
        """Say what is open and how far its data reach."""
        self.state.setText(text)

    def show_recent(self, names: Sequence[str]) -> None:
        """List the last files."""
        while self._recent_rows.count():
            item = self._recent_rows.takeAt(0)
            if item is not None and item.widget() is not None:
                item.widget().deleteLater()
        for name in names[:6]:
            path = Path(name)
            button = QPushButton(path.name.replace("&", "&&"), self.recent)
            button.setObjectName("flat")
            button.setToolTip(name)
            button.clicked.connect(lambda _checked=False, name=name: self.recent_chosen.emit(name))
            self._recent_rows.addWidget(button)
        if not names:
            empty = QLabel(self._words("home.recent.empty"), self.recent)
            empty.setObjectName("tileText")
            empty.setWordWrap(True)
            self._recent_rows.addWidget(empty)

    def _question(self, parent: QWidget) -> QFrame:
        words = self._words
        card, column = _card(words("home.question"), parent)
        text = QLabel(words("home.question.text"), card)
        text.setWordWrap(True)
        column.addWidget(text)
        zone = DropZone(card)
        zone.dropped.connect(self.file_dropped)
        inside = QVBoxLayout(zone)
        inside.setContentsMargins(16, 18, 16, 18)
        hint = QLabel(words("home.question.drop"), zone)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setWordWrap(True)
        hint.setProperty("muted", True)
        self.choose_file = QPushButton(words("home.question.choose"), zone)
        self.choose_file.setObjectName("primary")
        self.choose_file.clicked.connect(self.boundaries_asked)
        inside.addWidget(hint)
        inside.addWidget(self.choose_file, 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(zone)
        row = QHBoxLayout()
        for key, signal in (("schematic", self.schematic_asked), ("sample", self.sample_asked)):
            button = QPushButton(words(f"home.question.{key}"), card)
            button.setToolTip(words(f"home.question.{key}.tip"))
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        return card

    def _tasks(self, tasks: Sequence[tuple[QAction, str]], parent: QWidget) -> QFrame:
        card, column = _card(self._words("home.tasks"), parent)
        grid = QGridLayout()
        grid.setSpacing(10)
        for number, (action, key) in enumerate(tasks):
            text, hint = self._words(f"home.task.{key}"), self._words(f"home.task.{key}.hint")
            grid.addWidget(TaskButton(action, text, hint, card), number // 2, number % 2)
        column.addLayout(grid)
        column.addStretch(1)
        return card

    def _recent(self, parent: QWidget) -> tuple[QFrame, QVBoxLayout]:
        card, column = _card(self._words("home.recent"), parent)
        rows = QVBoxLayout()
        rows.setSpacing(1)
        column.addLayout(rows)
        column.addStretch(1)
        return card, rows


def _card(title: str, parent: QWidget) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame(parent)
    card.setObjectName("card")
    column = QVBoxLayout(card)
    column.setContentsMargins(18, 14, 18, 16)
    column.setSpacing(10)
    head = QLabel(title, card)
    head.setObjectName("cardTitle")
    column.addWidget(head)
    return card, column
