"""Background pictures: where their pixels come to lie, what colours they have, and what is refused."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from rasterio.control import GroundControlPoint
from rasterio.enums import ColorInterp
from rasterio.transform import Affine

from layers.errors import (
    Cancelled,
    FileDamaged,
    FileEmpty,
    FileMissing,
    FormatUnknown,
    NotSpatial,
    RasterRefused,
)
from layers.io.raster_files import is_raster, read_info, read_window, sha256_of

from .rasters import MARKS, PLAIN, marked, png, square_at, tile_of, write_mbtiles, write_tiff

BOUNDS = (484_000.0, 2_334_000.0, 516_000.0, 2_366_000.0)
X, Y = 500_000.0, 2_350_000.0


def flat(value: int | float, bands: int = 3, size: int = 64, kind: str = "uint8") -> np.ndarray:
    return np.full((bands, size, size), value, kind)


def middle(picture: np.ndarray) -> list[int]:
    return [int(value) for value in picture[picture.shape[0] // 2, picture.shape[1] // 2]]


def read_square(path: Path, size: int = 32, side_m: float = 6400.0) -> np.ndarray:
    """Return the picture of the square that `square_at(X, Y, 64, 100)` covers."""
    return read_window(path, (X, Y, X + side_m, Y + side_m), size, size)


# -- where pixels lie -------------------------------------------------------------------------------------


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:3405", "EPSG:9206"])
@pytest.mark.parametrize("size", [1600, 400])
def test_marks_come_to_lie_within_a_pixel_of_where_pyproj_puts_them(
    tmp_path: Path, crs: str, size: int
) -> None:
    picture, transform, _ = marked(crs)
    path = write_tiff(tmp_path / "a.tif", picture, transform, crs, overviews=(2, 4, 8))
    read = read_window(path, BOUNDS, size, size)
    pixel_m = (BOUNDS[2] - BOUNDS[0]) / size
    for x, y in MARKS:
        column, row = (x - BOUNDS[0]) / pixel_m, (BOUNDS[3] - y) / pixel_m
        top, left = int(row) - 8, int(column) - 8
        around = read[top : top + 17, left : left + 17, 0].astype(float)
        weight = np.clip(around - PLAIN[0], 0, None)
        rows, columns = np.mgrid[top : top + 17, left : left + 17] + 0.5
        assert (columns * weight).sum() / weight.sum() == pytest.approx(column, abs=1.0)
        assert (rows * weight).sum() / weight.sum() == pytest.approx(row, abs=1.0)


def test_a_window_in_strips_is_the_same_as_in_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture, transform, _ = marked("EPSG:3405")
    path = write_tiff(tmp_path / "a.tif", picture, transform, "EPSG:3405")
    whole = read_window(path, BOUNDS, 300, 300).astype(int)
    monkeypatch.setattr("layers.io.raster_files._ROWS_AT_ONCE", 64)
    strips = read_window(path, BOUNDS, 300, 300).astype(int)
    assert np.abs(whole - strips).max() <= 24  # at the rims of marks only
    assert (np.abs(whole - strips).max(axis=2) > 2).mean() < 0.002


def test_a_large_file_is_read_in_bands_without_a_seam(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = np.repeat(np.arange(512) // 2, 512).reshape(1, 512, 512).repeat(3, axis=0).astype(np.uint8)
    path = write_tiff(tmp_path / "a.tif", rows, square_at(X, Y, 512, 10.0))
    bounds = (X, Y, X + 5120, Y + 5120)
    whole = read_window(path, bounds, 100, 100).astype(int)
    monkeypatch.setattr("layers.io.raster_files.PIXELS_AT_ONCE", 20_000)
    assert np.abs(read_window(path, bounds, 100, 100).astype(int) - whole).max() <= 1
    assert (np.diff(whole[:, 50, 0]) >= 0).all()


def test_control_points_and_turned_pictures_are_understood(tmp_path: Path) -> None:
    bands = flat(0)
    bands[:, :32, :32] = 200  # the north-western quarter
    corners = [(0, 0, X, Y + 6400), (0, 64, X + 6400, Y + 6400), (64, 0, X, Y), (64, 64, X + 6400, Y)]
    points = [GroundControlPoint(row=row, col=column, x=x, y=y) for row, column, x, y in corners]
    given = write_tiff(tmp_path / "gcp.tif", bands, None, "EPSG:9206", gcps=points)
    assert [int(read_square(given)[row, 8, 0]) for row in (8, 24)] == [200, 0]
    turned = Affine(0, 100, X, 100, 0, Y)  # columns run north, rows run east
    path = write_tiff(tmp_path / "turned.tif", bands, turned, "EPSG:9206")
    read = read_square(path)
    assert [int(read[row, column, 0]) for row, column in ((24, 8), (8, 8), (24, 24))] == [200, 0, 0]


def test_outside_of_the_file_everything_is_clear(tmp_path: Path) -> None:
    path = write_tiff(tmp_path / "a.tif", flat(90), square_at(X, Y, 64, 100), "EPSG:9206")
    picture = read_window(path, (X + 3200, Y, X + 9600, Y + 6400), 64, 64)
    assert (picture[:, :30, 3] == 255).all()
    assert (picture[:, 34:, 3] == 0).all()
    assert not read_window(path, (X + 20_000, Y, X + 30_000, Y + 10_000), 16, 16).any()


def test_what_a_file_says_of_itself(tmp_path: Path) -> None:
    path = write_tiff(tmp_path / "a.TIF", flat(9), square_at(X, Y, 64, 100), "EPSG:9206")
    info = read_info(path)
    assert (info.format, info.width, info.height, info.crs) == ("GeoTIFF", 64, 64, "EPSG:9206")
    assert not info.is_crs_assumed
    assert info.bounds_m == pytest.approx((X, Y, X + 6400, Y + 6400))
    assert sha256_of(path) == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_that_names_no_system_is_taken_for_what_its_numbers_fit(tmp_path: Path) -> None:
    metres = write_tiff(tmp_path / "m.tif", flat(9), square_at(X, Y, 64, 100), None)
    assert (read_info(metres).crs, read_info(metres).is_crs_assumed) == ("EPSG:9206", True)
    degrees = write_tiff(tmp_path / "d.tif", flat(9), Affine(0.001, 0, 104.0, 0, -0.001, 21.2), None)
    assert (read_info(degrees).crs, read_info(degrees).is_crs_assumed) == ("EPSG:4326", True)


@pytest.mark.parametrize("transform", [None, Affine(1, 0, 50, 0, -1, 50)])
def test_a_picture_without_a_place_is_refused(tmp_path: Path, transform: Affine | None) -> None:
    path = write_tiff(tmp_path / "a.tif", flat(9), transform, None)
    with pytest.raises(NotSpatial):
        read_info(path)
    with pytest.raises(NotSpatial):
        read_window(path, BOUNDS, 10, 10)


# -- colours ----------------------------------------------------------------------------------------------


def test_colours_alpha_and_no_data(tmp_path: Path) -> None:
    place = square_at(X, Y, 64, 100)
    four = np.concatenate([flat(200, 3), flat(0, 1)])
    four[3, :, 32:] = 255
    with_alpha = read_square(write_tiff(tmp_path / "alpha.tif", four, place, photometric="RGB", alpha="YES"))
    assert (with_alpha[16, 4].tolist(), with_alpha[16, 28].tolist()) == ([0, 0, 0, 0], [200, 200, 200, 255])
    three = flat(120)
    three[:, :, :32] = 0
    clear = read_square(write_tiff(tmp_path / "nodata.tif", three, place, nodata=0))
    assert (int(clear[16, 4, 3]), clear[16, 28].tolist()) == (0, [120, 120, 120, 255])


def test_a_palette_keeps_its_colours_and_is_never_mixed(tmp_path: Path) -> None:
    codes = flat(1, 1)
    codes[:, :, ::2] = 3
    colours = {1: (255, 0, 0, 255), 3: (0, 0, 255, 255)}
    path = write_tiff(tmp_path / "a.tif", codes, square_at(X, Y, 64, 100), colormap=colours)
    small = read_window(path, (X, Y, X + 6400, Y + 6400), 16, 16)
    # Every second column is of one colour: averaging codes would give the code 2, which is black.
    assert small[..., 1].max() == 0
    assert (small[..., 0].astype(int) + small[..., 2] >= 250).all()


@pytest.mark.parametrize("kind", ["uint8", "uint16", "float32"])
def test_grey_is_stretched_between_the_2nd_and_98th_percentile(tmp_path: Path, kind: str) -> None:
    values = np.tile(np.linspace(20, 220, 64), (64, 1)).astype(kind)[None]
    if kind == "float32":
        values[0, 0, 0] = np.nan
    path = write_tiff(tmp_path / "a.tif", values, square_at(X, Y, 64, 100))
    row = read_square(path, 64)[32]
    assert (int(row[0, 0]), int(row[63, 0])) == (0, 255)
    assert int(row[32, 0]) == pytest.approx(130, abs=4)
    assert (row[:, 0] == row[:, 1]).all()
    assert (row[:, 0] == row[:, 2]).all()
    # The stretch is that of the file, not of the window.
    part = read_window(path, (X + 3000, Y + 3000, X + 3400, Y + 3400), 8, 8)
    assert int(part[4, 4, 0]) == pytest.approx(int(row[32, 0]), abs=4)


def test_two_bands_are_grey_with_alpha_and_a_flat_grey_is_no_crash(tmp_path: Path) -> None:
    two = np.concatenate([flat(50, 1), flat(255, 1)])
    path = write_tiff(
        tmp_path / "a.tif", two, square_at(X, Y, 64, 100), colorinterp=[ColorInterp.gray, ColorInterp.alpha]
    )
    assert middle(read_square(path))[3] == 255


# -- MBTiles ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")])
def test_mbtiles_of_pictures(tmp_path: Path, kind: str, ending: str) -> None:
    zoom = 12
    column, row = tile_of(104.0, 21.2, zoom)
    content = png((200, 40, 90), kind=kind)
    tiles = {(zoom, column + dx, row + dy): content for dx in (0, 1) for dy in (0, 1)}
    path = write_mbtiles(tmp_path / "a.mbtiles", tiles, ending)
    info = read_info(path)
    assert (info.format, info.crs) == ("MBTiles", "EPSG:3857")
    low_x, low_y, high_x, high_y = info.bounds_m
    picture = read_window(path, info.bounds_m, 200, 200)
    assert middle(picture) == pytest.approx([200, 40, 90, 255], abs=8)
    assert high_x - low_x == pytest.approx(2 * 40_075_017 / 2**zoom * np.cos(np.radians(21.2)), rel=0.02)
    assert high_y > low_y


def test_vector_tiles_are_refused_with_the_reason(tmp_path: Path) -> None:
    tile = tile_of(104.0, 21.2, 8)
    for number, (content, kind) in enumerate(((b"\x1f\x8b\x08vector", "png"), (png((1, 2, 3)), "pbf"))):
        path = write_mbtiles(tmp_path / f"{number}.mbtiles", {(8, *tile): content}, kind)
        with pytest.raises(RasterRefused) as caught:
            read_info(path)
        assert caught.value.fields["reason"] == "vector_tiles"


def test_mbtiles_that_are_none(tmp_path: Path) -> None:
    empty = write_mbtiles(tmp_path / "a.mbtiles", {(3, 1, 1): b""})
    with pytest.raises(FileDamaged):
        read_info(empty)
    other = tmp_path / "b.mbtiles"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    with pytest.raises(FileDamaged):
        read_info(other)


# -- what is refused --------------------------------------------------------------------------------------


def test_a_vrt_is_refused_whatever_it_is_called(tmp_path: Path) -> None:
    text = '<VRTDataset rasterXSize="9" rasterYSize="9"><VRTRasterBand><SimpleSource>'
    text += "<SourceFilename>/vsicurl/http://127.0.0.1:9/a.tif</SourceFilename></SimpleSource>"
    for name, error in (("a.vrt", FormatUnknown), ("b.tif", FileDamaged), ("c.mbtiles", FileDamaged)):
        path = tmp_path / name
        path.write_text(text + "</VRTRasterBand></VRTDataset>", encoding="utf-8")
        assert is_raster(path)
        with pytest.raises(error):
            read_info(path)


def test_overviews_beside_a_file_must_be_tiff(tmp_path: Path) -> None:
    path = write_tiff(tmp_path / "a.tif", flat(9), square_at(X, Y, 64, 100))
    beside = path.with_name("a.tif.ovr")
    beside.write_text("<VRTDataset/>", encoding="utf-8")
    with pytest.raises(FileDamaged) as caught:
        read_info(path)
    assert caught.value.fields["path"] == "a.tif.ovr"


def test_missing_empty_cut_off_and_other_files(tmp_path: Path) -> None:
    bands = marked("EPSG:9206")[0]
    good = write_tiff(tmp_path / "good.tif", bands, square_at(X, Y, 1600, 20), compress="LZW")
    cut = tmp_path / "cut.tif"
    cut.write_bytes(good.read_bytes()[:3000])
    (tmp_path / "empty.tif").touch()
    (tmp_path / "text.tif").write_text("không phải ảnh", encoding="utf-8")
    (tmp_path / "a.jp2").write_bytes(b"x")
    for name, error in (
        ("gone.tif", FileMissing),
        ("empty.tif", FileEmpty),
        ("text.tif", FileDamaged),
        ("a.jp2", FormatUnknown),
    ):
        with pytest.raises(error):
            read_info(tmp_path / name)
    with pytest.raises(FileDamaged):
        read_window(cut, (X, Y, X + 32_000, Y + 32_000), 50, 50)
    with pytest.raises(FileMissing):
        sha256_of(tmp_path / "gone.tif")


def test_sizes_and_bounds_that_make_no_sense(tmp_path: Path) -> None:
    path = write_tiff(tmp_path / "a.tif", flat(9), square_at(X, Y, 64, 100))
    for width in (0, 10**6):
        with pytest.raises(ValueError, match="size"):
            read_window(path, BOUNDS, width, 10)
    for bounds in ((1.0, 1.0, 0.0, 2.0), (0.0, 0.0, np.nan, 1.0)):
        with pytest.raises(ValueError, match="bounds"):
            read_window(path, bounds, 10, 10)


def test_a_picture_that_is_no_longer_wanted_is_given_up(tmp_path: Path) -> None:
    path = write_tiff(tmp_path / "a.tif", flat(9), square_at(X, Y, 64, 100))

    class Stopped:
        def report(self, done: float, key: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_window(path, BOUNDS, 10, 10, progress=Stopped())


def test_nothing_is_written_beside_a_file(tmp_path: Path) -> None:
    path = write_tiff(tmp_path / "a.tif", flat(9, 1, kind="uint16"), square_at(X, Y, 64, 100))
    read_square(path)
    assert [one.name for one in tmp_path.iterdir()] == ["a.tif"]
