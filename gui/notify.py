"""One place that tells the analyst what happened: notices, errors, and exceptions nobody foresaw.

Knows no widget: it words a notice and hands it to whoever shows it.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from layers.errors import AppError, Cancelled
from layers.words import Words

log = logging.getLogger(__name__)


class Tone(StrEnum):
    """How a notice is meant."""

    INFO = "info"
    WARNING = "warning"


@dataclass(frozen=True)
class Notice:
    """One sentence for the banner; `path` is a file that can be shown in its folder."""

    text: str
    tone: Tone = Tone.INFO
    path: Path | None = None


class Notifier(QObject):
    """Turns events and errors into notices.

    Signals
    -------
    noticed(Notice)
        On the main thread, once for each event.
    """

    noticed = Signal(object)

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = words

    def tell(self, key: str, *, tone: Tone = Tone.INFO, path: Path | None = None, **values: object) -> None:
        """Show the sentence of an i18n key."""
        self.noticed.emit(Notice(self.words(key, **values), tone, path))

    def error(self, error: BaseException) -> None:
        """Show an error in one sentence; one that was not foreseen is logged with its traceback."""
        if isinstance(error, Cancelled):
            self.noticed.emit(Notice(self.words.error(error)))
            return
        if not isinstance(error, AppError):
            log.error("unforeseen error", exc_info=error)
        self.noticed.emit(Notice(self.words.error(error), Tone.WARNING))

    def catch_all(self) -> None:
        """Take over `sys.excepthook`, so that an exception in a slot is told instead of lost."""
        sys.excepthook = self._hook

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.error(error.with_traceback(trace))
