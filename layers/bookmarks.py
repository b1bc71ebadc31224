"""Saved views of the map, as they lie in the document, and the commands that make, change and show them.

Knows names, bounds in metres, which layers are seen and the filters; never a camera or what is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from layers.commands import Document, change_cells, new_id, set_filters
from layers.deltas import Delta, Many, SetDocument
from layers.errors import RowChanged
from layers.filters import Filters

KEY = "bookmarks"  # in the table `documents`
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Bookmark:
    """A saved view.

    Attributes
    ----------
    id, name : str
    bounds : (float, float, float, float), metres of EPSG:9206
        min x, min y, max x, max y of what is to be seen, in a window of whatever form.
    layers : mapping of str to bool or None
        Layer or group → whether it is shown; what is missing here stays as it is. None: a place alone.
    filters : Filters or None
        What everything is restricted to; None leaves the filters as they are.
    """

    id: str
    name: str
    bounds: Bounds
    layers: Mapping[str, bool] | None = None
    filters: Filters | None = None

    @property
    def is_place_alone(self) -> bool:
        """Whether going there changes nothing but where one looks."""
        return self.layers is None and self.filters is None

    def to_json(self) -> dict[str, Any]:
        """Return the plain value that is kept."""
        return {
            "id": self.id,
            "name": self.name,
            "bounds": list(self.bounds),
            "layers": None if self.layers is None else dict(self.layers),
            "filters": None if self.filters is None else self.filters.to_json(),
        }

    @classmethod
    def of_json(cls, value: object) -> Bookmark | None:
        """Read a plain value; None where it is no saved view, whoever wrote it."""
        if not isinstance(value, dict):
            return None
        identity, name, bounds = value.get("id"), value.get("name"), _bounds(value.get("bounds"))
        if not isinstance(identity, str) or not isinstance(name, str) or bounds is None:
            return None
        return cls(identity, name, bounds, _layers(value.get("layers")), _filters(value.get("filters")))


def bookmarks_of(documents: Mapping[str, Any]) -> tuple[Bookmark, ...]:
    """Return the saved views in their order; what is not one is passed over.

    Examples
    --------
    >>> kept = {"bookmarks": [{"id": "a", "name": "Mai Sơn", "bounds": [0.0, 0.0, 10.0, 10.0]}, "?"]}
    >>> [bookmark.name for bookmark in bookmarks_of(kept)]
    ['Mai Sơn']
    """
    kept = documents.get(KEY)
    read = [Bookmark.of_json(value) for value in kept] if isinstance(kept, list) else []
    return tuple(bookmark for bookmark in read if bookmark is not None)


def add_bookmark(workspace: Document, name: str, bounds: Bounds, *, place_alone: bool = False) -> Many:
    """Save a view at the end of the list, with the layers that are shown and the filters.

    Parameters
    ----------
    name : str
        As it is to be read; spaces around it go.
    bounds : (float, float, float, float), metres of EPSG:9206
    place_alone : bool
        Keep neither layers nor filters: the view will show whatever is shown then.
    """
    made = Bookmark(new_id(), name.strip(), bounds)
    if not place_alone:
        made = _as_seen(workspace, made)
    return _changed(workspace, "command.add_bookmark", [*bookmarks_of(workspace.documents), made])


def rename_bookmark(workspace: Document, identity: str, name: str) -> Many:
    """Give a saved view another name; RowChanged where it is gone."""
    now = list(bookmarks_of(workspace.documents))
    place = _place(now, identity)
    now[place] = replace(now[place], name=name.strip())
    return _changed(workspace, "command.rename_bookmark", now)


def remove_bookmark(workspace: Document, identity: str) -> Many:
    """Take a saved view away; RowChanged where it is gone."""
    now = list(bookmarks_of(workspace.documents))
    del now[_place(now, identity)]
    return _changed(workspace, "command.remove_bookmark", now)


def move_bookmark(workspace: Document, identity: str, to: int) -> Many:
    """Put a saved view at another place of the list (0 is the first; beyond the ends: the end)."""
    now = list(bookmarks_of(workspace.documents))
    moved = now.pop(_place(now, identity))
    now.insert(max(0, to), moved)
    return _changed(workspace, "command.move_bookmark", now)


def update_bookmark(workspace: Document, identity: str, bounds: Bounds) -> Many:
    """Let a saved view show what is shown now: place, layers and filters; RowChanged where it is gone."""
    now = list(bookmarks_of(workspace.documents))
    place = _place(now, identity)
    now[place] = _as_seen(workspace, replace(now[place], bounds=bounds))
    return _changed(workspace, "command.update_bookmark", now)


def show_bookmark(workspace: Document, identity: str) -> Many:
    """Show the layers of a saved view and set its filters, as one change.

    Layers that have come since it was saved stay as they are; those that are gone are passed over. Where
    all is as the view has it, this is a change of nothing.

    Raises
    ------
    RowChanged
        The view is gone.
    """
    now = bookmarks_of(workspace.documents)
    kept = now[_place(now, identity)]
    deltas: list[Delta] = []
    rows = workspace.frame("layers")["visible"]
    other = {
        layer: {"visible": is_shown}
        for layer, is_shown in (kept.layers or {}).items()
        if layer in rows.index and bool(rows.at[layer]) is not is_shown
    }
    if other:
        deltas += change_cells(workspace, "layers", other).deltas
    if kept.filters is not None:
        deltas += set_filters(workspace, kept.filters).deltas
    return Many("command.show_bookmark", tuple(deltas), {"name": kept.name})


def _as_seen(workspace: Document, bookmark: Bookmark) -> Bookmark:
    """Return a view with the layers and filters that the document has now."""
    visible = workspace.frame("layers")["visible"]
    layers = {str(identity): bool(is_shown) for identity, is_shown in visible.items()}
    return replace(bookmark, layers=layers, filters=Filters.from_json(workspace.documents.get("filters")))


def _changed(workspace: Document, label_key: str, now: Sequence[Bookmark]) -> Many:
    value = [bookmark.to_json() for bookmark in now] or None
    return Many(label_key, (SetDocument(KEY, workspace.documents.get(KEY), value),))


def _place(bookmarks: Sequence[Bookmark], identity: str) -> int:
    for place, bookmark in enumerate(bookmarks):
        if bookmark.id == identity:
            return place
    raise RowChanged(table="documents", row=identity)


def _layers(value: object) -> dict[str, bool] | None:
    if not isinstance(value, dict) or not all(isinstance(is_shown, bool) for is_shown in value.values()):
        return None
    return {str(identity): is_shown for identity, is_shown in value.items()}


def _filters(value: object) -> Filters | None:
    """Read filters; None where they are not sound: a view must not lift filters for being spoilt."""
    read = Filters.from_json(value)
    return read if value == {} or not read.is_empty else None


def _bounds(value: object) -> Bounds | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    if not all(isinstance(part, int | float) and math.isfinite(part) for part in value):
        return None
    west, south, east, north = (float(part) for part in value)
    return (west, south, east, north) if west < east and south < north else None
