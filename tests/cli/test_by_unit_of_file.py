"""``coverage --by unit --json`` as the console gives it, against a group-by of the tables in the file.

The group-by reads the GeoPackage with sqlite3, pandas and shapely alone: nothing of the program counts in it.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

APP = Path(__file__).resolve().parents[2] / "app.py"
CLUSTERS = "Cụm dân cư an toàn phòng cháy chữa cháy"
HOUSEHOLDS = "Hộ tự quản, bản an toàn"
NO_SPECIAL_NUMBER = {"parse_constant": pytest.fail}


@pytest.fixture(scope="module", params=["schematic", "real"])
def file(request: pytest.FixtureRequest, sample_file: Path, make_run, tmp_path_factory) -> Path:
    """Return the sample within schematic boundaries, and within the public ones."""
    if request.param == "schematic":
        return sample_file
    folder: Path = request.getfixturevalue("real_data")
    path: Path = tmp_path_factory.mktemp("real") / "w.gpkg"
    done = make_run("new", path, "--sample", "--boundaries", folder / "sonla_communes_2025.gpkg")
    assert done.code == 0, done.err
    return path


@pytest.fixture(scope="module")
def tables(file: Path) -> dict[str, pd.DataFrame]:
    connection = sqlite3.connect(file)
    names = ("communes", "initiatives", "sites", "villages", "incidents", "submissions", "meta")
    found = {name: pd.read_sql(f"SELECT * FROM {name}", connection) for name in names}
    connection.close()
    for name in ("communes", "sites", "villages", "incidents"):
        found[name]["shape"] = [_shape(blob) for blob in found[name]["geom"]]
    areas = found["communes"].sort_values("code", ignore_index=True)
    for name in ("sites", "villages"):
        found[name]["commune"] = _commune_of(found[name], areas)
    return found


def _shape(blob: bytes | None) -> shapely.Geometry | None:
    if blob is None:
        return None
    envelope_bytes = (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7]
    return shapely.from_wkb(blob[8 + envelope_bytes :])


def _commune_of(rows: pd.DataFrame, areas: pd.DataFrame) -> pd.Series:
    """Return the commune under an exact point (the lower code of two), else the one that was stated."""
    stated = rows["commune_code"].astype(object).to_numpy().copy()
    tree = shapely.STRtree(areas["shape"])
    exact = np.flatnonzero((rows["position"] == "exact") & rows["shape"].notna())
    stated[exact] = None
    points, hits = tree.query(rows["shape"].to_numpy()[exact], predicate="intersects")
    for point, hit in sorted(zip(points, hits, strict=True), key=lambda pair: -pair[1]):
        stated[exact[point]] = areas["code"][hit]
    return pd.Series(stated, index=rows.index)


def _counting(tables: dict[str, pd.DataFrame], initiative: str) -> pd.DataFrame:
    sites = tables["sites"].merge(
        tables["initiatives"][["id", "name"]], left_on="initiative_id", right_on="id", suffixes=("", "_of")
    )
    as_of = tables["meta"].set_index("key")["value"]["as_of"]
    begun = sites["founded_on"].isna() | (sites["founded_on"] <= as_of)
    lasting = sites["closed_on"].isna() | (sites["closed_on"] > as_of)
    return sites[
        (sites["name_of"] == initiative) & begun & lasting & sites["status"].isin(["active", "unknown"])
    ]


def _silent(tables: dict[str, pd.DataFrame]) -> set[str]:
    rows = tables["submissions"]
    last = rows[rows["period_to"] == rows["period_to"].max()]
    missing = last[(last["state"] == "missing") & last["kind"].isin(["sites", "clusters"])]
    return set(missing["commune_code"])


def _console(file: Path, *line: str) -> dict:
    done = subprocess.run(
        [sys.executable, str(APP), "coverage", str(file), *line, "--json"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    return json.loads(done.stdout, **NO_SPECIAL_NUMBER)


@pytest.mark.parametrize("initiative", [CLUSTERS, HOUSEHOLDS])
def test_by_unit_is_the_group_by(file: Path, tables: dict[str, pd.DataFrame], initiative: str) -> None:
    answer = _console(file, "--by", "unit", "--initiative", initiative)
    sites, villages, silent = _counting(tables, initiative), tables["villages"], _silent(tables)
    active = sites.groupby("commune").size()
    all_villages = villages.groupby("commune").size()
    served = villages[villages["id"].isin(sites["village_id"])].groupby("commune").size()
    assert len(answer["communes"]) == len(tables["communes"]) == 75
    for row in answer["communes"]:
        code = row["code"]
        told = (row["active_sites"], row["villages_with"], row["with_sites"])
        if code in silent:
            assert told == (None, None, None), code
        else:
            assert told == (active.get(code, 0), served.get(code, 0), code in active.index), code
        assert row["villages"] == all_villages.get(code, 0)
    heard_villages = villages[~villages["commune"].isin(silent)]
    with_sites = set(active.index) - silent
    assert answer["by_unit"] == {
        "communes_total": 75,
        "communes_with": len(with_sites),
        "communes_without": 75 - len(silent) - len(with_sites),
        "communes_not_reported": len(silent),
        "villages_total": len(villages),
        "villages_with": int(served.drop(list(silent), errors="ignore").sum()),
        "villages_without": len(heard_villages) - int(heard_villages["id"].isin(sites["village_id"]).sum()),
        "villages_not_reported": len(villages) - len(heard_villages),
    }
    assert len(silent) == 3


def test_every_exact_point_lies_in_exactly_one_commune(tables: dict[str, pd.DataFrame]) -> None:
    """The sample keeps clear of the two places that the public boundaries draw twice."""
    tree = shapely.STRtree(tables["communes"]["shape"])
    for name in ("sites", "villages", "incidents"):
        exact = tables[name][tables[name]["position"] == "exact"]
        _, counts = np.unique(tree.query(exact["shape"], predicate="intersects")[0], return_counts=True)
        assert (len(counts), counts.max()) == (len(exact), 1), name
