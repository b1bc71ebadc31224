"""Saved views of the map, as they lie in the document, and the commands that change them.

Knows names and bounds in metres; never a camera or what is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from layers.commands import Document, new_id
from layers.deltas import Many, SetDocument
from layers.errors import RowChanged

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
    layers : tuple of str or None
        Ids of the layers that are to be shown; None leaves them as they are.
    filters : mapping or None
        Value of the document `filters`; None leaves it as it is.
    """

    id: str
    name: str
    bounds: Bounds
    layers: tuple[str, ...] | None = None
    filters: Mapping[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the plain value that is kept."""
        return {
            "id": self.id,
            "name": self.name,
            "bounds": list(self.bounds),
            "layers": None if self.layers is None else list(self.layers),
            "filters": None if self.filters is None else dict(self.filters),
        }

    @classmethod
    def of_json(cls, value: object) -> Bookmark | None:
        """Read a plain value; None where it is no saved view, whoever wrote it."""
        if not isinstance(value, dict):
            return None
        identity, name, bounds = value.get("id"), value.get("name"), _bounds(value.get("bounds"))
        if not isinstance(identity, str) or not isinstance(name, str) or bounds is None:
            return None
        layers, filters = value.get("layers"), value.get("filters")
        return cls(
            identity,
            name,
            bounds,
            tuple(map(str, layers)) if isinstance(layers, list) else None,
            filters if isinstance(filters, dict) else None,
        )


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


def add_bookmark(workspace: Document, name: str, bounds: Bounds) -> Many:
    """Save a view at the end of the list.

    Parameters
    ----------
    name : str
        As it is to be read; spaces around it go.
    bounds : (float, float, float, float), metres of EPSG:9206
    """
    made = Bookmark(new_id(), name.strip(), bounds)
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


def _changed(workspace: Document, label_key: str, now: Sequence[Bookmark]) -> Many:
    value = [bookmark.to_json() for bookmark in now] or None
    return Many(label_key, (SetDocument(KEY, workspace.documents.get(KEY), value),))


def _place(bookmarks: Sequence[Bookmark], identity: str) -> int:
    for place, bookmark in enumerate(bookmarks):
        if bookmark.id == identity:
            return place
    raise RowChanged(table="documents", row=identity)


def _bounds(value: object) -> Bounds | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    if not all(isinstance(part, int | float) and math.isfinite(part) for part in value):
        return None
    west, south, east, north = (float(part) for part in value)
    return (west, south, east, north) if west < east and south < north else None
