"""Where outputs go: finished beside their target, swapped in whole, never in the place of a workspace.

Knows nothing of what is written or of who asked for it.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from layers.errors import FileBusy, FileNotWritable, WorkspaceInTheWay
from layers.reasons import Reason, reason_of

# With less than this left, a disk is as good as full.
SPARE_BYTES = 4 * 1024**2
ATTEMPTS = 5
PAUSE_S = 0.2


def keep_workspaces(path: Path) -> None:
    """Refuse to put an output in the place of a workspace.

    Raises
    ------
    WorkspaceInTheWay
    """
    from layers.io.workspace_file import is_workspace

    if path.is_file() and is_workspace(path):
        raise WorkspaceInTheWay(path=path)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Tell in one sentence why an output for `path` cannot be written.

    Raises
    ------
    FileBusy, FileNotWritable
    """
    try:
        yield
    except PermissionError as error:
        raise FileBusy(path=path) from error
    except OSError as error:
        raise FileNotWritable(path=path, reason=reason_of(error)) from error
    except Exception as error:
        if not type(error).__module__.startswith("pyogrio"):
            raise
        # GDAL does not say what the system told it.
        full = shutil.disk_usage(path.parent).free < SPARE_BYTES
        raise FileNotWritable(path=path, reason=Reason.DISK_FULL if full else reason_of(error)) from error


def swap_in(made: Sequence[tuple[Path, Path]]) -> list[Path]:
    """Put finished files in the place of their targets and return these.

    Parameters
    ----------
    made : sequence of (finished file, target)
        On the same file system. No target is touched when one of them is a workspace.

    Raises
    ------
    WorkspaceInTheWay, FileBusy
    """
    for _, target in made:
        keep_workspaces(target)
    for file, target in made:
        _swap(file, target)
    return [target for _, target in made]


def _swap(file: Path, target: Path) -> None:
    for attempt in range(ATTEMPTS):
        try:
            file.replace(target)
        except PermissionError as error:
            # Windows refuses while somebody reads the target: virus scanners let go, Excel does not.
            if attempt == ATTEMPTS - 1:
                raise FileBusy(path=target) from error
            time.sleep(PAUSE_S)
        else:
            return
