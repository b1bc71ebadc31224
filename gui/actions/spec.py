"""What there is to say about one action, as a frozen value. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gui.actions.ids import ActionId
from gui.icons import Icon


class Need(StrEnum):
    """What has to be there before an action makes sense."""

    NOTHING = "nothing"
    DOCUMENT = "document"  # a workspace is open
    MAP = "map"  # boundaries are drawn
    RESULT = "result"  # coverage has been computed


class Group(StrEnum):
    """Actions of which exactly one is chosen."""

    THEME = "theme"
    LANGUAGE = "language"
    BY = "by"
    TOOL = "tool"


@dataclass(frozen=True)
class ActionSpec:
    """One action: its id gives text (``action.<id>``) and tip (``action.<id>.tip``, where there is one).

    Attributes
    ----------
    shortcuts : tuple of str
        Portable key sequences, the first is shown in the menu.
    is_checkable : bool
        A switch; implied by `group`.
    group : Group or None
        The set of actions that exclude each other.
    need : Need
        What has to be there for the action to be enabled.
    is_of_map : bool
        Its keys mean it only while the map has the focus; elsewhere they mean something else.
    """

    id: ActionId
    icon: Icon | None = None
    shortcuts: tuple[str, ...] = ()
    is_checkable: bool = False
    group: Group | None = None
    need: Need = Need.NOTHING
    is_of_map: bool = False


@dataclass(frozen=True)
class Submenu:
    """A menu inside a menu; `key` is the i18n key of its title."""

    key: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Choice:
    """A button of the toolbar for actions of which one is chosen; `key` is the i18n key of its text.

    A click takes the action that was last taken from its menu, at first the first one.
    """

    key: str
    actions: tuple[ActionId, ...]


class Mark(StrEnum):
    """What stands between actions, or is filled while the program runs."""

    LINE = "line"
    SEARCH = "search"  # room for the search field; it takes what width is left
    RECENT = "recent"  # the recent files


Entry = ActionId | Submenu | Choice | Mark


@dataclass(frozen=True)
class MenuSpec:
    """A menu of the menu bar; `key` is the i18n key of its title, with its mnemonic."""

    key: str
    entries: tuple[Entry, ...]
