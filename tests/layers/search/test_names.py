"""A block of names finds by beginnings, words, initials and slips, and ranks as people expect."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.search.folding import Query
from layers.search.kinds import Entry, Kind, Level, Why
from layers.search.names import Facet, Names, one_slip


def _names(*texts: str) -> Names:
    return Names.of([Entry(Kind.VILLAGE, text, str(place)) for place, text in enumerate(texts)])


def _found(names: Names, typed: str) -> list[tuple[str, str]]:
    return [(found.entry.name, found.level.name) for found in names.find(Query(typed))]


def test_levels_from_exact_to_inside() -> None:
    names = _names("Mai", "Mai Sơn", "Chiềng Mai", "Xã Mai", "Somai", "Hát Lót")
    assert _found(names, "mai") == [
        ("Mai", "EXACT"),
        ("Xã Mai", "EXACT"),  # the word for the kind is no part of the name
        ("Mai Sơn", "PREFIX"),
        ("Chiềng Mai", "WORD"),
        ("Somai", "INSIDE"),
    ]


def test_all_words_in_any_order_and_their_beginnings() -> None:
    names = _names("Cụm Bản Lốm Mẫu", "Cụm Bản Lốm Dụ")
    assert _found(names, "mau cum lo") == [("Cụm Bản Lốm Mẫu", "WORDS")]
    assert _found(names, "cum xyz") == []


def test_initials_of_the_first_words() -> None:
    names = _names("Mường Lạn", "Bản Mường Lèo", "Nà Mường Lạn", "Mường")
    assert _found(names, "ml") == [("Bản Mường Lèo", "INITIALS"), ("Mường Lạn", "INITIALS")]
    assert _found(names, "nm") == [("Nà Mường Lạn", "INITIALS")]


def test_typed_tones_come_first_and_untoned_ones_stay() -> None:
    names = _names("Mường Sại", "Mường Sai", "Mường Sài")
    assert [name for name, _ in _found(names, "Mường Sai")] == ["Mường Sai", "Mường Sài", "Mường Sại"]
    assert next(name for name, _ in _found(names, "Mường Sại")) == "Mường Sại"
    assert {found.has_tones for found in names.find(Query("muong sai"))} == {False}


def test_equal_matches_stand_in_vietnamese_order() -> None:
    names = _names("Nà Ất", "Nà Ân", "Nà An", "Nà Ăn", "Nà Đông", "Nà Dương")
    assert [name for name, _ in _found(names, "na")] == [
        "Nà An",
        "Nà Ăn",
        "Nà Ân",
        "Nà Ất",
        "Nà Dương",
        "Nà Đông",
    ]


def test_an_entry_with_several_texts_is_found_once_by_its_best() -> None:
    entry = Entry(Kind.VILLAGE, "Nà Mẫu", "a")
    names = Names([entry], [("Nà Mẫu", 0, Why.NAME), ("Mẫu", 0, Why.ALIAS), ("  ", 0, Why.ALIAS)])
    found = names.find(Query("mau"))
    assert [(one.text, one.why, one.level) for one in found] == [("Mẫu", Why.ALIAS, Level.EXACT)]


def test_no_more_than_asked_for_and_the_best_of_them() -> None:
    names = _names(*(f"Nà {number}" for number in range(500)), "Nà")
    found = names.find(Query("na"), most=5)
    assert len(found) == 5
    assert found[0].entry.name == "Nà"


def test_the_commune_of_a_village_narrows_but_does_not_find() -> None:
    communes = Names.of([Entry(Kind.COMMUNE, "Xã Bình Thuận"), Entry(Kind.COMMUNE, "Xã Mai Sơn")])
    villages = [
        Entry(Kind.VILLAGE, "Nà Mẫu", "a"),
        Entry(Kind.VILLAGE, "Nà Mẫu", "b"),
        Entry(Kind.VILLAGE, "Nà", "c"),
    ]
    texts = [(entry.name, place, Why.NAME) for place, entry in enumerate(villages)]
    names = Names(villages, texts, [Facet(communes, np.array([0, 1, -1]))])
    assert [found.entry.id for found in names.find(Query("na mau binh thuan"))] == ["a"]
    assert names.find(Query("binh thuan")) == []


def test_an_initiative_finds_its_sites() -> None:
    initiatives = Names.of([Entry(Kind.INITIATIVE, "Hộ tự quản")])
    sites = [Entry(Kind.SITE, "Bản A", "a", context="Hộ tự quản"), Entry(Kind.SITE, "Bản B", "b")]
    texts = [(entry.name, place, Why.NAME) for place, entry in enumerate(sites)]
    names = Names(sites, texts, [Facet(initiatives, np.array([0, -1]), is_enough=True)])
    found = names.find(Query("tu quan"))
    assert [(one.entry.id, one.level, one.why, one.text) for one in found] == [
        ("a", Level.BESIDE, Why.INITIATIVE, "Hộ tự quản")
    ]


def test_one_slip_is_forgiven_where_it_is_asked_for() -> None:
    names = _names("Phổng Lái", "Mường Lèo", "Bản Chiềng Cọ")
    for typed in ("phonglai", "pohng lai", "phomg lai", "phong laii"):
        assert [found.entry.name for found in names.find_slips(Query(typed))] == ["Phổng Lái"], typed
    assert [found.entry.name for found in names.find_slips(Query("chienc co"))] == ["Bản Chiềng Cọ"]
    assert names.find_slips(Query("phang lay")) == []
    assert names.find_slips(Query("pho")) == []  # too short to tell


def test_nothing_is_found_for_nothing_and_in_nothing() -> None:
    assert _names("Nà").find(Query("  ")) == []
    assert Names.of([]).find(Query("na")) == []
    assert Names.of([]).find_slips(Query("nama")) == []


def _distance(one: str, other: str) -> int:
    """Return the edit distance with swaps of neighbours, the slow way."""
    table = np.zeros((len(one) + 1, len(other) + 1), int)
    table[:, 0], table[0, :] = range(len(one) + 1), range(len(other) + 1)
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            is_other = one[i - 1] != other[j - 1]
            best = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + is_other)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                best = min(best, table[i - 2, j - 2] + 1)
            table[i, j] = best
    return int(table[-1, -1])


def is_one_slip(wanted: str, name: str) -> bool:
    data = np.frombuffer(f"{name}\nabcabcabc\n".encode(), np.uint8)
    return bool(one_slip(data, np.array([0]), wanted.encode())[0])


@settings(max_examples=30, deadline=None)
@given(st.text("abc", min_size=2, max_size=6), st.text("abc", max_size=7))
def test_a_slip_is_an_edit_distance_of_one_to_a_beginning(wanted: str, name: str) -> None:
    beginnings = [name[:end] for end in range(len(name) + 1)]
    nearest = min(_distance(wanted, beginning) for beginning in beginnings)
    if is_one_slip(wanted, name):
        assert nearest <= 1
    elif not name.startswith(wanted):
        assert nearest > 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text("aàáb d", max_size=8), max_size=12), st.text("aàb d", min_size=1, max_size=4))
def test_everything_that_holds_the_text_is_found(texts: list[str], typed: str) -> None:
    names = _names(*texts)
    query = Query(typed)
    found = {one.entry.id for one in names.find(query, most=50)}
    holding = {
        str(place) for place, text in enumerate(texts) if query.plain and query.plain in Query(text).plain
    }
    assert holding <= found


@pytest.mark.parametrize("typed", ["?", "中", "\x00", "((", "\\", "a" * 500])
def test_odd_letters_find_nothing_and_break_nothing(typed: str) -> None:
    assert _names("Nà Mẫu", "Mường Lèo").find(Query(typed)) == []


def test_words_of_a_name_come_before_the_number_of_a_decision() -> None:
    entries = [Entry(Kind.SITE, "Cụm Bản Nong Mẫu"), Entry(Kind.SITE, "Cụm Tiểu khu 12")]
    texts = [(entry.name, place, Why.NAME) for place, entry in enumerate(entries)]
    of_all = Names.of([Entry(Kind.INITIATIVE, "Cụm dân cư an toàn")])
    facet = Facet(of_all, np.zeros(2, np.int64), is_enough=True)
    names = Names(entries, [*texts, ("120/QĐ-UBND", 0, Why.DECISION)], [facet])
    found = names.find(Query("cum dan cu 12"))
    assert [(one.entry.name, one.level, one.text) for one in found] == [
        ("Cụm Tiểu khu 12", Level.WORDS, "Cụm Tiểu khu 12"),
        ("Cụm Bản Nong Mẫu", Level.NUMBER_WORDS, "120/QĐ-UBND"),
    ]
