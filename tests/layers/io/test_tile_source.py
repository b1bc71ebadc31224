"""The online background: against a server of this machine only, with tiles made here."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from layers.crs import METRIC, transformer
from layers.errors import BadAnswer, BadParameter, NoNetwork
from layers.io import tile_source
from layers.io.tile_source import TileSource, checked_address, decoded, host_of, tiles_of, trim

from .rasters import png, tile_of

BOUNDS = (495_000.0, 2_345_000.0, 505_000.0, 2_355_000.0)


class Server(ThreadingHTTPServer):
    """Hands out one colour for odd and one for even columns; `answer` may say otherwise."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.answer: bytes | int | None = None
        self.redirect = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/{{z}}/{{x}}/{{y}}.png"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.server.redirect and not self.path.startswith("/there"):
            self.send_response(302)
            self.send_header("Location", self.server.redirect)
            self.end_headers()
            return
        answer = self.server.answer
        if isinstance(answer, int):
            self.send_response(answer)
            self.end_headers()
            return
        if answer is None:
            is_odd = int(self.path.split("/")[2]) % 2 if self.path.count("/") == 3 else 0
            answer = png((220, 30, 30) if is_odd else (30, 30, 220))
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "tiles/{z}/{x}/{y}",
        "ftp://a.vn/{z}/{x}/{y}",
        "file:///{z}/{x}/{y}",
        "https://a.vn/{z}/{x}",
        "https://a.vn/{z}/{x}/{y}/{q}",
        "https://{z}.vn/{z}/{x}/{y}",
        "https://ten:matkhau@a.vn/{z}/{x}/{y}",
        "https:///{z}/{x}/{y}",
        "https://a.vn:port/{z}/{x}/{y}",
        "https://a.vn/{z}/{x}/ {y}",
    ],
)
def test_addresses_that_are_refused(address: str) -> None:
    with pytest.raises(BadParameter):
        checked_address(address)


def test_addresses_that_are_taken() -> None:
    for address in ("http://a.vn/{z}/{x}/{y}.png", "https://a.vn:8443/t?z={z}&x={x}&y={y}&khoa=1"):
        assert checked_address(f" {address}\n") == address
        assert host_of(address) == "a.vn"


def test_a_picture_lies_where_its_tiles_lie(server: Server) -> None:
    found = TileSource(server.url).read_window(BOUNDS, 200, 200)
    assert found.error is None
    assert (found.rgba[..., 3] == 255).all()
    change = transformer(METRIC, "EPSG:4326")
    zoom = int(server.asked[0].split("/")[1])
    seen = 0
    for row in range(10, 200, 20):
        for column in range(10, 200, 20):
            x, y = BOUNDS[0] + (column + 0.5) * 50, BOUNDS[3] - (row + 0.5) * 50
            tiles = {tile_of(*change.transform(x + dx, y), zoom)[0] for dx in (-100, 0, 100)}
            if len(tiles) == 1:  # not at the seam of two tiles
                seen += 1
                colour = [220, 30, 30] if tiles.pop() % 2 else [30, 30, 220]
                assert found.rgba[row, column, :3].tolist() == colour
    assert seen > 50


def test_what_was_fetched_is_kept_in_memory_and_in_the_folder(server: Server, tmp_path: Path) -> None:
    source = TileSource(server.url, tmp_path)
    first = source.read_window(BOUNDS, 64, 64).rgba
    asked = len(server.asked)
    assert asked == len(set(server.asked)) > 0
    assert (source.read_window(BOUNDS, 64, 64).rgba == first).all()
    again = TileSource(server.url, tmp_path).read_window(BOUNDS, 64, 64)
    assert (again.rgba == first).all()
    assert len(server.asked) == asked
    assert all("127.0.0.1" not in str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*"))


def test_memory_and_folder_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tile_source, "MEMORY_BYTES", 250)
    source = TileSource("http://a.vn/{z}/{x}/{y}", tmp_path)
    for number in range(5):
        source._keep((9, number, 0), bytes(100))
    assert list(source._memory) == [(9, 3, 0), (9, 4, 0)]
    trim(tmp_path, most_bytes=200)
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.tile")) == 200


def test_a_tile_that_is_not_there_stays_clear_and_is_no_trouble(server: Server) -> None:
    server.answer = 404
    found = TileSource(server.url).read_window(BOUNDS, 64, 64)
    assert found.error is None
    assert not found.rgba.any()


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(500, BadAnswer), (403, BadAnswer), (b"<html>no</html>", BadAnswer), (b"\x89PNG cut", BadAnswer)],
)
def test_trouble_is_handed_back_and_ends_the_asking(
    server: Server, answer: bytes | int, kind: type[Exception]
) -> None:
    server.answer = answer
    found = TileSource(server.url).read_window((470_000.0, 2_320_000.0, 530_000.0, 2_380_000.0), 900, 900)
    assert isinstance(found.error, kind)
    assert len(server.asked) == tile_source.FAILURES_AT_MOST
    assert not found.rgba.any()


def test_too_much_of_an_answer_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tile_source, "LARGEST_TILE_BYTES", 100)
    server.answer = bytes(500)
    assert isinstance(TileSource(server.url).read_window(BOUNDS, 64, 64).error, BadAnswer)
    huge = png((1, 2, 3), size=tile_source.LARGEST_TILE_PX + 8)
    with pytest.raises(BadAnswer):
        decoded(huge, server.url)


def test_nobody_there_is_told_within_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    start = time.monotonic()
    found = TileSource("http://127.0.0.1:9/{z}/{x}/{y}", timeout_s=0.5).read_window(BOUNDS, 64, 64)
    assert isinstance(found.error, NoNetwork)
    assert time.monotonic() - start < 5


def test_another_machine_is_not_followed(server: Server) -> None:
    server.redirect = "http://localhost:9/{z}/{x}/{y}.png"
    found = TileSource(server.url).read_window(BOUNDS, 64, 64)
    assert isinstance(found.error, BadAnswer)
    server.redirect = f"http://127.0.0.1:{server.server_port}/there"
    assert TileSource(server.url).read_window(BOUNDS, 64, 64).error is None


def test_tiles_are_as_fine_as_the_picture_and_never_too_many() -> None:
    fine, coarse = tiles_of(BOUNDS, 1000), tiles_of(BOUNDS, 100)
    assert fine[0][0] > coarse[0][0]
    pixel = 40_075_016.7 / 2 ** fine[0][0] / 256 * np.cos(np.radians(21.2))
    assert pixel == pytest.approx(10.0, rel=0.5)
    for width in (50, 1000, 6000):
        assert 0 < len(tiles_of((416_000.0, 2_274_000.0, 609_000.0, 2_438_000.0), width)) <= 80
