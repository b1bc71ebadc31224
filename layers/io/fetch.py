"""Boundaries from a public address, on the analyst's word: bounded, checked, then put in their place.

The program never calls this by itself. Knows nothing of wording or of the document.
"""

from __future__ import annotations

import hashlib
import http.client
import io
import re
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from layers.errors import BadAnswer, BadParameter, FileTooLarge, FileUnreadable, NoNetwork
from layers.io.boundary_files import FOLDER, read_boundaries
from layers.progress import SILENT, Progress
from layers.reasons import reason_of
from layers.registers import Register
from layers.words import without_tones

# One file a commune, in the state that was checked against the register. The repository is under the MIT
# licence and names sapnhap.bando.com.vn as the origin of the lines; see data/shapefiles/README.md.
SOURCE = (
    "https://raw.githubusercontent.com/thanglequoc/vietnamese-provinces-database/"
    "cd58063299585146ded3981f2272946ef19ced54/json/geojson/14_son_la/wards/{code}_{name}.geojson"
)
TIMEOUT_S = 30.0
LONGEST_S = 900.0
MOST_BYTES = 256 * 1024**2
_BLOCK = 1 << 16
_STARTS = ((b"PK\x03\x04", ".zip"), (b"SQLite format 3", ".gpkg"), (b"{", ".geojson"), (b"<", ".kml"))


@dataclass(frozen=True)
class FetchReport:
    """What was fetched.

    Attributes
    ----------
    path : str
        The file in the folder that was given.
    url : str
        As it was asked for; ``{code}`` and ``{name}`` stand for each commune.
    bytes : int
        Size of the file that was kept.
    sha256 : str
        Of the same file.
    vintage : str
    """

    path: str
    url: str
    bytes: int
    sha256: str
    vintage: str

    def to_json(self) -> dict[str, Any]:
        """Return plain values for `boundaries fetch --json`."""
        return asdict(self)


def fetch_boundaries(
    url: str = SOURCE,
    folder: Path = FOLDER,
    timeout_s: float = TIMEOUT_S,
    progress: Progress = SILENT,
    *,
    register: Register | None = None,
    most_bytes: int = MOST_BYTES,
) -> FetchReport:
    """Download a boundary file, check that it is complete, and put it into a folder.

    Nothing is left in the folder unless all of it succeeded. The name of the file carries the start of its
    checksum, so that nothing that is there is overwritten; beside it lies a text with address and checksum.

    Parameters
    ----------
    url : str
        A file of any kind `read_boundaries` reads; or an address with ``{code}`` (and ``{name}``, without
        tones) that is asked for once a commune and kept as one zip.
    folder : Path
    timeout_s : float, seconds
        Longest wait for the next bytes.
    register : Register, optional
        What the file is held against; the one of data/registers by default.
    most_bytes : int
        Everything beyond is refused.

    Raises
    ------
    NoNetwork
        When the address cannot be reached in time.
    BadAnswer
        When it answers with an error or breaks off.
    FileTooLarge, BadParameter, FileUnreadable
    AppError
        Those of `layers.io.boundary_files.read_boundaries`, when what came is no complete boundary file.
    """
    _check_address(url)
    register = register or Register.load()
    end_s = time.monotonic() + LONGEST_S
    limit = _Limit(most_bytes, timeout_s, end_s)
    if "{code}" in url:
        content = _one_a_commune(url, register, limit, progress)
    else:
        content = _download(url, limit, lambda share: progress.report(0.9 * share, "progress.downloading"))
    sha256 = hashlib.sha256(content).hexdigest()
    name = f"{_stem(url)}-{sha256[:8]}{_suffix(url, content)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder) as waiting:
            fetched = Path(waiting) / name
            fetched.write_bytes(content)
            boundaries = read_boundaries(fetched, register)
            progress.report(0.95, "progress.checking")
            note = fetched.with_suffix(".txt")
            note.write_text(f"url: {url}\nbytes: {len(content)}\nsha256: {sha256}\n", encoding="utf-8")
            note.replace(folder / note.name)
            fetched.replace(folder / name)
    except OSError as error:
        raise FileUnreadable(path=folder.name, reason=reason_of(error)) from error
    return FetchReport(str(folder / name), url, len(content), sha256, boundaries.vintage)


