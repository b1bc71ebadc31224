"""Names of communes in all vintages mean the communes of the document; ambiguous ones mean all of them."""

from __future__ import annotations

import pandas as pd
import pytest

from layers.registers import Register
from layers.search.folding import Query
from layers.search.kinds import Found, Why
from layers.search.names import Names
from layers.search.places import Places, places_of


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.load()


@pytest.fixture(scope="module")
def places(register: Register) -> Places:
    return places_of(register)


def _exact(names: Names, typed: str) -> list[Found]:
    return [found for found in names.find(Query(typed)) if found.level.name == "EXACT"]


def test_there_are_the_communes_of_today(places: Places, register: Register) -> None:
    assert len(places.communes.entries) == register.count() == 75
    assert places.full_names["03724"] == "Xã Bình Thuận"


def test_an_old_name_means_the_commune_of_today(places: Places) -> None:
    (found,) = _exact(places.old_names, "phong lai")
    assert (found.entry.name, found.entry.codes, found.text) == ("Xã Bình Thuận", ("03724",), "Phổng Lái")
    assert (found.why, found.entry.context) == (Why.OLD_NAME, "Huyện Thuận Châu")


def test_a_name_that_existed_twice_gives_both_with_their_districts(places: Places) -> None:
    found = _exact(places.old_names, "Chiềng Chung")
    assert {(one.entry.codes, one.entry.context) for one in found} >= {
        (("04117",), "Huyện Mai Sơn"),
    }
    assert len({one.entry.codes for one in found}) == 2
    assert len({one.entry.context for one in found}) >= 2


def test_names_equal_without_tones_are_all_found(places: Places) -> None:
    both = _exact(places.communes, "chieng an") + _exact(places.old_names, "chieng an")
    assert {one.text for one in both} >= {"Phường Chiềng An", "Chiềng Ân"}


def test_a_name_the_commune_still_has_is_no_old_name(places: Places) -> None:
    kept = {(entry.name, text) for entry, text in zip(_entries(places), places.old_names.texts, strict=True)}
    assert ("Xã Ngọc Chiến", "Ngọc Chiến") not in kept
    assert not [1 for name, text in kept if name in (f"Xã {text}", f"Phường {text}")]


def _entries(places: Places):
    names = places.old_names
    return [names.entries[place] for place in names._entry]


def test_a_split_town_means_all_its_successors(places: Places, register: Register) -> None:
    split = [unit for unit in register.units("2024-12") if unit.split]
    assert split
    for unit in split:
        codes = {found.entry.codes for found in places.old_names.find(Query(unit.name), most=200)}
        codes |= {found.entry.codes for found in places.communes.find(Query(unit.name), most=200)}
        assert {(code,) for code in unit.successors} <= codes


def test_a_former_district_means_its_communes(places: Places, register: Register) -> None:
    found = _exact(places.districts, "thuan chau")[0]
    assert found.entry.name == "Huyện Thuận Châu (cũ)"
    expected = {
        code
        for vintage in ("2024-12", "2025-02")
        for unit in register.units(vintage)
        if unit.district == "Huyện Thuận Châu"
        for code in unit.successors
    }
    assert set(found.entry.codes) == expected


def test_a_code_is_found(places: Places) -> None:
    (found,) = _exact(places.communes, "03724")
    assert (found.entry.name, found.why) == ("Xã Bình Thuận", Why.CODE)


def test_a_group_takes_the_place_of_a_district_of_its_name(register: Register) -> None:
    groups = pd.DataFrame({"set_name": ["Huyện cũ"], "name": ["Huyện Thuận Châu (cũ)"]}, index=["g"])
    members = pd.DataFrame({"group_id": ["g", "g"], "vintage": ["2025-07"] * 2, "code": ["03724", "99999"]})
    places = places_of(register, groups=groups, group_members=members)
    assert [(entry.name, entry.codes) for entry in places.groups.entries] == [
        ("Huyện Thuận Châu (cũ)", ("03724",))
    ]
    assert "Huyện Thuận Châu (cũ)" not in {entry.name for entry in places.districts.entries}


def test_the_document_decides_which_communes_there_are(register: Register) -> None:
    communes = pd.DataFrame(
        {
            "vintage": ["2025-07", "2025-07", "2024-12"],
            "code": ["03724", "00001", "00002"],
            "name": ["Bình Thuận", "Ô thử", "Xưa"],
            "unit_type": ["xa", None, "xa"],
            "district": ["Huyện Thuận Châu", None, None],
        }
    )
    places = places_of(register, "2025-07", communes)
    assert [entry.name for entry in places.communes.entries] == ["Xã Bình Thuận", "Ô thử"]
    assert {entry.codes for entry in places.old_names.entries} == {("03724",)}


def test_in_an_older_document_names_of_today_mean_the_units_they_were_made_of(register: Register) -> None:
    places = places_of(register, "2024-12")
    assert len(places.communes.entries) == 204
    found = _exact(places.old_names, "binh thuan")
    assert {register.unit(one.entry.codes[0], "2024-12").name for one in found} == {"Phổng Lái", "Chiềng Pha"}


def test_an_unknown_vintage_has_no_names_of_the_register(register: Register) -> None:
    places = places_of(register, "2030-01")
    assert [len(block) for block in places.blocks] == [0, 0, 0, 0]
