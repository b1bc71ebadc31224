from __future__ import annotations

import json
import sqlite3
import struct
import zipfile
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest

from layers.errors import (
    AppError,
    ArchiveProtected,
    FileDamaged,
    FileEmpty,
    FileMissing,
    FilePartMissing,
    FileTooLarge,
    FormatUnknown,
    NotSpatial,
)
from layers.io import vector_files
from layers.io.vector_files import read_layers
from layers.words import Words

NAMES = ["Tô Hiệu", "Chiềng Cơi", "Xím Vàng", "Mường Ẳng Đỏ"]


@pytest.fixture(scope="module")
def four() -> gpd.GeoDataFrame:
    squares = gpd.GeoSeries.from_wkt(
        [
            f"POLYGON (({x} 21, {x + 0.1} 21, {x + 0.1} 21.1, {x} 21.1, {x} 21))"
            for x in (103.5, 103.7, 103.9, 104.1)
        ]
    )
    return gpd.GeoDataFrame(
        {"ma": ["03646", "03670", "03862", "00001"], "ten": NAMES, "dan": [1.0, 2.0, 3.5, None]},
        geometry=squares,
        crs=4326,
    )


def written(gdf: gpd.GeoDataFrame, path: Path, **options: str) -> Path:
    driver = "LIBKML" if path.suffix == ".kml" else None
    pyogrio.write_dataframe(gdf, path, driver=driver, **options)
    return path


def zipped(archive: Path, *files: Path) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for file in files:
            opened.write(file, f"folder/{file.name}")
    return archive


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "kml", "shp"])
def test_every_format_gives_the_same(four: gpd.GeoDataFrame, tmp_path: Path, ending: str) -> None:
    options = {"encoding": "UTF-8"} if ending == "shp" else {}
    (layer,) = read_layers(written(four, tmp_path / f"bốn xã.{ending}", **options))
    assert layer.attributes["ten"].tolist() == NAMES
    assert layer.attributes["ma"].tolist() == four["ma"].tolist()
    assert layer.crs is not None
    assert layer.crs.to_epsg() == 4326
    assert layer.geometry[0].area == pytest.approx(0.01)


def test_numbers_become_plain_text(four: gpd.GeoDataFrame, tmp_path: Path) -> None:
    (layer,) = read_layers(written(four, tmp_path / "a.gpkg"))
    assert layer.attributes["dan"].tolist() == ["1", "2", "3.5", ""]


@pytest.mark.parametrize("stated", ["", "CP1258", "1258", "windows-1258", "ANSI 1258", "nonsense"])
def test_cp1258_loses_no_letter(four: gpd.GeoDataFrame, tmp_path: Path, stated: str) -> None:
    path = written(four, tmp_path / "a.shp", encoding="CP1258")
    path.with_suffix(".cpg").write_text(stated)
    (layer,) = read_layers(path)
    assert layer.attributes["ten"].tolist() == NAMES
    assert layer.attributes.columns.tolist() == ["ma", "ten", "dan"]


