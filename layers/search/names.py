"""Many names in one block of bytes, matched all at once against what was typed.

Knows entries and their texts; nothing of where they come from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layers.search.folding import Query, plain_letters, tidy, toned_letters
from layers.search.kinds import Entry, Found, Level, Why
from layers.words import collation_key

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Text = tuple[str, int, Why]
"""A text, the place of its entry, and what the text is."""

_NEWLINE, _SPACE = 10, 32
# Words for the kind of a unit: what follows is its name as well.
_KIND_WORD = re.compile(
    r"(?:xa|phuong|thi tran|thi xa|thanh pho|huyen|ban|tieu khu|to dan pho|xom|cum|diem) (?=\S)"
)
_NUMBERS = frozenset({Why.CODE, Why.DECISION, Why.SENDER_NUMBER})  # beside a name
SHORTEST_SLIP = 4  # letters; shorter texts are all alike but for one
LONGEST_INITIALS = 8


@dataclass(frozen=True)
class Facet:
    """What the entries of a block belong to, with the names of that: their commune, their initiative.

    Attributes
    ----------
    names : Names
        Entry of each value.
    value : ndarray of int, shape (entries,)
        Value of each entry of the block, −1 none.
    is_enough : bool
        Whether an entry is found by this alone.
    """

    names: Names
    value: IntArray
    is_enough: bool = False


class Names:
    """Texts of entries of one kind.

    Parameters
    ----------
    entries : sequence of Entry
    texts : iterable of (str, int, Why)
        Any number a entry; blank ones are passed over.

    Examples
    --------
    >>> from layers.search.kinds import Kind
    >>> names = Names([Entry(Kind.VILLAGE, "Bản Nà Mẫu")], [("Bản Nà Mẫu", 0, Why.NAME)])
    >>> [found.level.name for found in names.find(Query("na m"))]
    ['PREFIX']
    """

    def __init__(self, entries: Sequence[Entry], texts: Iterable[Text], facets: Sequence[Facet] = ()) -> None:
        kept = [(tidied, entry, why) for text, entry, why in texts if (tidied := tidy(text))]
        self.entries = entries
        self.facets = tuple(facets)
        self.texts = [text for text, _, _ in kept]
        self._entry = np.array([entry for _, entry, _ in kept], np.int64)
        self._why = [why for _, _, why in kept]
        self._is_number = np.array([why in _NUMBERS for why in self._why], bool)
        joined = "\n" + "".join(text + "\n" for text in self.texts)
        plain = plain_letters(joined)
        self._plain = plain
        self._data = np.frombuffer(plain.encode("ascii", "replace"), np.uint8)
        lengths = np.array([len(text) for text in self.texts], np.int64)
        self._ends = np.cumsum(lengths + 1)  # of the line feed after each text
        self._starts = self._ends - lengths
        self._bare = self._starts + _bare_offsets(plain)
        self._begins = np.unique(np.concatenate([self._starts, self._bare]))
        self._owner = np.repeat(np.arange(len(kept)), lengths + 1)
        self._owner = np.concatenate([[0], self._owner]).astype(np.int32)
        toned = toned_letters(joined)
        self._toned = np.frombuffer(toned.encode("utf-32-le"), np.uint32)
        self._common = np.bincount(self._data, minlength=256)
        self._initials = _initials(self._data)
        self._order = _order(entries)[self._entry]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Names:
        """Return the block of entries that have their name alone."""
        return cls(entries, [(entry.name, place, Why.NAME) for place, entry in enumerate(entries)])

    def __len__(self) -> int:
        return len(self.texts)

    # -- matching -----------------------------------------------------------------------------------

    def find(self, query: Query, most: int = 20) -> list[Found]:
        """Return the best fitting entries, best first, each once.

        Parameters
        ----------
        query : Query
        most : int
            How many at most.
        """
        if not query.plain or not len(self):
            return []
        levels, toned = self._levels(query)
        return self._best(levels, toned, most)

    def find_slips(self, query: Query, most: int = 20) -> list[Found]:
        """Return the entries whose name begins with what was typed but for one slip."""
        wanted = query.plain
        if len(wanted) < SHORTEST_SLIP or not len(self):
            return []
        slips = self._begins[one_slip(self._data, self._begins, wanted.encode("ascii", "replace"))]
        levels = np.full(len(self), Level.MISS, np.int8)
        levels[self._owner[slips]] = Level.NEAR
        return self._best(levels, np.zeros(len(self), bool), most)

    def word_hits(self, token: str) -> BoolArray:
        """Say of each entry whether a word of one of its texts begins with a token; shape (entries,)."""
        hits = self._occurrences(token)
        there = np.zeros(len(self.entries), bool)
        there[self._entry[self._owner[hits[self._begins_word(hits)]]]] = True
        return there

    def _levels(self, query: Query) -> tuple[npt.NDArray[np.int8], BoolArray]:
        """Return how well each text fits, and whether with the tones typed too."""
        levels = np.full(len(self), Level.MISS, np.int8)
        toned = np.zeros(len(self), bool)
        hits = self._occurrences(query.plain)
        self._mark_beside(levels, query)
        levels[self._owner[hits]] = Level.INSIDE
        self._mark_initials(levels, query.plain)
        self._mark_words(levels, query)
        words = hits[self._begins_word(hits)]
        levels[self._owner[words]] = Level.WORD
        names = words[self._begins_name(words)]
        levels[self._owner[names]] = Level.PREFIX
        exact = names[names + len(query.plain) == self._ends[self._owner[names]]]
        levels[self._owner[exact]] = Level.EXACT
        if query.has_tones and len(query.toned) == len(query.plain):
            typed = np.frombuffer(query.toned.encode("utf-32-le"), np.uint32)
            for place, letter in enumerate(typed):
                hits = hits[self._toned[hits + place] == letter]
            toned[self._owner[hits]] = True
        return levels, toned

    def _mark_initials(self, levels: npt.NDArray[np.int8], wanted: str) -> None:
        if not (2 <= len(wanted) <= LONGEST_INITIALS and wanted.isalpha()):
            return
        data, places = self._initials
        hits = _occurrences(data, wanted.encode("ascii"), None)
        hits = places[hits]
        levels[self._owner[hits[self._begins_name(hits)]]] = Level.INITIALS

    def _mark_words(self, levels: npt.NDArray[np.int8], query: Query) -> None:
        """Mark the texts in which, or in what they belong to, every word typed begins a word."""
        if len(query.tokens) < 2:
            return
        every, any_own = np.ones(len(self), bool), np.zeros(len(self), bool)
        for token in query.tokens:
            hits = self._occurrences(token)
            own = np.zeros(len(self), bool)
            own[self._owner[hits[self._begins_word(hits)]]] = True
            any_own |= own
            for facet in self.facets:
                own |= _of_facet(facet, token)[self._entry]
            every &= own
        fits = every & any_own
        levels[fits] = np.where(self._is_number[fits], Level.NUMBER_WORDS, Level.WORDS)

    def _mark_beside(self, levels: npt.NDArray[np.int8], query: Query) -> None:
        for facet in self.facets:
            if facet.is_enough:
                every = np.ones(len(self.entries), bool)
                for token in query.tokens:
                    every &= _of_facet(facet, token)
                levels[every[self._entry]] = Level.BESIDE

    def _occurrences(self, wanted: str) -> IntArray:
        return _occurrences(self._data, wanted.encode("ascii", "replace"), self._common)

    def _begins_word(self, hits: IntArray) -> BoolArray:
        before = self._data[hits - 1]
        return np.asarray((before == _SPACE) | (before == _NEWLINE))

    def _begins_name(self, hits: IntArray) -> BoolArray:
        owner = self._owner[hits]
        return np.asarray((hits == self._starts[owner]) | (hits == self._bare[owner]))

    # -- choosing -----------------------------------------------------------------------------------

    def _best(self, levels: npt.NDArray[np.int8], toned: BoolArray, most: int) -> list[Found]:
        fitting = np.flatnonzero(levels < Level.MISS)
        if not len(fitting):
            return []
        rank = (levels[fitting].astype(np.int64) * 2 + ~toned[fitting]) * len(self) + self._order[fitting]
        some = min(len(fitting), 4 * most)  # an entry may fit by several of its texts
        chosen = fitting[np.argpartition(rank, some - 1)[:some]] if some < len(fitting) else fitting
        found: dict[int, Found] = {}
        for place in sorted(chosen.tolist(), key=lambda place: self._rank(place, levels, toned)):
            found.setdefault(
                int(self._entry[place]), self._found(place, Level(levels[place]), bool(toned[place]))
            )
        return list(found.values())[:most]

    def _rank(self, place: int, levels: npt.NDArray[np.int8], toned: BoolArray) -> tuple[int, bool, int, int]:
        return int(levels[place]), not toned[place], int(self._order[place]), place

    def _found(self, place: int, level: Level, has_tones: bool) -> Found:
        entry = self.entries[self._entry[place]]
        if level is Level.BESIDE:
            return Found(entry, entry.context, Why.INITIATIVE, level)
        return Found(entry, self.texts[place], self._why[place], level, has_tones)


def one_slip(data: npt.NDArray[np.uint8], begins: IntArray, wanted: bytes) -> BoolArray:
    """Say where a text begins in which one letter is another, too many, missing or swapped with the next.

    Parameters
    ----------
    data : ndarray of uint8
        Texts, each ended by a line feed.
    begins : ndarray of int, shape (n,)
        Where texts begin.
    wanted : bytes
        What was typed, two letters at least.

    Returns
    -------
    ndarray of bool, shape (n,)
        False also where the text begins with exactly what was typed.

    Examples
    --------
    >>> data = np.frombuffer(b"phong lai\\nphang lay\\n", np.uint8)
    >>> one_slip(data, np.array([0, 10]), b"phong lay").tolist()
    [True, True]
    """
    length = len(wanted)
    typed = np.frombuffer(wanted, np.uint8)
    padded = np.concatenate([data, np.full(length + 2, _NEWLINE, np.uint8)])
    chosen = _nearly(padded, begins, typed)
    texts = padded[begins[chosen, None] + np.arange(length + 1)]
    same, later = texts[:, :-1] == typed, texts[:, 1:] == typed
    earlier = np.column_stack([texts[:, : length - 1] == typed[1:], np.ones(len(texts), bool)])
    differs = ~same
    at = differs.argmax(axis=1)
    rows = np.arange(len(texts))
    letter = texts[rows, at]
    is_inside = letter != _NEWLINE
    is_other = _rest(same)[rows, at + 1] & (is_inside | (at == length - 1))
    is_missing = _rest(later)[rows, at] & is_inside
    is_extra = _rest(earlier)[rows, at]
    following = np.minimum(at + 1, length - 1)
    is_turned = (letter == typed[following]) & (texts[rows, following] == typed[at]) & (following > at)
    is_swapped = is_turned & _rest(same)[rows, np.minimum(at + 2, length)]
    slips = np.zeros(len(begins), bool)
    slips[chosen] = differs.any(axis=1) & (is_other | is_missing | is_extra | is_swapped)
    return slips


def _nearly(padded: npt.NDArray[np.uint8], begins: IntArray, typed: npt.NDArray[np.uint8]) -> IntArray:
    """Return the places in `begins` of the texts that could fit but for one slip.

    A slip in the second half leaves the first one as it is; one in the first half moves the second by one
    letter at most. Letter after letter is compared: few texts are left after the first ones.
    """
    half = len(typed) // 2
    ways = [[(place, place) for place in range(half - 1)]]
    ways += [[(place, place + shift) for place in range(half, len(typed))] for shift in (-1, 0, 1)]
    may = np.zeros(len(begins), bool)
    for pairs in ways:
        left = np.arange(len(begins))
        for place, at in pairs:
            left = left[padded[begins[left] + at] == typed[place]]
        may[left] = True
    return np.flatnonzero(may)


def _rest(fits: BoolArray) -> BoolArray:
    """Say of each place whether all from there to the end fit; shape (n, m + 1), the last True."""
    ends = np.ones((len(fits), 1), bool)
    return np.column_stack([np.logical_and.accumulate(fits[:, ::-1], axis=1)[:, ::-1], ends])


def _of_facet(facet: Facet, token: str) -> BoolArray:
    hits = np.append(facet.names.word_hits(token), False)  # −1 is none
    return hits[facet.value]


def _occurrences(
    data: npt.NDArray[np.uint8], wanted: bytes, common: npt.NDArray[np.int64] | None
) -> IntArray:
    """Return where `wanted` begins in `data`; the rarest letter is looked for first."""
    order = list(range(len(wanted)))
    if common is not None:
        order.sort(key=lambda place: int(common[wanted[place]]))
    first, *others = order
    hits = np.flatnonzero(data == wanted[first]) - first
    hits = hits[(hits >= 0) & (hits + len(wanted) <= len(data))]
    for place in others:
        hits = hits[data[hits + place] == wanted[place]]
    return hits


def _bare_offsets(plain: str) -> IntArray:
    """Return of each text how long the word for its kind is, with the space after it."""
    offsets = (
        [found.end() if (found := _KIND_WORD.match(text)) else 0 for text in plain[1:-1].split("\n")]
        if len(plain) > 1
        else []
    )
    return np.array(offsets, np.int64)


def _initials(data: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.uint8], IntArray]:
    """Return the first letters of all words with the line feeds between texts, and where each stands."""
    before = np.concatenate([[np.uint8(_NEWLINE)], data[:-1]])
    begins = (data > _SPACE) & ((before == _SPACE) | (before == _NEWLINE))
    places = np.flatnonzero(begins | (data == _NEWLINE))
    return data[places], places


def _order(entries: Sequence[Entry]) -> IntArray:
    """Return the place of each entry in the Vietnamese order of the names shown."""
    keys = [collation_key(entry.name) for entry in entries]
    ranks = np.empty(len(keys), np.int64)
    ranks[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return ranks
