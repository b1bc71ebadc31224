"""Groups of communes (former districts, border communes …) as sets of codes of one vintage.

Knows nothing of what is summed by them.
"""

from __future__ import annotations

import pandas as pd


def members(group_members: pd.DataFrame, group_id: str, vintage: str) -> tuple[str, ...]:
    """Return the codes of the communes of a group, sorted."""
    own = (group_members["group_id"] == group_id) & (group_members["vintage"] == vintage)
    return tuple(sorted(group_members.loc[own, "code"]))


def sets_of(groups: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the ids of the groups of each set, in the order of the table.

    Examples
    --------
    >>> sets_of(pd.DataFrame({"set_name": ["a", "b", "a"]}, index=["1", "2", "3"]))
    {'a': ('1', '3'), 'b': ('2',)}
    """
    found: dict[str, list[str]] = {}
    for identity, name in groups["set_name"].items():
        found.setdefault(str(name), []).append(str(identity))
    return {name: tuple(ids) for name, ids in found.items()}
