"""Says whether a window can be shown on this machine. Knows no Qt: it is asked before Qt is there."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

# Qt platforms that draw into memory: a window there is seen by nobody.
_UNSEEN = {"offscreen", "minimal", "vnc"}


def has_display(environment: Mapping[str, str] | None = None, platform: str | None = None) -> bool:
    """Return True when a window opened here would be seen.

    Parameters
    ----------
    environment : mapping of str to str, optional
        Default: the environment of the process.
    platform : str, optional
        As `sys.platform`; Windows and macOS always have a display.
    """
    environment = os.environ if environment is None else environment
    platform = sys.platform if platform is None else platform
    if environment.get("QT_QPA_PLATFORM", "").split(":")[0] in _UNSEEN:
        return False
    if platform in {"win32", "darwin"}:
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
