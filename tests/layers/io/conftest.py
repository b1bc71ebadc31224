"""Fixtures of the readers: the register, sheets written on the spot, three square communes."""

from __future__ import annotations

import datetime as dt
import shutil
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import shapely

from layers.boundaries import Boundaries
from layers.io.importing import ImportRequest, Prepared, prepare_import
from layers.io.report import ImportLayer
from layers.io.workspace_file import save_workspace
from layers.registers import Register
from layers.workspace import Workspace
from tests.layers.io.workspace_files import make

MakeSheet = Callable[[str, Sequence[Sequence[object]]], Path]
Import = Callable[..., Prepared]


@pytest.fixture(scope="session")
def squares(register: Register) -> Boundaries:
    """Four squares of 12 km beside each other, under the codes of real communes, one of them a ward."""
    codes = ("03646", "03724", "03820", "04240")
    units = [register.unit(code) for code in codes]
    facts = pd.DataFrame(
        {
            "code": codes,
            "name": [unit.name for unit in units if unit],
            "unit_type": [unit.unit_type for unit in units if unit],
            "district": [unit.district for unit in units if unit],
            "area_declared_km2": [144.0] * 4,
            "population": pd.array([30_000, 12_000, 15_000, 9_000], dtype="Int64"),
        }
    )
    boxes = [shapely.box(460_000 + 12_000 * i, 2_340_000, 472_000 + 12_000 * i, 2_352_000) for i in range(4)]
    return Boundaries.build(facts, boxes, vintage="2025-07")


@pytest.fixture
def xlsx(tmp_path: Path) -> MakeSheet:
    """Return a function that writes rows into the first sheet of a workbook."""

    def write(name: str, rows: Sequence[Sequence[object]]) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in rows:
            sheet.append(list(row))
        book.save(tmp_path / name)
        book.close()
        return tmp_path / name

    return write


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes text into a file."""

    def write(text: str, name: str = "sheet.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def workspace() -> Workspace:
    return Workspace.new("Tệp thử", as_of=dt.date(2026, 11, 14), user="thử")


@pytest.fixture
def take(workspace: Workspace, register: Register) -> Import:
    """Return a function that reads a file into `workspace` and returns what was prepared."""

    def read(path: Path, layer: str, **options: object) -> Prepared:
        request = ImportRequest(path, ImportLayer(layer), **options)  # type: ignore[arg-type]
        at = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)
        prepared = prepare_import(request, workspace.snapshot(), register, at=at, by="thử")
        workspace.execute(prepared.command)
        return prepared

    return read


@pytest.fixture(scope="session")
def to_cp1258() -> Callable[[str], bytes]:
    """Return a function that encodes for windows-1258, where a tone stands behind its letter: ê + ́ ."""
    tones = "\u0300\u0301\u0303\u0309\u0323"

    def encode(text: str) -> bytes:
        apart = ""
        for char in text:
            parts = unicodedata.normalize("NFD", char)
            letter = "".join(part for part in parts if part not in tones)
            apart += unicodedata.normalize("NFC", letter) + "".join(part for part in parts if part in tones)
        return apart.encode("cp1258")

    return encode


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("written") / "w.gpkg"
    save_workspace(make(), path)
    return path


@pytest.fixture
def saved(written: Path, tmp_path: Path) -> Path:
    """Return a file of its own with the small document."""
    return Path(shutil.copyfile(written, tmp_path / "sơn la.gpkg"))