def test_utf8_without_cpg_and_with_a_wrong_one(four: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = written(four, tmp_path / "a.shp", encoding="UTF-8")
    path.with_suffix(".cpg").unlink()
    assert read_layers(path)[0].attributes["ten"].tolist() == NAMES
    path.with_suffix(".prj").unlink()
    assert read_layers(path)[0].crs is None


def test_a_zipped_shapefile_in_a_folder_with_capital_endings(four: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = written(four, tmp_path / "a.shp", encoding="UTF-8")
    for part in (".shp", ".shx", ".dbf"):
        path.with_suffix(part).rename(path.with_suffix(part.upper()))
    files = [path.with_suffix(part) for part in (".SHP", ".SHX", ".DBF")]
    (layer,) = read_layers(zipped(tmp_path / "a.zip", *files))
    assert layer.attributes["ten"].tolist() == NAMES


def test_two_folders_of_an_archive_and_what_a_mac_adds(four: gpd.GeoDataFrame, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as opened:
        for folder, rows in (("1", four.head(1)), ("2", four.tail(3))):
            opened.writestr(f"{folder}/a.geojson", rows.to_json())
            opened.writestr(f"__MACOSX/{folder}/._a.geojson", b"\x00\x05\x16\x07")
    assert sum(len(layer.geometry) for layer in read_layers(tmp_path / "a.zip")) == 4


def test_one_file_a_commune_in_a_folder_or_zip(four: gpd.GeoDataFrame, tmp_path: Path) -> None:
    folder = tmp_path / "wards"
    folder.mkdir()
    for code, square in zip(four["ma"], four.geometry, strict=True):
        feature = {"type": "Feature", "id": code, "properties": {}, "geometry": square.__geo_interface__}
        (folder / f"{code}_x.geojson").write_text(
            json.dumps({"type": "FeatureCollection", "features": [feature]})
        )
    for source in (folder, zipped(tmp_path / "wards.zip", *folder.iterdir())):
        (layer,) = read_layers(source)
        assert sorted(layer.attributes["id"]) == sorted(four["ma"])
        assert len(layer.geometry) == 4


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "kml", "shp", "zip"])
@pytest.mark.parametrize("share", [0.3, 0.7, 0.97])
def test_a_truncated_file_is_damaged(
    four: gpd.GeoDataFrame, tmp_path: Path, ending: str, share: float
) -> None:
    if ending == "zip":
        path = zipped(tmp_path / "a.zip", written(four, tmp_path / "a.gpkg"))
    else:
        path = written(four, tmp_path / f"a.{ending}")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(FileDamaged):
        read_layers(path)


def test_a_truncated_dbf_is_damaged(four: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = written(four, tmp_path / "a.shp", encoding="UTF-8")
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes()[:-200])
    with pytest.raises(FileDamaged):
        read_layers(path)


@pytest.mark.parametrize("part", [".shx", ".dbf"])
def test_a_shapefile_with_a_part_missing_names_it(four: gpd.GeoDataFrame, tmp_path: Path, part: str) -> None:
    path = written(four, tmp_path / "a.shp", encoding="UTF-8")
    path.with_suffix(part).unlink()
    with pytest.raises(FilePartMissing) as caught:
        read_layers(path)
    assert caught.value.fields == {"path": "a.shp", "part": f"a{part}"}


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "json", "kml", "zip", "kmz"])
def test_a_file_that_is_something_else_is_damaged(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_text("Kính gửi: Công an tỉnh\n" * 40, encoding="utf-8")
    with pytest.raises(FileDamaged):
        read_layers(path)


def test_missing_empty_and_unknown(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        read_layers(tmp_path / "none.gpkg")
    for ending in ("gpkg", "shp", "zip", "geojson", "kml"):
        (tmp_path / f"a.{ending}").touch()
        with pytest.raises((FileEmpty, FilePartMissing)):
            read_layers(tmp_path / f"a.{ending}")
    (tmp_path / "a.docx").write_text("x")
    with pytest.raises(FormatUnknown):
        read_layers(tmp_path / "a.docx")
    (tmp_path / "b.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    with pytest.raises(FileEmpty):
        read_layers(tmp_path / "b.geojson")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as opened:
        opened.writestr("thư.docx", "x")
    with pytest.raises(FormatUnknown):
        read_layers(tmp_path / "b.zip")


def test_a_database_without_geometry_is_not_spatial(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.gpkg") as connection:
        connection.execute("CREATE TABLE diem (ten TEXT)")
    connection.close()
    with pytest.raises(NotSpatial):
        read_layers(tmp_path / "a.gpkg")


def test_a_protected_zip_is_named_as_such(four: gpd.GeoDataFrame, tmp_path: Path, vi: Words) -> None:
    path = zipped(tmp_path / "a.zip", written(four, tmp_path / "a.gpkg"))
    content = bytearray(path.read_bytes())
    # Bit 0 of the flags, in the local header (offset 6) and in the directory (offset 8), says encrypted.
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(ArchiveProtected) as caught:
        read_layers(path)
    assert "mật khẩu" in vi.error(caught.value)


def test_a_bomb_is_refused_by_what_it_says_and_by_what_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_files, "LARGEST_BYTES", 1_000_000)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("a.geojson", b" " * 5_000_000)
    assert path.stat().st_size < 10_000
    with pytest.raises(FileTooLarge):
        read_layers(path)
    # The same, but claiming to unpack to 10 bytes.
    content = bytearray(path.read_bytes())
    directory = content.index(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", 10)
    content[22:26] = struct.pack("<I", 10)
    path.write_bytes(content)
    with pytest.raises((FileTooLarge, FileDamaged)):
        read_layers(path)


def test_an_archive_writes_nothing_outside(four: gpd.GeoDataFrame, tmp_path: Path) -> None:
    source = written(four, tmp_path / "a.geojson").read_bytes()
    inside = tmp_path / "inside"
    inside.mkdir()
    with zipfile.ZipFile(inside / "a.zip", "w") as opened:
        opened.writestr("../../escaped.geojson", source)
    (layer,) = read_layers(inside / "a.zip")
    assert len(layer.geometry) == 4
    assert not list(tmp_path.rglob("escaped.geojson"))


def test_xml_that_grows_is_refused(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE k [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><kml>&b;</kml>'
    (tmp_path / "a.kml").write_text(bomb)
    with pytest.raises(FileDamaged):
        read_layers(tmp_path / "a.kml")


@pytest.mark.parametrize(
    "error",
    [
        ArchiveProtected(path="a.zip"),
        FilePartMissing(path="a.shp", part="a.shx"),
        FileTooLarge(path="a.zip", limit="512 MB"),
        FileDamaged(path="a.kml", format="KML"),
    ],
)
def test_every_error_is_one_sentence_with_the_file_in_it(error: AppError, vi: Words, en: Words) -> None:
    for words in (vi, en):
        text = words.error(error)
        assert str(error.fields["path"]) in text
        assert "\n" not in text
