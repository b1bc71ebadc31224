"""What can be ticked in a condition: the lines of its list, with how many rows each has.

Reads tables of the document; knows no widget but the entry itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from gui.filtering.ticks import TickEntry
from layers.filter_names import STATUS_ORDER
from layers.filters import FilterKind
from layers.schema import Status
from layers.words import Words, collation_key

if TYPE_CHECKING:
    import pandas as pd

    from layers.boundaries import Boundaries
    from layers.workspace import Workspace

NOT_RATED = "none"


def entries(
    kind: FilterKind, workspace: Workspace, boundaries: Boundaries | None, words: Words
) -> list[TickEntry]:
    """Return the lines of a condition that has a list: any but period and text."""
    make: Mapping[FilterKind, Callable[[], list[TickEntry]]] = {
        FilterKind.INITIATIVES: lambda: _initiatives(workspace, words),
        FilterKind.CATEGORIES: lambda: _categories(workspace, words),
        FilterKind.STATUSES: lambda: _statuses(workspace, words),
        FilterKind.RATINGS: lambda: _ratings(workspace, words),
        FilterKind.COMMUNES: lambda: _communes(boundaries),
        FilterKind.GROUPS: lambda: _groups(workspace, words),
    }
    return make[kind]()


def _initiatives(workspace: Workspace, words: Words) -> list[TickEntry]:
    tally = _tally(workspace.frame("sites")["initiative_id"])
    names = [(str(key), str(name)) for key, name in workspace.frame("initiatives")["name"].items()]
    return [
        TickEntry(key, name, words.number(tally.get(key, 0)))
        for key, name in sorted(names, key=lambda pair: collation_key(pair[1]))
    ]


def _categories(workspace: Workspace, words: Words) -> list[TickEntry]:
    codes = workspace.frame("incidents")["category"]
    exact, tops = _tally(codes), _tally(codes.str.split(".", n=1).str[0])
    names = _listed(workspace, "incident_category", words)
    return [
        TickEntry(
            code,
            name,
            words.number((exact if "." in code else tops).get(code, 0)),
            names.get(code.partition(".")[0]) if "." in code else None,
        )
        for code, name in names.items()
    ]


def _statuses(workspace: Workspace, words: Words) -> list[TickEntry]:
    tally = _tally(workspace.frame("sites")["status"].fillna(Status.UNKNOWN.value))
    return [
        TickEntry(status, words(f"site_status.{status}"), words.number(tally.get(status, 0)))
        for status in STATUS_ORDER
    ]


def _ratings(workspace: Workspace, words: Words) -> list[TickEntry]:
    tally = _tally(workspace.frame("sites")["rating"].fillna(NOT_RATED))
    return [
        TickEntry(code, name, words.number(tally.get(code, 0)))
        for code, name in _listed(workspace, "rating", words).items()
    ]


def _communes(boundaries: Boundaries | None) -> list[TickEntry]:
    if boundaries is None:
        return []
    gdf = boundaries.gdf
    rows = zip(gdf["code"].astype(str), gdf["name"].astype(str), gdf["full_name"].astype(str), strict=True)
    return [
        TickEntry(code, full_name)
        for code, _, full_name in sorted(rows, key=lambda row: collation_key(row[1]))
    ]


def _groups(workspace: Workspace, words: Words) -> list[TickEntry]:
    """Return the sets of groups, each with its groups and how many communes are in them."""
    known = workspace.frame("commune_group_members")
    tally = _tally(known.loc[known["vintage"] == workspace.meta.get("vintage"), "group_id"])
    groups = workspace.frame("commune_groups")
    found: list[TickEntry] = []
    for name in sorted(groups["set_name"].unique(), key=collation_key):
        found.append(TickEntry("", str(name)))
        mine = [(str(key), str(one)) for key, one in groups.loc[groups["set_name"] == name, "name"].items()]
        found += [
            TickEntry(key, one, words.number(tally.get(key, 0)), str(name))
            for key, one in sorted(mine, key=lambda pair: collation_key(pair[1]))
        ]
    return found


def _listed(workspace: Workspace, name: str, words: Words) -> dict[str, str]:
    """Return code → name of an open list in its own order, without what is retired."""
    vocabulary = workspace.frame("vocabulary")
    own = vocabulary[(vocabulary["list"] == name) & ~vocabulary["retired"].astype(bool)].sort_values("sort")
    return dict(zip(own["code"].astype(str), own[words.language].astype(str), strict=True))


def _tally(values: pd.Series) -> dict[str, int]:
    return {str(value): int(number) for value, number in values.value_counts().items()}
