"""Outputs never harm a workspace, and what cannot be written is told in one sentence."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from layers.words import Words
from tests.cli import bad_files

APP = Path(__file__).resolve().parents[2] / "app.py"
ROWS = [["Tên điểm", "Xã, phường"], ["Bản Tô", "Xã Mường Lèo"]]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    return bad_files.workbook(tmp_path / "sites.xlsx", ROWS)


@pytest.mark.parametrize("target", ["no folder/r.xlsx", "r.txt", "other.gpkg"])
def test_a_report_that_cannot_be_written_leaves_the_workspace_as_it_was(
    run, sample: Path, sites: Path, tmp_path: Path, target: str
) -> None:
    before = _digest(sample)
    done = run("import", sample, sites, "--layer", "sites", "--report", tmp_path / target)
    assert done.code in (1, 2)
    assert (done.out, len(done.err.splitlines())) == ("", 1)
    assert _digest(sample) == before
    assert {path.name for path in tmp_path.iterdir()} == {"w.gpkg", "sites.xlsx"}


def test_a_report_is_written_with_the_import(run, sample: Path, tmp_path: Path) -> None:
    rows = [dict(zip(("Tên điểm", "Xã, phường"), row, strict=True)) for row in (ROWS[1], ["A", "no\x01ne"])]
    features = [{"type": "Feature", "geometry": None, "properties": row} for row in rows]
    source, report = tmp_path / "a.geojson", tmp_path / "r.xlsx"
    source.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    done = run("import", sample, source, "--layer", "sites", "--report", report)
    assert (done.code, done.err) == (0, "")
    assert report.stat().st_size > 1000
    assert not list(tmp_path.glob(".*"))


def test_no_output_replaces_a_workspace(run, sample: Path, sites: Path, tmp_path: Path, vi: Words) -> None:
    before = _digest(sample)
    areas = tmp_path / "areas.gpkg"
    assert run("export", sample, "--to", areas, "--tables", "communes").code == 0
    refused = vi("error.workspace_in_the_way", path=sample.name) + "\n"
    for line in (
        ["export", sample, "--to", sample],
        ["export", sample, "--to", tmp_path / "x.png", "--to", sample],
    ):
        done = run(*line)
        assert (done.code, done.out, done.err) == (1, "", refused)
    assert not (tmp_path / "x.png").exists()
    assert _digest(sample) == before
    assert run("export", sample, "--to", areas, "--tables", "communes").code == 0  # no workspace: replaced


def test_a_workspace_without_boundaries_is_told(run, sample: Path, vi: Words) -> None:
    connection = sqlite3.connect(sample)
    connection.execute("DELETE FROM communes")
    connection.commit()
    connection.close()
    done = run("coverage", sample)
    assert (done.code, done.out) == (1, "")
    assert done.err == vi("error.boundaries_missing", vintage="2025-07") + "\n"


@pytest.mark.parametrize(("key", "value"), [("as_of", "x"), ("check_after_months", "six")])
def test_a_workspace_with_unreadable_facts_is_damaged(
    run, sample: Path, vi: Words, key: str, value: str
) -> None:
    connection = sqlite3.connect(sample)
    connection.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))
    connection.commit()
    connection.close()
    done = run("coverage", sample)
    assert done.code == 1
    assert done.err == vi("error.table_damaged", path=sample.name, table=vi("table.meta")) + "\n"


def test_names_no_file_system_takes(run, vi: Words) -> None:
    done = run("coverage", "x" * 300 + ".gpkg")
    assert (done.code, len(done.err.splitlines())) == (1, 1)
    assert vi("reason.name_too_long") in done.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_console_that_takes_nothing(vi: Words) -> None:
    with open(os.devnull, "w") as nowhere, open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, str(APP), "--help"],
            stdin=nowhere,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    sentence = vi("error.output_failed", reason=vi("reason.disk_full"))
    assert (done.returncode, done.stderr.decode()) == (1, sentence + "\n")
    long = subprocess.run([sys.executable, str(APP), "x" * 300], capture_output=True, check=False)
    assert (long.returncode, long.stdout, len(long.stderr.decode().splitlines())) == (2, b"", 1)
