"""The sheets that the tests of the import share, and how their reports are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from layers.io.importing import Prepared

MakeSheet = Callable[[str, Sequence[Sequence[object]]], Path]
Import = Callable[..., Prepared]

SITES = ["Mã điểm", "Tên mô hình", "Tên điểm", "Xã, phường", "Ngày thành lập", "Số thành viên", "Trạng thái"]
CLUSTERS = [
    "STT",
    "Tên cụm",
    "Địa bàn",
    "Xã, phường",
    "X (m)",
    "Y (m)",
    "Ngày ra mắt",
    "Số hộ",
    "KH SXKD",
    "Hộ có bình",
    "Bình",
    "Điểm CC",
    "Diễn tập",
    "Lần cuối",
    "Trạng thái",
]
MODEL = "Hộ tự quản, bản an toàn"


def found(prepared: Prepared, problem: str) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.value) for p in prepared.report.problems if p.problem == problem]


def counts(prepared: Prepared) -> tuple[int, ...]:
    r = prepared.report
    return r.read, r.kept, r.mended, r.held_back, r.changed, r.unchanged
