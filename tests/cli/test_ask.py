"""``ask`` on the sample: the sentence, the units and the incidents behind them, against plain pandas."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pandas as pd

from .conftest import Run


def frames(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return sites with the layer of their initiative, and incidents, as SQL reads them."""
    with sqlite3.connect(path) as file:
        sites = "SELECT s.*, i.layer FROM sites s LEFT JOIN initiatives i ON s.initiative_id = i.id"
        return pd.read_sql(sites, file), pd.read_sql("SELECT * FROM incidents", file)


def communes(path: Path) -> pd.DataFrame:
    with sqlite3.connect(path) as file:
        return pd.read_sql("SELECT code, name FROM communes", file)


def counting(sites: pd.DataFrame, day: str) -> pd.Series:
    """Say which sites count at a day, after "What counts" of the schema."""
    founded, closed, status = sites["founded_on"], sites["closed_on"], sites["status"]
    is_there = (founded.isna() | (founded <= day)) & (closed.isna() | (closed > day))
    return is_there & (status.isna() | status.isin(["active", "unknown"]))


def test_communes_without_a_cluster_and_with_fires(run: Run, sample: Path) -> None:
    """The answer agrees with the rows, as far as these say by themselves in which commune they are."""
    done = run(
        "ask", sample, "--without", "clusters", "--with", "incidents:fire", "--from", "2026-01-01", "--json"
    )
    assert done.code == 0, done.err
    data = json.loads(done.out)
    assert data["schema"] == 1
    assert data["sample"] is True
    assert data["counts"]["total"] == 75
    assert data["counts"]["units"] == len(data["units"])
    assert data["counts"]["not_reported"] == len(data["not_reported"])
    sites, incidents = frames(sample)
    with_cluster = set(
        sites.loc[counting(sites, data["as_of"]) & (sites["layer"] == "cluster"), "commune_code"]
    )
    fires = incidents[
        incidents["category"].str.split(".").str[0].eq("fire")
        & incidents["happened_on"].between("2026-01-01", data["as_of"])
        & incidents["counts_in_statistics"].ne(0)
    ]
    burnt = fires.groupby("commune_code").size().to_dict()
    silent = set(data["not_reported"])
    named = dict(zip(communes(sample)["code"], communes(sample)["name"], strict=True))
    expected = {code: n for code, n in burnt.items() if code not in with_cluster}
    expected = {code: n for code, n in expected.items() if not any(named[code] in one for one in silent)}
    assert {unit["code"]: unit["counts"][1] for unit in data["units"]} == expected
    assert expected
    assert all(len(unit["incidents"]) == unit["counts"][1] for unit in data["units"])


def test_people_read_a_sentence(run: Run, sample: Path) -> None:
    done = run("ask", sample, "--without", "clusters:any")
    assert done.code == 0, done.err
    first = done.out.splitlines()[0]
    assert first.startswith(("Có ", "Không có "))
    assert "Cụm dân cư an toàn PCCC" in first
    assert "MINH HỌA" in done.out


def test_nothing_asked_and_unknown_names(run: Run, sample: Path) -> None:
    assert run("ask", sample).code == 2
    unknown = run("ask", sample, "--with", "Cụm an toan")
    assert unknown.code == 2
    assert "Gần giống" in unknown.last_line or "Cụm" in unknown.last_line
    category = run("ask", sample, "--with", "incidents:chay nha")
    assert category.code == 2
    assert run("ask", sample, "--with", "a", "b", "c", "d").code == 2
