"""Which columns a table shows, in which order and how wide, as the analyst left them.

Knows names only. What is stored may be of another version: unknown names are passed over, new ones keep
their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from layers.table_columns import TableColumn

LEAST_PX, MOST_PX = 36, 900


@dataclass(frozen=True)
class RowLayout:
    """Order, visibility and widths of the columns of one table.

    Attributes
    ----------
    order : tuple of str
        All columns from left to right, those that are hidden as well.
    shown : frozenset of str
    widths : mapping of str to int
        Pixels, of the columns whose width the analyst set.
    personal : frozenset of str
        Columns that are not kept as shown: they are switched on by name each time.
    """

    order: tuple[str, ...]
    shown: frozenset[str]
    widths: Mapping[str, int] = field(default_factory=dict)
    personal: frozenset[str] = frozenset()

    @classmethod
    def first(cls, columns: Sequence[TableColumn]) -> RowLayout:
        """Return the layout that the analyst has not touched."""
        return cls(
            tuple(column.name for column in columns),
            frozenset(column.name for column in columns if column.is_shown),
            personal=frozenset(column.name for column in columns if column.is_personal),
        )

    @classmethod
    def stored(cls, columns: Sequence[TableColumn], data: object) -> RowLayout:
        """Return the layout that `to_json` made of; what does not fit is left out.

        Examples
        --------
        >>> columns = (TableColumn("name", is_shown=True), TableColumn("note"))
        >>> RowLayout.stored(columns, {"order": ["note", "gone"], "shown": ["note"]}).order
        ('note', 'name')
        """
        first = cls.first(columns)
        if not isinstance(data, Mapping):
            return first
        known = {column.name: column for column in columns}
        order = [name for name in _texts(data.get("order")) if name in known]
        shown = first.shown
        if isinstance(data.get("shown"), list):
            fresh = first.shown - set(order)  # came with a newer version
            shown = fresh | {name for name in _texts(data["shown"]) if name in known}
        shown = shown - first.personal
        given = data.get("widths")
        widths = {
            str(name): min(MOST_PX, max(LEAST_PX, width))
            for name, width in (given.items() if isinstance(given, Mapping) else ())
            if name in known and isinstance(width, int) and not isinstance(width, bool)
        }
        return cls(_merged(order, first.order), shown or first.shown, widths, first.personal)

    def to_json(self) -> dict[str, Any]:
        """Return the layout as plain values."""
        shown = [name for name in self.order if name in self.shown - self.personal]
        return {"order": list(self.order), "shown": shown, "widths": dict(self.widths)}

    def with_shown(self, names: Iterable[str]) -> RowLayout:
        """Return the layout with these columns shown and no others."""
        return replace(self, shown=frozenset(names))

    def with_order(self, names: Sequence[str]) -> RowLayout:
        """Return the layout in another order."""
        return replace(self, order=_merged(list(names), self.order))

    def with_width(self, name: str, width: int) -> RowLayout:
        """Return the layout with another width of a column."""
        return replace(self, widths={**self.widths, name: width})


def _texts(value: object) -> list[str]:
    return list(dict.fromkeys(v for v in value if isinstance(v, str))) if isinstance(value, list) else []


def _merged(order: list[str], whole: Sequence[str]) -> tuple[str, ...]:
    """Return `order` with the columns it lacks put behind the one they follow in `whole`."""
    made = list(dict.fromkeys(order))
    for number, name in enumerate(whole):
        if name not in made:
            before = next((other for other in reversed(whole[:number]) if other in made), None)
            made.insert(0 if before is None else made.index(before) + 1, name)
    return tuple(made)
