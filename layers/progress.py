"""How a long computation tells how far it is and learns that it should stop. Knows nothing of threads."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Handed to every job; raises `layers.errors.Cancelled` from `report` when the analyst cancels."""

    def report(self, done: float, key: str = "") -> None:
        """Tell that the share `done` (0 to 1) is finished; `key` names the step in the i18n files."""


class Silent:
    """A progress that nobody watches: for tests and for the command line."""

    def report(self, done: float, key: str = "") -> None:
        """Do nothing."""


SILENT = Silent()
