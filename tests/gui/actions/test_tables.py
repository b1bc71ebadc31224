from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from gui.actions.ids import ActionId
from gui.actions.spec import Entry, Submenu
from gui.actions.tables import ACTIONS, MENUS, TOOLBAR
from layers.words import Words


def _ids(entries: tuple[Entry, ...]) -> Iterator[ActionId]:
    for entry in entries:
        if isinstance(entry, Submenu):
            yield from _ids(entry.entries)
        elif isinstance(entry, ActionId):
            yield entry


def test_every_id_is_declared_once() -> None:
    assert Counter(spec.id for spec in ACTIONS) == Counter(ActionId)


def test_every_action_can_be_reached_from_a_menu() -> None:
    in_menus = {which for menu in MENUS for which in _ids(menu.entries)}
    assert in_menus == set(ActionId)
    assert set(_ids(TOOLBAR)) <= in_menus


def test_no_menu_is_empty() -> None:
    assert all(list(_ids(menu.entries)) for menu in MENUS)


def test_no_two_actions_share_a_shortcut() -> None:
    keys = Counter(key for spec in ACTIONS for key in spec.shortcuts)
    assert [key for key, number in keys.items() if number > 1] == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_action_has_words_and_mnemonics_do_not_clash(language: str) -> None:
    words = Words.load(language)
    assert all(words.has(f"action.{which}") for which in ActionId)
    titles = [words(menu.key) for menu in MENUS]
    letters = [title[title.index("&") + 1].lower() for title in titles]
    assert len(letters) == len(set(letters)) == len(titles)


def test_the_menus_stand_in_the_order_of_the_house() -> None:
    order = ["file", "edit", "view", "data", "coverage", "replicate", "export", "help"]
    names = [menu.key.removeprefix("menu.") for menu in MENUS]
    assert names == [name for name in order if name in names]
