"""Writes the files that people bring by mistake. Knows nothing of how the program reads files."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import geopandas as gpd
import openpyxl
from shapely import box

END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def protected_workbook(path: Path) -> Path:
    """Write what Excel makes of a workbook with a password: a compound file around an encrypted package."""

    def entry(name: str, kind: int, child: int, sibling: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
        links = struct.pack("<III", FREE, sibling, child)
        return head + links + bytes(36) + struct.pack("<IQ", start, size)

    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header = (
        magic + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
        + struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    )  # fmt: skip
    # Sector 0: allocation table; 1: directory; 2 to 9 and 10 to 17: two streams of 4096 bytes.
    chain = [FAT, END, *range(3, 10), END, *range(11, 18), END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    directory = (
        entry("Root Entry", 5, 1, FREE, END, 0)
        + entry("EncryptionInfo", 2, FREE, 2, 2, 4096)
        + entry("EncryptedPackage", 2, FREE, FREE, 10, 4096)
        + bytes(128)
    )
    path.write_bytes(header + table + directory + bytes(8192))
    return path


def truncated(whole: Path, path: Path, share: float = 0.5) -> Path:
    """Write the first part of a file."""
    data = whole.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def workbook(path: Path, rows: list[list[object]]) -> Path:
    """Write a workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def elsewhere(path: Path, driver: str = "GPKG") -> Path:
    """Write three communes that lie in another province, 400 km to the east."""
    squares = [box(107.0 + i / 10, 20.8, 107.1 + i / 10, 20.9) for i in range(3)]
    frame = gpd.GeoDataFrame({"ten_xa": ["Hà Tu", "Hà Lầm", "Bãi Cháy"]}, geometry=squares, crs="EPSG:4326")
    frame.to_file(path, driver=driver)
    return path


def protected_zip(path: Path) -> Path:
    """Write a zip whose only member is marked as encrypted."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xa.shp", b"\0" * 200)
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    path.write_bytes(bytes(data))
    return path
