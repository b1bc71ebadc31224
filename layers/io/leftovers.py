"""Files that are not finished yet: how they are called, and clearing away those of programs that were killed.

Knows nothing of what is written into them; touches only names it has given itself.
"""

from __future__ import annotations

import contextlib
import os
import platform
import re
import shutil
import sys
import tempfile
import time
import uuid
import zlib
from collections.abc import Iterable
from pathlib import Path

STALE_S = 86_400.0
"""So old, what another machine left in a shared folder is nobody's any more."""

_FOLDER_PREFIX = "sonla-"
# A file system takes 255 bytes; a Vietnamese letter has up to nine when its marks stand apart.
_LONGEST_NAME = 24
_FILE = re.compile(r"\.(?P<machine>[0-9a-f]{8})-(?P<process>\d+)-[0-9a-f]{8}\.tmp")
_FOLDER = re.compile(rf"{_FOLDER_PREFIX}(?P<process>\d+)-\w+")
_MACHINE = f"{zlib.crc32(platform.node().encode()):08x}"


def unfinished(path: Path) -> Path:
    """Return a free name beside `path` under which it is written; it tells by whom."""
    return path.with_name(f"{_stem(path)}.{_MACHINE}-{os.getpid()}-{uuid.uuid4().hex[:8]}.tmp")


def clear_beside(path: Path, *, now_s: float | None = None) -> None:
    """Remove unfinished files of `path`: of a process of this machine that is gone, or a day old."""
    stem = _stem(path)
    with contextlib.suppress(OSError):
        for other in path.parent.iterdir():
            found = _FILE.fullmatch(other.name.removeprefix(stem)) if other.name.startswith(stem) else None
            if found is None:
                continue
            here = found["machine"] == _MACHINE
            if (here and not is_running(int(found["process"]))) or _is_stale(other, now_s):
                with contextlib.suppress(OSError):
                    other.unlink()


def private_folder() -> Path:
    """Return a new temporary folder of this process, after clearing away those of processes that are gone."""
    _clear_folders(Path(tempfile.gettempdir()).glob(f"{_FOLDER_PREFIX}*"))
    return Path(tempfile.mkdtemp(prefix=f"{_FOLDER_PREFIX}{os.getpid()}-"))


def is_running(process: int) -> bool:
    """Say whether a process of this machine is there; in doubt it is."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, False, process)  # may ask about it, no more
        if handle:
            kernel.CloseHandle(handle)
            return True
        return bool(kernel.GetLastError() == 5)  # it is there, but somebody else's
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _clear_folders(folders: Iterable[Path]) -> None:
    with contextlib.suppress(OSError):
        for folder in folders:
            found = _FOLDER.fullmatch(folder.name)
            if found and not is_running(int(found["process"])):
                shutil.rmtree(folder, ignore_errors=True)


def _stem(path: Path) -> str:
    return f".{path.name[:_LONGEST_NAME]}"


def _is_stale(path: Path, now_s: float | None) -> bool:
    now = time.time() if now_s is None else now_s
    return now - path.stat().st_mtime > STALE_S
