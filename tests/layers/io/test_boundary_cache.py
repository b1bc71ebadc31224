from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from layers.boundaries import Boundaries, boundaries_of
from layers.io import boundary_cache
from layers.io.boundary_cache import MOST_KEPT, TOLERANCES_M, BoundaryCache
from layers.io.boundary_files import read_boundaries
from layers.registers import Register
from layers.schematic import schematic_boundaries
from layers.snapshot import Snapshot
from layers.workspace import Workspace


@pytest.fixture(scope="module")
def document() -> Snapshot:
    """Return a document inside the schematic boundaries."""
    from layers.commands import set_boundaries

    made = schematic_boundaries(Register.load())
    workspace = Workspace.new("Thử")
    workspace.execute(set_boundaries(workspace, made.to_communes(), made.vintage))
    return workspace.snapshot()


def _is_same(one: Boundaries, other: Boundaries) -> bool:
    pd.testing.assert_frame_equal(
        pd.DataFrame(one.gdf.drop(columns="geometry")), pd.DataFrame(other.gdf.drop(columns="geometry"))
    )
    assert (one.vintage, one.schematic, one.overlap_km2, one.source, one.notes) == (
        other.vintage,
        other.schematic,
        other.overlap_km2,
        other.source,
        other.notes,
    )
    for tolerance in (0.0, *TOLERANCES_M):
        assert shapely.equals_exact(
            one.simplified(tolerance).to_numpy(), other.simplified(tolerance).to_numpy(), 0.0
        ).all()
    return True


def _forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr("layers.boundaries.overlapping_pairs", fail)
    monkeypatch.setattr("layers.boundaries.project", fail)
    monkeypatch.setattr(shapely, "coverage_simplify", fail)


def test_what_was_kept_is_what_was_made_and_nothing_is_made_again(
    document: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = boundaries_of(document)
    assert _is_same(BoundaryCache(tmp_path).of_document(document), made)
    made.prepared(TOLERANCES_M)
    _forbid(monkeypatch)
    kept = BoundaryCache(tmp_path).of_document(document)
    assert _is_same(kept, made)


def test_without_a_folder_nothing_is_kept(document: Snapshot) -> None:
    assert len(BoundaryCache(None).of_document(document).codes) == 75


def test_a_document_without_communes_has_none(tmp_path: Path) -> None:
    assert BoundaryCache(tmp_path).of_document(Workspace.new("Thử").snapshot()) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "text", "foreign"])
def test_a_damaged_file_is_thrown_away_and_made_anew(document: Snapshot, tmp_path: Path, damage: str) -> None:
    cache = BoundaryCache(tmp_path)
    made = cache.of_document(document)
    file = next(tmp_path.glob("*.npz"))
    content = bytearray(file.read_bytes())
    if damage == "cut":
        content = content[: len(content) // 2]
    elif damage == "flipped":
        content[len(content) // 3] ^= 0xFF
    elif damage == "empty":
        content = bytearray()
    elif damage == "text":
        content = bytearray(b"no archive at all")
    if damage == "foreign":
        np.savez(file, areas_xy=np.zeros((3, 2)))
    else:
        file.write_bytes(content)
    assert _is_same(BoundaryCache(tmp_path).of_document(document), made)
    assert _is_same(BoundaryCache(tmp_path).of_document(document), made)  # it was written anew
    assert [path.suffix for path in tmp_path.iterdir()] == [".npz"]


def test_other_areas_are_not_mistaken(document: Snapshot, tmp_path: Path) -> None:
    cache = BoundaryCache(tmp_path)
    cache.of_document(document)
    frame = document.frame("communes")
    moved = frame.assign(geom=[shapely.transform(shape, lambda xy: xy + 0.01) for shape in frame["geom"]])
    other = Snapshot(
        {**document.frames, "communes": moved}, document.documents, document.meta, document.revisions
    )
    assert cache.of_document(other).bounds_m != cache.of_document(document).bounds_m
    assert len(list(tmp_path.glob("*.npz"))) == 2


def test_a_folder_that_cannot_be_written_is_no_obstacle(document: Snapshot, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert len(BoundaryCache(blocked / "deeper").of_document(document).codes) == 75


def test_only_the_files_used_last_are_kept(document: Snapshot, tmp_path: Path) -> None:
    for number in range(MOST_KEPT + 3):
        (tmp_path / f"{number}.npz").write_bytes(b"x")
    (tmp_path / "killed.1.part").write_bytes(b"x")
    BoundaryCache(tmp_path).of_document(document)
    assert len(list(tmp_path.iterdir())) == MOST_KEPT


def test_a_file_is_read_once(real_data: Path, tmp_path: Path) -> None:
    source = shutil.copy(real_data / "sonla_communes_2025.gpkg", tmp_path / "ranh-gioi.gpkg")
    register, folder, reads = Register.load(), tmp_path / "cache", []

    def read() -> Boundaries:
        reads.append(1)
        return read_boundaries(Path(source), register)

    first = BoundaryCache(folder).of_file(Path(source), read)
    second = BoundaryCache(folder).of_file(Path(source), read)
    assert len(reads) == 1
    assert _is_same(second, first)
    renamed = Path(source).rename(tmp_path / "khac.gpkg")
    assert BoundaryCache(folder).of_file(renamed, read).source == "khac.gpkg"
    assert len(reads) == 1


def test_a_file_of_several_parts_is_always_read(tmp_path: Path, document: Snapshot) -> None:
    for name in ("x.shp", "y.gpkg", "y.gpkg-wal"):
        (tmp_path / name).write_bytes(b"x")
    made, reads = boundaries_of(document), []
    for name in ("x.shp", "x.shp", "y.gpkg", "y.gpkg"):
        BoundaryCache(tmp_path / "cache").of_file(tmp_path / name, lambda: reads.append(1) or made)
    assert len(reads) == 4
    assert boundary_cache.FORMAT


def test_a_commune_that_has_lost_its_area_is_kept_as_one(document: Snapshot, tmp_path: Path) -> None:
    rows = document.frame("communes").copy()
    rows["geom"] = [None, shapely.MultiPolygon(), *rows["geom"].iloc[2:]]
    frames = {**document.frames, "communes": rows}
    spoilt = Snapshot(frames=frames, documents={}, meta=document.meta, revisions={})
    for _ in range(2):  # made, then read back
        boundaries = BoundaryCache(tmp_path).of_document(spoilt)
        assert boundaries is not None
        assert boundaries.gdf.geometry.is_empty.sum() == 2
        assert len(boundaries.codes) == 75
