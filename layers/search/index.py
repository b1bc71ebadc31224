"""Everything in a document that can be found, and what is found for what was typed, best first.

Built from a snapshot in a job and handed over whole; knows no window and no action.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from layers.progress import SILENT, Progress
from layers.schema import CONTEXT_PREFIX
from layers.search.folding import Query
from layers.search.kinds import PLACE_OF_KIND, Entry, Found, Kind, Level
from layers.search.names import Names
from layers.search.numbers import Numbers
from layers.search.places import Places, places_of
from layers.search.rows import context_of, initiatives_of, sites_of, views_of, villages_of
from layers.units import CURRENT
from layers.words import collation_key

if TYPE_CHECKING:
    from layers.registers import Register
    from layers.snapshot import Snapshot

MOST_OF_A_KIND = 20
MOST = 60
Part = TypeVar("Part")
Key = tuple[str, tuple[pd.DataFrame, ...]]


@dataclass(frozen=True)
class Answer:
    """What was found, best first; `has_more` where more fits than is told."""

    found: tuple[Found, ...] = ()
    has_more: bool = False


@dataclass(frozen=True, eq=False)
class SearchIndex:
    """The names and numbers of one state of a document.

    Attributes
    ----------
    places : Places
    blocks : tuple of Names
        Everything else that has a name.
    incidents : Numbers or None
    keys, parts : mapping of str
        Vintage and frames each part was built from, and the part: built anew only when one of them changed.

    Examples
    --------
    >>> from layers.registers import Register
    >>> found = SearchIndex.of_register(Register.load()).search(Query("phong lai")).found[0]
    >>> found.entry.name, found.text
    ('Xã Bình Thuận', 'Phổng Lái')
    """

    places: Places
    blocks: tuple[Names, ...] = ()
    incidents: Numbers | None = None
    keys: Mapping[str, Key] = field(default_factory=dict)
    parts: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of_register(cls, register: Register, vintage: str = CURRENT) -> SearchIndex:
        """Return the index that needs no document: communes of all vintages and former districts."""
        return cls(places_of(register, vintage))

    @classmethod
    def empty(cls) -> SearchIndex:
        """Return the index of no document."""
        nothing = Names.of(())
        return cls(Places(nothing, nothing, nothing, nothing, {}))

    @classmethod
    def of_snapshot(
        cls,
        snapshot: Snapshot,
        register: Register,
        before: SearchIndex | None = None,
        progress: Progress = SILENT,
    ) -> SearchIndex:
        """Return the index of a document.

        Parameters
        ----------
        snapshot : Snapshot
        register : Register
        before : SearchIndex, optional
            An earlier one of the same document: what has not changed since is taken from it.
        progress : Progress
        """
        maker = _Maker(snapshot, before, progress)
        frame, vintage = snapshot.frame, snapshot.vintage or CURRENT
        tables = ("communes", "commune_groups", "commune_group_members")
        places = maker.part(
            "places", tables, lambda: places_of(register, vintage, *(frame(table) for table in tables))
        )
        communes = places.communes
        initiatives = maker.part(
            "initiatives", ("initiatives",), lambda: initiatives_of(frame("initiatives"))
        )
        villages = maker.part(
            "villages", ("villages", "communes"), lambda: villages_of(frame("villages"), communes)
        )
        sites = maker.part(
            "sites",
            ("sites", "initiatives", "communes"),
            lambda: sites_of(frame("sites"), initiatives, communes),
        )
        context_tables = tuple(name for name in snapshot.frames if name.startswith(CONTEXT_PREFIX))
        context = maker.part("context", context_tables, lambda: context_of(snapshot.frames))
        bookmarks = views_of(snapshot.documents)
        incidents = maker.part("incidents", ("incidents",), lambda: Numbers(frame("incidents")))
        blocks = (villages, sites, initiatives, bookmarks, context)
        return cls(places, blocks, incidents, maker.keys, maker.parts)

    def search(
        self, query: Query, *, commands: Names | None = None, include_incidents: bool = True, most: int = MOST
    ) -> Answer:
        """Return what fits, best first.

        Exact before the beginning of a name, before the beginning of a word, before anything else; what also
        fits with the tones that were typed before what does not; then by the order of `Kind`, then in
        Vietnamese order. A command never stands before a place of exactly this name. Slips of one letter are
        looked for only where nothing else is found; each commune is told once.

        Parameters
        ----------
        query : Query
        commands : Names, optional
            What the window can do.
        include_incidents : bool
            False hides them, as in front of a room.
        most : int
        """
        if not query.plain:
            return Answer()
        every = [*self.places.blocks, *self.blocks, *([commands] if commands is not None else [])]
        found = [one for block in every for one in block.find(query, MOST_OF_A_KIND + 1)]
        if self.incidents is not None and include_incidents:
            found += self.incidents.find(query, MOST_OF_A_KIND + 1)
        if not found:
            found = [one for block in every for one in block.find_slips(query, MOST_OF_A_KIND + 1)]
        return _chosen(found, most)


def command_names(texts: Sequence[tuple[str, str]]) -> Names:
    """Return the names of commands from (id, text) pairs."""
    return Names.of([Entry(Kind.COMMAND, text, identity) for identity, text in texts])


def _chosen(found: Sequence[Found], most: int) -> Answer:
    ordered = sorted((_demoted(one) for one in found), key=_rank)
    kept: dict[tuple[str, ...], Found] = {}
    of_kind: dict[Kind, int] = {}
    has_more = False
    for one in ordered:
        entry = one.entry
        is_commune = entry.kind in (Kind.COMMUNE, Kind.OLD_NAME)
        key = ("commune", *entry.codes) if is_commune else (entry.kind.value, entry.table, entry.id)
        if key in kept:
            continue
        of_kind[entry.kind] = of_kind.get(entry.kind, 0) + 1
        if of_kind[entry.kind] > MOST_OF_A_KIND or len(kept) >= most:
            has_more = True
            continue
        kept[key] = one
    return Answer(tuple(kept.values()), has_more)


def _demoted(found: Found) -> Found:
    """Let a command whose text is exactly this stand below places of that name."""
    is_first = found.entry.kind is Kind.COMMAND and found.level is Level.EXACT
    return replace(found, level=Level.PREFIX) if is_first else found


def _rank(found: Found) -> tuple[Any, ...]:
    entry = found.entry
    return (
        found.level,
        not found.has_tones,
        PLACE_OF_KIND[entry.kind],
        collation_key(entry.name),
        collation_key(entry.context),
        entry.codes,
        entry.id,
    )


class _Maker:
    """Builds the parts of an index, or takes them from an earlier one."""

    def __init__(self, snapshot: Snapshot, before: SearchIndex | None, progress: Progress) -> None:
        self._snapshot = snapshot
        self._before = before
        self._progress = progress
        self.keys: dict[str, Key] = {}
        self.parts: dict[str, Any] = {}

    def part(self, name: str, tables: Sequence[str], make: Callable[[], Part]) -> Part:
        """Return a part: the earlier one while none of the frames it reads has been replaced."""
        self._progress.report(len(self.parts) / 6)
        key = (self._snapshot.vintage, tuple(self._snapshot.frame(table) for table in tables))
        before = self._before
        is_kept = before is not None and _is_same(before.keys.get(name), key)
        made: Part = before.parts[name] if before is not None and is_kept else make()
        self.keys[name] = key
        self.parts[name] = made
        return made


def _is_same(one: Key | None, other: Key) -> bool:
    """Say whether the vintage is the same and no frame has been replaced."""
    if one is None or one[0] != other[0] or len(one[1]) != len(other[1]):
        return False
    return all(first is second for first, second in zip(one[1], other[1], strict=True))
