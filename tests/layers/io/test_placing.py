from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.boundaries import Boundaries
from layers.commands import add_rows, set_boundaries
from layers.crs import to_store
from layers.io.cells import Cell
from layers.io.placing import Placing, communes_at, village_key
from layers.registers import Register
from layers.schema import Position
from layers.workspace import Workspace


def cells(**values: Cell) -> Callable[[str], Cell]:
    return lambda name: values.get(name)


@pytest.fixture
def placing(workspace: Workspace, register: Register) -> Placing:
    villages = pd.DataFrame(
        {
            "name": ["Nà Mẫu 1", "Pá Thử", "Pá Thử", "Tiểu khu 91"],
            "commune_code": ["03724", "03724", "04240", "03721"],
            "lon": [103.61, None, 103.3, 103.7],
            "lat": [21.57, None, 20.9, 21.43],
            "aliases": [["Nà Cũ"], None, None, None],
        },
        index=["v1", "v2", "v3", "v4"],
    )
    workspace.execute(add_rows(workspace, "villages", villages))
    return Placing(workspace.snapshot(), register)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Bản Nà Mẫu I", "Nà Mẫu 1"),
        ("b. Nà Mẫu 01", "nà mẫu 1"),
        ("TK91", "Tiểu khu 91"),
        ("TK 91", "tiểu khu 91"),
        ("TDP 3", "Tổ dân phố 3"),
        ("Tổ 3", "tổ dân phố 03"),
    ],
)
def test_spellings_of_one_village(left: str, right: str) -> None:
    assert village_key(left) == village_key(right)


def test_names_that_are_not_one_village() -> None:
    names = ["Nà Mẫu 1", "Nà Mẫu 2", "Nà Mẫu", "Tiểu khu 1", "Tổ dân phố 1", "Bản 1"]
    assert len({village_key(name) for name in names}) == len(names)


@given(st.text(alphabet="abcdeghiklmnopqrstuvxy 0123456789đâêô.", max_size=20))
@settings(max_examples=50, deadline=None)
def test_a_key_is_its_own_key(text: str) -> None:
    assert village_key("Bản " + village_key(text)) in (village_key(text), village_key("Bản " + text))


def test_coordinates_win_over_names(placing: Placing) -> None:
    place = placing.find(
        cells(commune="Xã Bình Thuận", village="Bản Nà Mẫu I", lat="21,5712", lon="103,6188")
    )
    assert (place.position, place.lon, place.lat) == (Position.EXACT, 103.6188, 21.5712)
    assert (place.commune_code, place.village_id, place.position_m) == ("03724", "v1", None)
    assert place.position_text == "21,5712; 103,6188"


def test_without_coordinates_the_village_then_the_commune(placing: Placing, register: Register) -> None:
    by_village = placing.find(cells(commune="Bình Thuận", village="Nà Cũ"))
    assert (by_village.position, by_village.lon, by_village.village_id) == (Position.VILLAGE, 103.61, "v1")
    # The village is known but not where it is.
    by_commune = placing.find(cells(commune="Bình Thuận", village="Pá Thử"))
    centre = register.communes().loc["03724"]
    assert (by_commune.position, by_commune.village_id) == (Position.COMMUNE, "v2")
    assert (by_commune.lon, by_commune.lat) == (centre["lon"], centre["lat"])
    # A circle of 121.78 km² has a radius of 6,226 m.
    assert by_commune.position_m == 6226.0
    nowhere = placing.find(cells())
    assert (nowhere.position, nowhere.lon, nowhere.commune_code) == (Position.NONE, None, None)


def test_unreadable_coordinates_fall_back_and_say_so(placing: Placing) -> None:
    place = placing.find(cells(commune="Bình Thuận", lat="gần cầu", lon="x"))
    assert place.position is Position.COMMUNE
    assert [finding[1] for finding in place.mended] == ["coordinates_unreadable"]


def test_an_ambiguous_commune_is_asked_with_all_it_may_be(placing: Placing) -> None:
    place = placing.find(cells(commune="Chiềng Chung"))
    assert place.commune_code is None
    ((name, problem, value, candidates),) = place.held
    assert (name, problem, value) == ("commune", "commune_ambiguous", "Chiềng Chung")
    assert sorted(candidate[:5] for candidate in candidates) == ["04000", "04117"]
    for options in ({"district": "Mai Sơn"}, {"commune_old": "Chiềng Chung", "commune": "Mường Chanh"}):
        assert placing.find(cells(**{"commune": "Chiềng Chung", **options})).commune_code == "04117"


def test_old_names_and_names_without_tones_are_mended(placing: Placing) -> None:
    old = placing.find(cells(commune="Phổng Lái"))
    assert (old.commune_code, [finding[1] for finding in old.mended]) == ("03724", ["old_commune_name"])
    column = placing.find(cells(commune_old="Phổng Lái"))
    assert (column.commune_code, column.mended[0][0]) == ("03724", "commune_old")
    plain = placing.find(cells(commune="xa Muong Leo"))
    assert (plain.commune_code, [finding[1] for finding in plain.mended]) == ("04240", ["name_without_tones"])
    assert placing.find(cells(commune="Xã Mai Sơn (Cò Nòi cũ)")).commune_code == "04105"
    unknown = placing.find(cells(commune="Xã Bình Thuân Hạ"))
    assert unknown.held[0][1] == "commune_unknown"
    contradicted = placing.find(cells(commune="Bình Thuận", commune_old="Cò Nòi"))
    assert contradicted.held[0][1] == "commune_ambiguous"


def test_a_village_is_looked_for_everywhere_when_the_commune_is_not_written(placing: Placing) -> None:
    assert placing.find(cells(village="TK91")).village_id == "v4"
    assert [finding[1] for finding in placing.find(cells(village="Pá Thử")).notes] == ["village_ambiguous"]
    unknown = placing.find(cells(commune="Bình Thuận", village="Huổi Xa"))
    assert [finding[1] for finding in unknown.notes] == ["village_unknown"]


def test_codes_of_the_vintage_of_the_workspace(register: Register) -> None:
    old = Workspace.new("cũ", vintage="2025-02")
    placing = Placing(old.snapshot(), register)
    assert placing.find(cells(commune="Phổng Lái")).commune_code == register.resolve(
        "Phổng Lái", vintage="2025-02"
    ).matches[0].code  # fmt: skip
    assert placing.find(cells(commune="Chiềng Chung")).held[0][1] == "commune_ambiguous"


def test_the_commune_a_point_is_in(workspace: Workspace, squares: Boundaries) -> None:
    # Squares of 12 km from E 460000; the border of the first two is E 472000 and belongs to the lower code.
    x = np.array([461_000.0, 472_500.0, 471_999.0, 459_000.0, np.nan])
    lon, lat = to_store(x, np.full(5, 2_345_000.0))
    assert communes_at(workspace.snapshot(), lon, lat) is None
    workspace.execute(set_boundaries(workspace, squares.to_communes(), "2025-07"))
    assert communes_at(workspace.snapshot(), lon, lat) == ["03646", "03724", "03646", None, None]
