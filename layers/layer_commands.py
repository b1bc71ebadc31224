"""Every change of the layers of the map by name: look, order, groups, and layers of the analyst's own.

They look at a document and return its deltas, as those of `layers.commands` do; they know no canvas.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from layers.commands import Document, add_rows, change_cells, new_id, remove_rows
from layers.context import context_table
from layers.deltas import ChangeRows, Delta, Many
from layers.errors import BadParameter
from layers.schema import LayerKind
from layers.style import Style


def set_layer_style(workspace: Document, identity: str, style: Style | None) -> Many:
    """Change the look of a layer; None gives it the look of its kind."""
    value = style.to_json() if style is not None else None
    return _layer(workspace, "command.set_layer_style", identity, style=value)


def set_layer_visible(workspace: Document, identity: str, visible: bool) -> Many:
    """Show or hide a layer."""
    return _layer(workspace, "command.set_layer_visible", identity, visible=visible)


def set_layer_opacity(workspace: Document, identity: str, opacity: float) -> Many:
    """Change how much of a layer is seen through, 0 (nothing of it seen) to 1."""
    return _layer(workspace, "command.set_layer_opacity", identity, opacity=opacity)


def set_layer_name(workspace: Document, identity: str, name: str) -> Many:
    """Rename a layer; '' gives it the name of its kind."""
    return _layer(workspace, "command.set_layer_name", identity, name=name or None)


def set_layer_order(
    workspace: Document, ids: Iterable[str], parents: Mapping[str, str | None] | None = None
) -> Many:
    """Put the layers into an order, bottom first, and into groups.

    Parameters
    ----------
    ids : iterable of str
        Each layer and group once. Where the members of a group do not stand together here, the order holds
        among them, and the group stands where its topmost member does.
    parents : mapping of str to (str or None), optional
        Layer → the group it goes into, None for none; layers that are missing here stay in theirs.

    Raises
    ------
    BadParameter
        A layer is missing or named twice, or a parent is no group, or a group is to lie in itself.
    """
    order, rows = list(ids), workspace.frame("layers")
    if sorted(order) != sorted(rows.index):
        raise BadParameter(name="layers", value=tuple(order), allowed=tuple(rows.index))
    cells: dict[str, dict[str, Any]] = {identity: {"position": place} for place, identity in enumerate(order)}
    holders = {str(identity): _text(parent) for identity, parent in rows["parent_id"].items()}
    for identity, parent in (parents or {}).items():
        holders[identity] = parent
        cells[identity]["parent_id"] = parent
    _check_groups(rows, holders)
    return Many("command.set_layer_order", change_cells(workspace, "layers", cells).deltas, {})


def add_group(workspace: Document, name: str, ids: Iterable[str] = ()) -> Many:
    """Put layers into a new group, which stands where the topmost of them does; without any, on top."""
    rows = workspace.frame("layers")
    members = [identity for identity in rows.sort_values("position").index if identity in set(ids)]
    group = new_id()
    places = rows.loc[members, "position"] if members else rows["position"]
    top = int(places.max()) if len(places) else -1
    row = {"kind": LayerKind.GROUP.value, "name": name, "position": top + 1}
    if members:
        row["parent_id"] = _text(rows.at[members[-1], "parent_id"])
    cells: dict[str, dict[str, Any]] = {
        str(identity): {"position": int(place) + 1}
        for identity, place in rows.loc[rows["position"] > top, "position"].items()
    }
    for identity in members:
        cells.setdefault(identity, {})["parent_id"] = group
    deltas: list[Delta] = [ChangeRows.of("layers", {group: (None, row)})]
    if cells:
        deltas += change_cells(workspace, "layers", cells).deltas
    return Many("command.add_group", tuple(deltas), {"name": name, "n": len(members)})


def remove_layer(workspace: Document, identity: str) -> Many:
    """Take a layer off the map; the rows of a context layer go with it, those of any other stay.

    The layers of a group that is taken away go to where the group was.
    """
    rows = workspace.frame("layers")
    deltas: list[Delta] = []
    members = rows.index[rows["parent_id"] == identity]
    if len(members):
        holder = _text(rows.at[identity, "parent_id"])
        cells = {str(member): {"parent_id": holder} for member in members}
        deltas += change_cells(workspace, "layers", cells).deltas
    deltas += remove_rows(workspace, "layers", [identity]).deltas
    if rows.at[identity, "kind"] == LayerKind.CONTEXT.value:
        table = str(rows.at[identity, "table_name"])
        deltas += remove_rows(workspace, table, list(workspace.frame(table).index)).deltas
    return Many("command.remove_layer", tuple(deltas), {})


def add_context(workspace: Document, name: str, frame: pd.DataFrame, taken: Iterable[str] = ()) -> Many:
    """Add a layer of the analyst's own: its rows in a table of their own, drawn above the boundaries.

    Parameters
    ----------
    name : str
        What the layer is called.
    frame : DataFrame
        Column ``geom`` with shapely shapes in EPSG:4326 (None missing), besides any columns of text, numbers,
        booleans or dates; text ids in the index, else they are made.
    taken : iterable of str
        Names of tables that exist already, besides those of layers.
    """
    layers = workspace.frame("layers")
    used = {*layers["table_name"].dropna(), *taken}
    table = context_table(name, used)
    (rows,) = add_rows(workspace, table, frame).deltas
    place = int(layers["position"].max()) + 1 if len(layers) else 0
    row = {"kind": LayerKind.CONTEXT.value, "table_name": table, "name": name, "position": place}
    layer = ChangeRows.of("layers", {new_id(): (None, row)})
    return Many("command.add_context", (rows, layer), {"name": name, "n": len(frame)})


def _layer(workspace: Document, label_key: str, identity: str, **values: Any) -> Many:
    return Many(label_key, change_cells(workspace, "layers", {identity: values}).deltas, {})


def _check_groups(rows: pd.DataFrame, holders: Mapping[str, str | None]) -> None:
    """Refuse a parent that is no group, and groups that lie in themselves."""
    groups = set(rows.index[rows["kind"] == LayerKind.GROUP.value])
    for identity, parent in holders.items():
        seen = {identity}
        while parent is not None:
            if parent not in groups or parent in seen:
                raise BadParameter(name="parent_id", value=parent, allowed=tuple(sorted(groups - seen)))
            seen.add(parent)
            parent = holders.get(parent)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
