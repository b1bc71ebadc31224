from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from gui.settings import MOST_RECENT, OPTIONS, Key, Settings


def test_every_key_has_an_option_whose_default_is_valid() -> None:
    assert set(OPTIONS) == set(Key)
    assert all(option.is_valid(option.default) for option in OPTIONS.values())


def test_every_key_is_used_by_the_program(root: Path) -> None:
    text = "".join(
        path.read_text("utf-8") for path in (root / "gui").rglob("*.py") if path.name != "settings.py"
    )
    used = set(re.findall(r"Key\.([A-Z_]+)", text)) | {"RECENT"}
    assert {key.name for key in Key} <= used


def test_a_value_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.json"
    Settings(path)[Key.LANGUAGE] = "en"
    assert Settings(path)[Key.LANGUAGE] == "en"
    assert not Settings(path).is_broken


@pytest.mark.parametrize("content", ["{", "[]", "\x00", '"vi"'])
def test_a_broken_file_falls_back_and_says_so(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content, encoding="utf-8")
    settings = Settings(path)
    assert settings.is_broken
    assert settings[Key.LANGUAGE] == "vi"


def test_a_value_that_is_not_allowed_falls_back_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"language": "fr", "theme": "dark", "radius_m": True}), encoding="utf-8")
    settings = Settings(path)
    assert settings.is_broken
    assert (settings[Key.LANGUAGE], settings[Key.THEME], settings[Key.RADIUS_M]) == ("vi", "dark", 3000)


def test_a_wrong_value_is_refused() -> None:
    with pytest.raises(ValueError, match="language"):
        Settings(None)[Key.LANGUAGE] = "fr"


def test_recent_files_newest_first_without_doubles(tmp_path: Path) -> None:
    settings = Settings(None)
    files = [tmp_path / f"{number}.gpkg" for number in range(MOST_RECENT + 2)]
    for file in [*files, files[3]]:
        settings.add_recent(file)
    recent = settings[Key.RECENT]
    assert recent[0] == str(files[3].resolve())
    assert len(recent) == len(set(recent)) == MOST_RECENT
    settings.forget_recent(files[3])
    assert str(files[3].resolve()) not in settings[Key.RECENT]


def test_a_list_that_was_read_is_a_copy() -> None:
    settings = Settings(None)
    settings[Key.RECENT].append("x")
    assert settings[Key.RECENT] == []


LAYOUT = {"version": 1, "state": "AAAA", "shown": [True, True, False], "sizes": [278, 364, 232], "tabs": {}}


@pytest.mark.parametrize(
    "change",
    [
        {"shown": [True, True]},
        {"shown": [1, 0, 1]},
        {"sizes": [278, -1, 232]},
        {"sizes": "wide"},
        {"state": 7},
        {"tabs": {"rows": 3}},
        {"version": True},
        {"more": 1},
    ],
)
def test_a_wrong_arrangement_of_the_window_falls_back_alone(tmp_path: Path, change: dict) -> None:
    path = tmp_path / "settings.json"
    stored = {"window_layout": LAYOUT | change, "tour_seen": True}
    path.write_text(json.dumps(stored), encoding="utf-8")
    settings = Settings(path)
    assert settings.is_broken
    assert settings[Key.WINDOW_LAYOUT] == {}
    assert settings[Key.TOUR_SEEN] is True


def test_a_sound_arrangement_survives_and_is_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    Settings(path)[Key.WINDOW_LAYOUT] = LAYOUT
    settings = Settings(path)
    assert not settings.is_broken
    settings[Key.WINDOW_LAYOUT]["sizes"].append(1)
    assert settings[Key.WINDOW_LAYOUT] == LAYOUT


def test_a_value_that_proved_useless_is_dropped_and_told() -> None:
    settings = Settings(None)
    settings[Key.WINDOW_GEOMETRY] = "AAAA"
    settings.reject(Key.WINDOW_GEOMETRY)
    assert settings[Key.WINDOW_GEOMETRY] == ""
    assert settings.is_broken
