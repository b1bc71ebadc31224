from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely

from layers.boundaries import Boundaries
from layers.commands import set_boundaries
from layers.io.first_look import MOST_KEPT, TOLERANCES_M, FirstLook, FirstLooks, Outlines
from layers.io.workspace_file import save_workspace
from layers.schematic import schematic_boundaries
from layers.workspace import Workspace

from .workspace_files import change_file


def _file(boundaries: Boundaries, path: Path) -> Path:
    workspace = Workspace.new("Thử", vintage=boundaries.vintage)
    workspace.execute(set_boundaries(workspace, boundaries.to_communes(), boundaries.vintage))
    save_workspace(workspace, path)
    return path


@pytest.fixture
def file(squares: Boundaries, tmp_path: Path) -> Path:
    return _file(squares, tmp_path / "một tệp.gpkg")


@pytest.fixture
def looks(tmp_path: Path) -> FirstLooks:
    return FirstLooks(tmp_path / "kept")


def _areas(outlines: Outlines) -> list[float]:
    """Return the area of each commune that the rings enclose."""
    rings = np.split(outlines.points, np.cumsum(outlines.rings)[:-1])
    owner = np.repeat(np.arange(len(outlines.communes)), outlines.communes)
    total = np.zeros(len(outlines.communes))
    for place, ring in zip(owner, rings, strict=True):
        total[place] += shapely.Polygon(ring).area
    return total.tolist()


def test_what_is_kept_has_the_shape_of_the_communes(
    file: Path, looks: FirstLooks, squares: Boundaries
) -> None:
    key = looks.key_of(file)
    assert key is not None
    assert looks.load(key) is None
    looks.keep(key, squares)
    look = looks.load(key)
    assert look is not None
    assert look.bounds_m == pytest.approx(squares.bounds_m)
    for tolerance in TOLERANCES_M:
        assert _areas(look.outlines[tolerance]) == pytest.approx(squares.simplified(tolerance).area.tolist())


def test_a_hole_and_a_second_part_are_rings_of_their_commune(looks: FirstLooks, squares: Boundaries) -> None:
    shapes = squares.gdf.geometry.to_numpy().copy()
    whole = shapes[0]
    x, y = whole.centroid.x, whole.centroid.y
    holed = shapely.difference(whole, shapely.box(x - 900, y - 900, x + 900, y + 900))
    shapes[0] = shapely.union(holed, shapely.box(x - 90_000, y, x - 80_000, y + 9_000))
    looks.keep("k", Boundaries.build(squares.gdf, shapes, vintage=squares.vintage))
    look = looks.load("k")
    assert look is not None
    assert look.outlines[TOLERANCES_M[0]].communes.tolist() == [3, *[1] * (len(shapes) - 1)]


def test_the_key_is_that_of_the_communes_alone(file: Path, looks: FirstLooks, tmp_path: Path) -> None:
    key = looks.key_of(file)
    change_file(file, "UPDATE meta SET value = 'Khác' WHERE key = 'title'")
    assert looks.key_of(file) == key
    change_file(file, "DELETE FROM communes WHERE code = (SELECT max(code) FROM communes)")
    assert looks.key_of(file) not in (None, key)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE layers SET visible = 0 WHERE kind = 'boundaries'",
        "UPDATE layers SET opacity = 0.5 WHERE kind = 'boundaries'",
        "UPDATE communes SET schematic = 1",
        "UPDATE communes SET geom = NULL WHERE fid = 1",
        "DELETE FROM communes",
        "DROP TABLE meta",
    ],
)
def test_what_the_map_would_show_otherwise_has_no_first_look(
    file: Path, looks: FirstLooks, statement: str
) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(statement)
    connection.close()
    assert looks.key_of(file) is None


def test_schematic_communes_have_none(tmp_path: Path, looks: FirstLooks, register) -> None:
    assert looks.key_of(_file(schematic_boundaries(register), tmp_path / "w.gpkg")) is None


def test_what_is_no_workspace_has_none(tmp_path: Path, looks: FirstLooks) -> None:
    text = tmp_path / "text.gpkg"
    text.write_text("no database", encoding="utf-8")
    assert looks.key_of(text) is None
    assert looks.key_of(tmp_path / "missing.gpkg") is None
    assert looks.key_of(tmp_path) is None


def test_looking_leaves_the_file_and_its_folder_as_they_are(file: Path, looks: FirstLooks) -> None:
    before = file.read_bytes(), sorted(file.parent.iterdir())
    looks.key_of(file)
    assert (file.read_bytes(), sorted(file.parent.iterdir())) == before


@pytest.mark.parametrize("damage", ["empty", "cut", "text", "short"])
def test_a_damaged_file_is_thrown_away(damage: str, looks: FirstLooks, squares: Boundaries, tmp_path) -> None:
    looks.keep("k", squares)
    (path,) = (tmp_path / "kept").iterdir()
    whole = path.read_bytes()
    if damage == "short":
        with np.load(path) as kept:
            arrays = dict(kept)
        name = f"t{TOLERANCES_M[0]:g}_points"
        arrays[name] = arrays[name][:-1]
        with path.open("wb") as stream:
            np.savez(stream, **arrays)
    else:
        path.write_bytes({"empty": b"", "cut": whole[: len(whole) // 2], "text": b"no numbers"}[damage])
    assert looks.load("k") is None
    assert not path.exists()


def test_only_the_newest_are_kept(looks: FirstLooks, squares: Boundaries, tmp_path: Path) -> None:
    for number in range(MOST_KEPT + 2):
        looks.keep(f"k{number}", squares)
        os.utime(tmp_path / "kept" / f"k{number}.look", (number, number))
    looks.keep("last", squares)
    names = {path.stem for path in (tmp_path / "kept").iterdir()}
    assert len(names) == MOST_KEPT
    assert "last" in names
    assert "k0" not in names


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path, squares: Boundaries) -> None:
    (tmp_path / "kept").write_text("a file", encoding="utf-8")
    looks = FirstLooks(tmp_path / "kept")
    looks.keep("k", squares)
    assert looks.load("k") is None


def test_looking_imports_nothing_that_takes_long(root: Path) -> None:
    script = (
        "import sys, layers.io.first_look;"
        "print(sorted({'pandas', 'shapely', 'geopandas', 'pyproj', 'PySide6'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_real_communes_keep_their_place(real_data: Path, looks: FirstLooks, register) -> None:
    from layers.io.boundary_files import read_boundaries

    boundaries = read_boundaries(real_data / "sonla_communes_2025.gpkg", register)
    looks.keep("real", boundaries)
    look: FirstLook | None = looks.load("real")
    assert look is not None
    assert len(look.outlines[TOLERANCES_M[0]].communes) == 75
    assert look.bounds_m == pytest.approx(boundaries.bounds_m, abs=TOLERANCES_M[0])
