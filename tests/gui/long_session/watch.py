"""Sees everything that goes wrong in a long session, and counts what is alive in it.

Knows hooks of Python and Qt and what takes memory; nothing of what the session does.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import sys
import threading
import traceback
import warnings
import weakref
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QApplication

OF_OFFSCREEN = "This plugin does not support"
STATM = Path("/proc/self/statm")
PAGE_BYTES = 4096
OWN = ("gui.", "layers.", "analysis.", "exports.", "PySide6.", "psygnal")
# Of these there may be one a document: more would be documents and answers that nobody let go.
DOCUMENTS = frozenset(
    {"Workspace", "Boundaries", "ResultBundle", "LayerTree", "GeometryLevels", "MainWindow", "MapView"}
)


_NUMBERS = (
    *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
    *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
)


class _MallInfo(ctypes.Structure):
    """What ``mallinfo2`` of the C library tells, in bytes."""

    _fields_ = tuple((name, ctypes.c_size_t) for name in _NUMBERS)


def _gnu() -> ctypes.CDLL | None:
    """Return the C library where it is that of GNU: it alone tells, and hands back, what it holds."""
    try:
        library = ctypes.CDLL("libc.so.6")
        library.mallinfo2.restype = _MallInfo
    except (OSError, AttributeError):
        return None
    return library


GNU = _gnu()


class Watch(logging.Handler):
    """Takes every exception, warning of Qt and unforeseen error, in the order in which they come.

    Attributes
    ----------
    troubles : list of str
        Each with its traceback, as far as it has one.
    """

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.troubles: list[str] = []

    def begin(self) -> None:
        """Take the place of all hooks; warnings of Python are errors from now on."""
        sys.excepthook = self._on_exception
        sys.unraisablehook = self._on_unraisable
        threading.excepthook = lambda given: self.note("in a thread", given.exc_value)
        qInstallMessageHandler(self._on_qt)
        logging.getLogger().addHandler(self)
        warnings.simplefilter("error")

    def note(self, what: str, error: BaseException | None = None) -> None:
        """Keep one trouble."""
        trace = "".join(traceback.format_exception(error)) if error is not None else ""
        self.troubles.append(f"{what}\n{trace}".rstrip())

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what is logged as an error, as the notifier does with what it did not foresee."""
        self.note(f"logged: {record.getMessage()}", record.exc_info[1] if record.exc_info else None)

    def _on_exception(self, _kind: type[BaseException], error: BaseException, _trace: Any) -> None:
        self.note("not caught", error)

    def _on_unraisable(self, given: Any) -> None:
        self.note(f"while deleting {given.object!r}", given.exc_value)

    def _on_qt(self, kind: QtMsgType, context: Any, message: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and OF_OFFSCREEN not in message:
            stack = "".join(traceback.format_stack(limit=12))
            self.troubles.append(f"Qt says: {message} ({context.file}:{context.line})\n{stack}")


@dataclass(frozen=True)
class Mark:
    """What was alive at one moment, with nothing left to be deleted.

    Attributes
    ----------
    action : int
        Actions of the registry taken before.
    window : int
        Number of the window: another language has another one.
    rss_mb : float
        Resident memory; 0 where the system does not tell.
    heap_mb : float
        What of it the C library has handed out, whatever it keeps back for later; 0 likewise.
    widgets, qobjects, objects : int
        Widgets of Qt; all objects of Qt in the windows; objects that Python's collector follows.
    kinds : dict of str to int
        Objects of the program and of Qt that Python knows, by the name of their class.
    """

    action: int
    window: int
    rss_mb: float
    heap_mb: float
    widgets: int
    qobjects: int
    objects: int
    kinds: dict[str, int] = field(default_factory=dict)


def take_mark(action: int, window: int) -> Mark:
    """Let go of all that is to go, and count the rest."""
    settle()
    widgets = QApplication.allWidgets()
    tops = [widget for widget in widgets if widget.parent() is None]
    qobjects = sum(len(top.findChildren(QObject)) + 1 for top in tops)
    count = len(widgets)
    del widgets, tops
    gc.collect()
    alive = gc.get_objects()
    kinds = Counter(type(one).__name__ for one in alive if str(type(one).__module__).startswith(OWN))
    # Pandas lets dead references wait in bounded lists until there are enough of them.
    objects = sum(not isinstance(one, weakref.ref) for one in alive)
    del alive
    return Mark(action, window, resident_mb(), heap_mb(), count, qobjects, objects, dict(kinds))


def settle() -> None:
    """Delete what waits to be deleted, in Qt and in Python, and hand free memory back."""
    application = QApplication.instance()
    assert application is not None
    for _ in range(3):
        application.processEvents()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    QPixmapCache.clear()  # of bounded size: how full it happens to be says nothing
    if GNU is not None:
        GNU.malloc_trim(0)


def heap_mb() -> float:
    """Return what the C library has handed out, in MB; 0 where it does not tell."""
    if GNU is None:
        return 0.0
    told = GNU.mallinfo2()
    return (told.uordblks + told.hblkhd) / 1e6


def resident_mb() -> float:
    """Return the resident memory of this process in MB, 0 where the system does not tell."""
    if not STATM.is_file():
        return 0.0
    return int(STATM.read_text("ascii").split()[1]) * PAGE_BYTES / 1e6