@dataclass(frozen=True, slots=True)
class _Limit:
    most_bytes: int
    timeout_s: float
    end_s: float


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadParameter(name="url", value=url, allowed=["https://…", "http://…"])


def _one_a_commune(url: str, register: Register, limit: _Limit, progress: Progress) -> bytes:
    """Ask once a commune and return one zip, the same bytes for the same answers."""
    packed = io.BytesIO()
    units = register.units()
    left = limit.most_bytes
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for done, unit in enumerate(units):
            progress.report(0.9 * done / len(units), "progress.downloading")
            slug = without_tones(unit.name).replace(" ", "_")
            address = url.replace("{code}", unit.code).replace("{name}", slug)
            content = _download(address, _Limit(left, limit.timeout_s, limit.end_s), lambda share: None)
            left -= len(content)
            member = zipfile.ZipInfo(f"{unit.code}_{slug}.geojson", date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    return packed.getvalue()


def _download(url: str, limit: _Limit, report: Callable[[float], None]) -> bytes:
    """Return what an address answers, whole or not at all."""
    request = urllib.request.Request(url, headers={"User-Agent": "sonla-coverage-map"})
    try:
        with urllib.request.urlopen(request, timeout=limit.timeout_s) as answer:
            stated = int(answer.headers.get("Content-Length") or 0)
            if stated > limit.most_bytes:
                raise _too_large(url, limit)
            content = bytearray()
            while block := answer.read(_BLOCK):
                content += block
                if len(content) > limit.most_bytes:
                    raise _too_large(url, limit)
                if time.monotonic() > limit.end_s:
                    raise NoNetwork(url=url, reason=f"> {LONGEST_S:.0f} s")
                report(len(content) / max(stated, len(content), 1))
    except urllib.error.HTTPError as error:
        error.close()
        raise BadAnswer(url=url, reason=f"HTTP {error.code}") from error
    except TimeoutError as error:
        raise NoNetwork(url=url, reason=f"> {limit.timeout_s:g} s") from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise NoNetwork(url=url, reason=f"> {limit.timeout_s:g} s") from error
        raise NoNetwork(url=url, reason=_told(error.reason)) from error
    except (http.client.HTTPException, ValueError) as error:
        raise BadAnswer(url=url, reason=type(error).__name__) from error
    except OSError as error:
        raise NoNetwork(url=url, reason=_told(error)) from error
    if len(content) < stated:
        raise BadAnswer(url=url, reason=f"{len(content)}/{stated} byte")
    return bytes(content)


def _too_large(url: str, limit: _Limit) -> FileTooLarge:
    return FileTooLarge(path=url, limit=f"{limit.most_bytes / 1024**2:.0f} MB")


def _told(reason: object) -> str:
    return reason_of(reason) if isinstance(reason, OSError) else str(reason)


def _stem(url: str) -> str:
    """Return a plain file name from an address: its last part, or the folder of one file a commune."""
    parts = [part for part in urlsplit(url).path.split("/") if part and "{" not in part]
    stem = Path(parts[-1]).stem if parts else "boundaries"
    return re.sub(r"[^A-Za-z0-9_-]+", "_", stem)[:40] or "boundaries"


def _suffix(url: str, content: bytes) -> str:
    """Return the ending by what came: an address need not have one. What is no boundary file fails later."""
    start = content[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    found = next((suffix for mark, suffix in _STARTS if start.startswith(mark)), None)
    if found is None or (found == ".kml" and b"html" in content[:512].lower()):
        raise BadAnswer(url=url, reason="HTML" if found else "?")
    return found
