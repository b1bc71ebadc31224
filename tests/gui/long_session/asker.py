"""Answers the questions of a long session: mostly not at all, sometimes with a file or in the real dialog.

Knows what can be asked and the folder of the session; nothing of what was done before.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from gui.controllers.asker import Keep, NewWorkspace, OnlineWish, SheetWish
from gui.dialogs.window_asker import WindowAsker


class Asker:
    """Answers mostly None, sometimes a file in the folder of the session; some dialogs are really opened."""

    is_in_haste = False  # changes are thrown away without a question

    def __init__(self, random: Random, folder: Path, real: WindowAsker) -> None:
        self._random, self._folder, self._real = random, folder, real

    def open_workspace(self) -> Path | None:
        return self._one("*.gpkg", 0.15)

    def open_boundaries(self) -> Path | None:
        return self._one("ranh*.gpkg", 0.1)

    def open_background(self) -> Path | None:
        return self._one("*.*", 0.4)

    def find_picture(self, name: str) -> Path | None:
        return self._one("*.tif", 0.5)

    def save_as(self, suggestion: str, ending: str) -> Path | None:
        is_wanted = self._random.random() < 0.1
        return self._folder / f"luu{self._random.randint(1, 3)}{ending}" if is_wanted else None

    def keep_changes(self, title: str) -> Keep:
        if self.is_in_haste:
            return Keep.DISCARD
        if self._random.random() < 0.2:
            return self._real.keep_changes(title)
        return self._random.choice((Keep.CANCEL, Keep.DISCARD, Keep.DISCARD, Keep.SAVE))

    def new_workspace(self, boundaries: Path | None) -> NewWorkspace | None:
        if self._random.random() < 0.5:
            return self._real.new_workspace(boundaries)
        return NewWorkspace("Mới", None, is_sample=False) if self._random.random() < 0.3 else None

    def sheet(self, ending: str, first: SheetWish) -> SheetWish | None:
        if self._random.random() < 0.4:
            return self._real.sheet(ending, first)
        return SheetWish(title="Thử", dpi=72, paper="A4")

    def online_tiles(self, first: OnlineWish) -> OnlineWish | None:
        if self._random.random() < 0.5:
            return self._real.online_tiles(first)
        return OnlineWish("https://a.invalid/{z}/{x}/{y}.png", is_on=False)

    def _one(self, pattern: str, share: float) -> Path | None:
        files = sorted(self._folder.glob(pattern))
        return self._random.choice(files) if files and self._random.random() < share else None
