from __future__ import annotations

import hashlib
import http.server
import json
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

from layers.boundaries import Boundaries
from layers.errors import (
    AppError,
    BadAnswer,
    BadParameter,
    BoundariesIncomplete,
    Cancelled,
    FileDamaged,
    FileTooLarge,
    NoNetwork,
)
from layers.io.boundary_files import find_boundary_file, read_boundaries
from layers.io.fetch import SOURCE, fetch_boundaries
from layers.registers import Register
from layers.words import Words, without_tones


class Source:
    """A web server on this machine that answers what the test puts into it."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.stated: dict[str, int] = {}
        self.asked: list[str] = []
        self.wait_s = 0.0
        source = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                source.asked.append(self.path)
                time.sleep(source.wait_s)
                content = source.files.get(self.path)
                if content is None:
                    self.send_error(404)
                    return
                self.send_response(200)
                if (stated := source.stated.get(self.path, len(content))) > 0:
                    self.send_header("Content-Length", str(stated))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *args: None  # type: ignore[method-assign]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Iterator[Source]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    served = Source()
    served.thread.start()
    yield served
    served.stop()


@pytest.fixture(scope="module")
def geojson(communes: gpd.GeoDataFrame, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("fetch") / "a.geojson"
    communes[["code", "geometry"]].to_file(path)
    return path.read_bytes()


def fetch(url: str, folder: Path, register: Register, **options: Any) -> Any:
    return fetch_boundaries(url, folder, options.pop("timeout_s", 5.0), register=register, **options)


def test_a_complete_file_is_kept_with_its_checksum(
    source: Source, geojson: bytes, register: Register, tmp_path: Path
) -> None:
    source.files["/xa 2025".replace(" ", "%20")] = geojson  # no ending: the content tells what it is
    folder = tmp_path / "shapefiles"
    report = fetch(f"{source.url}/xa%202025", folder, register)
    kept = Path(report.path)
    assert report.bytes == len(geojson) == kept.stat().st_size
    assert report.sha256 == hashlib.sha256(geojson).hexdigest()
    assert kept.name == f"xa_202025-{report.sha256[:8]}.geojson"
    assert report.vintage == "2025-07"
    assert find_boundary_file(folder) == kept
    note = kept.with_suffix(".txt").read_text(encoding="utf-8")
    assert report.url in note
    assert report.sha256 in note
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [kept.name, kept.with_suffix(".txt").name]
    )


def test_one_file_a_commune_becomes_one_zip(
    source: Source, communes: gpd.GeoDataFrame, schematic: Boundaries, register: Register, tmp_path: Path
) -> None:
    for code, name, area in zip(communes["code"], communes["name"], communes.geometry, strict=True):
        feature = {"type": "Feature", "id": code, "properties": {}, "geometry": area.__geo_interface__}
        content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
        source.files[f"/wards/{code}_{without_tones(name).replace(' ', '_')}.geojson"] = content
    url = f"{source.url}/wards/{{code}}_{{name}}.geojson"
    report = fetch(url, tmp_path, register)
    assert len(source.asked) == 75
    assert report.url == url
    with zipfile.ZipFile(report.path) as archive:
        assert "03727_muong_e.geojson" in archive.namelist()
        assert len(archive.namelist()) == 75
    assert read_boundaries(Path(report.path), register).codes == schematic.codes
    assert fetch(url, tmp_path, register).sha256 == report.sha256


def nothing_left(folder: Path) -> bool:
    return not folder.exists() or not list(folder.iterdir())


def test_an_error_page_and_a_missing_page(source: Source, register: Register, tmp_path: Path) -> None:
    with pytest.raises(BadAnswer) as caught:
        fetch(f"{source.url}/none.gpkg", tmp_path, register)
    assert caught.value.fields["reason"] == "HTTP 404"
    source.files["/login"] = b"<!DOCTYPE html><html><body>Please log in</body></html>"
    with pytest.raises(BadAnswer):
        fetch(f"{source.url}/login", tmp_path, register)
    assert nothing_left(tmp_path)


def test_an_answer_that_breaks_off(
    source: Source, geojson: bytes, register: Register, tmp_path: Path
) -> None:
    source.files["/a.geojson"] = geojson[:1000]
    source.stated["/a.geojson"] = len(geojson)
    with pytest.raises(BadAnswer) as caught:
        fetch(f"{source.url}/a.geojson", tmp_path, register)
    assert caught.value.fields["reason"] == f"1000/{len(geojson)} byte"
    assert nothing_left(tmp_path)


def test_a_file_cut_off_before_it_was_offered(
    source: Source, geojson: bytes, register: Register, tmp_path: Path
) -> None:
    source.files["/a.geojson"] = geojson[: len(geojson) // 2]
    with pytest.raises(FileDamaged):
        fetch(f"{source.url}/a.geojson", tmp_path, register)
    assert nothing_left(tmp_path)


def test_a_file_with_communes_missing(
    source: Source, communes: gpd.GeoDataFrame, register: Register, tmp_path: Path
) -> None:
    communes.head(70)[["code", "geometry"]].to_file(tmp_path / "a.geojson")
    source.files["/a.geojson"] = (tmp_path / "a.geojson").read_bytes()
    folder = tmp_path / "in"
    with pytest.raises(BoundariesIncomplete):
        fetch(f"{source.url}/a.geojson", folder, register)
    assert nothing_left(folder)


@pytest.mark.parametrize("stated", [True, False])
def test_a_file_that_is_too_large(
    source: Source, geojson: bytes, register: Register, tmp_path: Path, stated: bool
) -> None:
    source.files["/a.geojson"] = geojson
    if not stated:
        source.stated["/a.geojson"] = 0
    assert len(geojson) > 10_000
    with pytest.raises(FileTooLarge):
        fetch(f"{source.url}/a.geojson", tmp_path, register, most_bytes=10_000)
    assert nothing_left(tmp_path)


def test_a_server_that_does_not_answer(source: Source, register: Register, tmp_path: Path) -> None:
    source.wait_s = 0.6
    with pytest.raises(NoNetwork) as caught:
        fetch(f"{source.url}/a.geojson", tmp_path, register, timeout_s=0.1)
    assert caught.value.fields["reason"] == "> 0.1 s"
    assert nothing_left(tmp_path)


def test_offline(register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, vi: Words) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with pytest.raises(NoNetwork) as caught:
        fetch("http://127.0.0.1:9/a.geojson", tmp_path, register)
    assert "USB" in vi.error(caught.value)
    assert nothing_left(tmp_path)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.vn/b.shp", "data/shapefiles", ""])
def test_only_web_addresses_are_asked(url: str, register: Register, tmp_path: Path) -> None:
    with pytest.raises(BadParameter):
        fetch(url, tmp_path, register)


def test_cancelling_leaves_nothing(
    source: Source, geojson: bytes, register: Register, tmp_path: Path
) -> None:
    source.files["/a.geojson"] = geojson

    class Stop:
        def report(self, done: float, key: str = "") -> None:
            if key == "progress.checking":
                raise Cancelled

    with pytest.raises(Cancelled):
        fetch(f"{source.url}/a.geojson", tmp_path, register, progress=Stop())
    assert nothing_left(tmp_path)


@pytest.mark.real_data
def test_the_files_of_the_public_source_are_called_by_code_and_plain_name(
    real_data: Path, register: Register
) -> None:
    assert SOURCE.endswith("/wards/{code}_{name}.geojson")
    known = gpd.read_file(real_data / "sonla_communes_2025.gpkg").set_index("code")["code_name"]
    asked = {unit.code: without_tones(unit.name).replace(" ", "_") for unit in register.units()}
    assert asked == known.to_dict()


@pytest.mark.parametrize(
    "error", [BadAnswer(url="https://a.vn", reason="HTTP 404"), NoNetwork(url="https://a.vn", reason="x")]
)
def test_every_error_shows_the_address(error: AppError, vi: Words, en: Words) -> None:
    assert "https://a.vn" in vi.error(error)
    assert "https://a.vn" in en.error(error)
