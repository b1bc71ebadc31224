"""What the window remembers between two starts: a table of typed options in one small JSON file.

Knows nothing of widgets; a broken file or value falls back to its default and is told, never fatal.
"""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import platformdirs

from layers.words import LANGUAGES

log = logging.getLogger(__name__)

APP_FOLDER = "sonla-coverage-map"
MOST_RECENT = 10


class ThemeChoice(StrEnum):
    """Which look the analyst asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Key(StrEnum):
    """Name of an option in the file."""

    LANGUAGE = "language"
    THEME = "theme"
    RECENT = "recent"
    LAST_FOLDER = "last_folder"
    BOUNDARY_FILE = "boundary_file"
    PREPARED_BY = "prepared_by"
    RADIUS_M = "radius_m"
    RECENT_SEARCHES = "recent_searches"
    WINDOW_GEOMETRY = "window_geometry"
    WINDOW_LAYOUT = "window_layout"
    TOUR_SEEN = "tour_seen"
    CHARTS = "charts"
    TABLE_COLUMNS = "table_columns"
    TILE_ADDRESS = "tile_address"


@dataclass(frozen=True)
class Option:
    """One option: its default and the test that a stored value has to pass."""

    key: Key
    default: Any
    is_valid: Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _are_tables(value: Any) -> bool:
    """Say whether a value tells something of tables by their names; what it tells, each reads for itself."""
    return isinstance(value, dict) and all(isinstance(told, dict) for told in value.values())


def _is_layout(value: Any) -> bool:
    """Say whether a value is an arrangement of the window as `gui.window_layout` writes it, or none."""
    if value == {}:
        return True
    if not isinstance(value, dict) or set(value) != {"version", "state", "shown", "sizes", "tabs"}:
        return False
    shown, sizes, tabs = value["shown"], value["sizes"], value["tabs"]
    return (
        _is_count(value["version"])
        and _is_text(value["state"])
        and isinstance(shown, list)
        and [type(item) for item in shown] == [bool] * 3
        and isinstance(sizes, list)
        and len(sizes) == 3
        and all(_is_count(size) for size in sizes)
        and isinstance(tabs, dict)
        and all(_is_text(name) for name in tabs.values())
    )


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 100_000


def _is_radius(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 500 <= value <= 20_000


OPTIONS: Mapping[Key, Option] = {
    option.key: option
    for option in (
        Option(Key.TILE_ADDRESS, "", _is_text),
        Option(Key.LANGUAGE, "vi", lambda value: value in LANGUAGES),
        Option(Key.THEME, ThemeChoice.SYSTEM.value, lambda value: value in set(ThemeChoice)),
        Option(Key.RECENT, [], _is_texts),
        Option(Key.LAST_FOLDER, "", _is_text),
        Option(Key.BOUNDARY_FILE, "", _is_text),
        Option(Key.PREPARED_BY, "", _is_text),
        Option(Key.RADIUS_M, 3000, _is_radius),
        Option(Key.RECENT_SEARCHES, [], _is_texts),
        Option(Key.WINDOW_GEOMETRY, "", _is_text),
        Option(Key.WINDOW_LAYOUT, {}, _is_layout),
        Option(Key.TOUR_SEEN, False, lambda value: isinstance(value, bool)),
        Option(Key.TABLE_COLUMNS, {}, _are_tables),
        Option(Key.CHARTS, [], _is_texts),
    )
}


class Settings:
    """The options of this user on this machine.

    Parameters
    ----------
    path : Path or None
        File to read and write; None keeps everything in memory (tests, `selfcheck`).

    Attributes
    ----------
    is_broken : bool
        The file was there but could not be read, or held a value that is not allowed; defaults stand in.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.is_broken = False
        self._values: dict[Key, Any] = {}
        if path is not None and path.is_file():
            self._read(path)

    @classmethod
    def of_this_user(cls) -> Settings:
        """Open the settings in the folder that the operating system gives to this program."""
        return cls(Path(platformdirs.user_config_dir(APP_FOLDER, appauthor=False)) / "settings.json")

    def __getitem__(self, key: Key) -> Any:
        value = self._values.get(key, OPTIONS[key].default)
        return copy.deepcopy(value)

    def __setitem__(self, key: Key, value: Any) -> None:
        if not OPTIONS[key].is_valid(value):
            raise ValueError(f"{value!r} is no value of the option {key}")
        if value != self[key]:
            self._values[key] = value
            self._write()

    def reject(self, key: Key) -> None:
        """Go back to the default of a value that is allowed but, as it turned out, of no use; tell of it."""
        log.warning("the option %s holds what cannot be used; its default is used", key)
        self._values.pop(key, None)
        self.is_broken = True

    def add_recent(self, path: Path) -> None:
        """Put a file at the head of the recent files."""
        name = str(path.resolve())
        self[Key.RECENT] = [name, *(other for other in self[Key.RECENT] if other != name)][:MOST_RECENT]

    def forget_recent(self, path: Path) -> None:
        """Take a file that is gone out of the recent files."""
        gone = {str(path), str(path.resolve())}
        self[Key.RECENT] = [other for other in self[Key.RECENT] if other not in gone]

    def _read(self, path: Path) -> None:
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(stored, dict):
                raise ValueError("not an object")
        except (OSError, ValueError) as error:
            log.warning("settings are unreadable (%s); defaults are used", type(error).__name__)
            self.is_broken = True
            return
        for option in OPTIONS.values():
            if option.key not in stored:
                continue
            if option.is_valid(stored[option.key]):
                self._values[option.key] = stored[option.key]
            else:
                log.warning("the option %s has a value that is not allowed; its default is used", option.key)
                self.is_broken = True

    def _write(self) -> None:
        if self.path is None:
            return
        text = json.dumps(self._values, ensure_ascii=False, indent=1, sort_keys=True)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            beside = self.path.with_suffix(".part")
            beside.write_text(text, encoding="utf-8")
            beside.replace(self.path)
        except OSError as error:
            # Settings are a comfort: work goes on where a profile is read-only.
            log.warning("settings could not be written (%s)", type(error).__name__)
