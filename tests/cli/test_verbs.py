"""The verbs on a sample workspace: what they print, what they write, and that the two say the same."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from layers.words import Words
from tests.cli.answers import digest, json_of

# -- new ----------------------------------------------------------------------------------------------


def test_new_without_a_boundary_file_is_schematic_and_says_so(run, tmp_path: Path, vi: Words) -> None:
    path = tmp_path / "w.gpkg"
    done = run("new", path)
    assert done.code == 0
    assert vi("boundaries.schematic") in done.out
    assert vi("sample.mark") not in done.out
    data = json_of(run, "new", path, "--force")
    assert data["boundaries"] == {
        "vintage": "2025-07",
        "schematic": True,
        "overlap_km2": pytest.approx(0, abs=1e-6),
    }
    assert data["sample"] is False
    assert data["tables"]["communes"] == 75
    assert data["tables"]["sites"] == 0
    assert data["stamp"] == digest(path)


def test_new_counts_what_is_in_the_file(run, sample_file: Path, tmp_path: Path) -> None:
    data = json_of(run, "new", tmp_path / "again.gpkg", "--sample")
    assert data["sample"] is True
    with sqlite3.connect(sample_file) as connection:
        for table, rows in data["tables"].items():
            found = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
            assert found >= rows, table
            if table in ("communes", "sites", "incidents", "villages", "initiatives", "submissions"):
                assert found == rows, table
    connection.close()


@pytest.mark.parametrize("sample_flag", [[], ["--sample"]])
def test_new_notes_the_source_of_its_boundaries(
    run, tmp_path: Path, real_data: Path, sample_flag: list[str]
) -> None:
    path = tmp_path / "w.gpkg"
    data = json_of(run, "new", path, "--boundaries", real_data / "sonla_communes_2025.gpkg", *sample_flag)
    assert data["boundaries"]["schematic"] is False
    with sqlite3.connect(path) as connection:
        rows = connection.execute(
            "SELECT s.file_name, s.sha256, count(*) FROM communes c JOIN sources s ON s.id = c.source_id"
        ).fetchall()
    connection.close()
    assert rows == [("sonla_communes_2025.gpkg", digest(real_data / "sonla_communes_2025.gpkg"), 75)]


def test_new_into_a_folder_that_is_not_there(run, tmp_path: Path) -> None:
    done = run("new", tmp_path / "no" / "w.gpkg")
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1
    assert "chưa lường trước" not in done.err
    assert not list(tmp_path.iterdir())


# -- coverage -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def coverage(make_run, sample_file: Path):
    """Return a function that gives the JSON of ``coverage`` on the sample, each question asked once."""
    answers: dict[tuple[str, ...], dict] = {}

    def ask(*line: str) -> dict:
        if line not in answers:
            answers[line] = json_of(make_run, "coverage", sample_file, *line)
        return answers[line]

    return ask


def test_coverage_by_radius_adds_up(coverage) -> None:
    data = coverage("--radius-m", "3000")
    communes = data["communes"]
    assert len(communes) == 75
    for commune in communes:
        assert commune["covered_km2"] + commune["gap_km2"] == pytest.approx(commune["area_km2"], abs=1e-9)
        assert commune["code"].isdigit()
        assert len(commune["code"]) == 5
    total = sum(commune["area_km2"] for commune in communes)
    assert data["province"]["area_km2"] == pytest.approx(total)
    assert data["params"]["radius_m"] == 3000


def test_a_longer_radius_never_covers_less(coverage) -> None:
    near, far = (coverage("--radius-m", radius)["province"]["covered_km2"] for radius in ("2000", "3000"))
    assert 0 < near < far


def test_by_unit_each_unit_is_with_or_without_or_not_reported(coverage) -> None:
    counts = coverage("--by", "unit", "--layer", "clusters")["by_unit"]
    for units in ("communes", "villages"):
        parts = [counts[f"{units}_{part}"] for part in ("with", "without", "not_reported")]
        assert sum(parts) == counts[f"{units}_total"]
        assert all(parts)


def test_the_stamp_tells_questions_apart_and_not_runs(run, sample_file: Path, coverage) -> None:
    first = coverage("--radius-m", "3000")
    assert json_of(run, "coverage", sample_file, "--radius-m", "3000") == first
    assert coverage("--radius-m", "2000")["stamp"] != first["stamp"]


def test_layers_and_initiatives_are_parts_of_the_whole(coverage) -> None:
    sites, clusters, both = (
        coverage("--by", "unit", "--layer", layer)["province"]["sites"]
        for layer in ("sites", "clusters", "all")
    )
    assert sites + clusters == both
    named = coverage("--by", "unit", "--initiative", "cum dan cu an toan phong chay chua chay")
    assert named["province"]["sites"] == clusters


def test_fires_are_a_part_of_the_incidents(coverage) -> None:
    line = ("--radius-m", "3000")
    fires = coverage(*line, "--category", "Cháy")["province"]["incidents"]
    year = coverage(*line, "--category", "Cháy", "--from", "2025-01-01", "--to", "31/12/2025")
    assert 0 < year["province"]["incidents"] < fires < coverage(*line)["province"]["incidents"]


@pytest.mark.parametrize(
    "line",
    [
        ["--initiative", "Không có mô hình này"], ["--category", "khủng long"], ["--vintage", "1999-01"],
        ["--radius-m", "900000"], ["--radius-m", "3000", "--by", "households"],
    ],
)  # fmt: skip
def test_a_filter_that_fits_nothing_is_wrong_use(run, sample_file: Path, line: list[str]) -> None:
    done = run("coverage", sample_file, *line)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("line", "language"),
    [([], "en"), (["--by", "unit"], "vi"), (["--by", "households"], "en"), (["--radius-m", "3000"], "vi")],
)
def test_the_table_says_what_it_is_of(
    run, sample_file: Path, line: list[str], language: str, vi: Words, en: Words
) -> None:
    words = vi if language == "vi" else en
    done = run("coverage", sample_file, *line, "--lang", language)
    assert (done.code, done.err) == (0, "")
    for said in (words("sample.mark"), words("boundaries.schematic"), words("cli.column.province")):
        assert said in done.out
    assert "Mường Lèo" in done.out
    assert "nan" not in done.out.casefold().split()
    rows = [text for text in done.out.splitlines() if "%" in text or words("cli.coverage.silent") in text]
    assert len(rows) >= 76


def test_the_table_shows_the_figures_of_the_json(run, sample_file: Path, coverage, vi: Words) -> None:
    text = run("coverage", sample_file, "--radius-m", "3000").out
    for commune in coverage("--radius-m", "3000")["communes"]:
        kinds = ("Xã ", "Phường ")
        starts = tuple(f"{kind}{commune['name']} " for kind in kinds)
        row = next(found for found in text.splitlines() if found.startswith(starts))
        parts = f"({vi.number(commune['covered_km2'], 1)}/{vi.number(commune['area_km2'], 1)})"
        assert f"{vi.percent(commune['covered_share'])} {parts}" in row


@pytest.mark.parametrize("line", [[], ["--by", "unit"], ["--by", "households"], ["--radius-m", "3000"]])
def test_the_table_fits_into_a_console(run, sample_file: Path, line: list[str], vi: Words) -> None:
    lines = run("coverage", sample_file, *line).out.splitlines()
    rule = next(place for place, text in enumerate(lines) if text.startswith("──"))
    total = next(place for place, text in enumerate(lines) if text.startswith(vi("cli.column.province")))
    table = lines[rule - 1 : total + 1]
    assert len(table) == 75 + 3
    assert max(map(len, table)) <= (80 if "--by" in line else 120)
    assert {len(text) for text in table} == {len(table[0])}  # numbers end under each other


def test_own_ways_show_distances_only_where_one_is_asked_for(run, sample_file: Path, vi: Words) -> None:
    clusters = "Cụm dân cư an toàn phòng cháy chữa cháy"
    every = run("coverage", sample_file).out
    some = run("coverage", sample_file, "--initiative", clusters).out
    assert vi("cli.coverage.by_own_with_radius") in every
    assert vi("cli.coverage.by_own_with_radius") not in some
    assert vi("cli.coverage.by_own") in some
    assert vi("cli.column.covered_km2") not in some


# -- export -------------------------------------------------------------------------------------------


def test_export_writes_what_it_says(run, sample_file: Path, tmp_path: Path) -> None:
    targets = [tmp_path / name for name in ("map.pdf", "tables.xlsx", "web.html")]
    data = json_of(run, "export", sample_file, *[part for path in targets for part in ("--to", path)])
    assert data["files"] == [str(path) for path in targets]
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in targets}
    starts = {path.suffix: path.read_bytes()[:4] for path in targets}
    assert starts[".pdf"] == b"%PDF"
    assert starts[".xlsx"] == b"PK\x03\x04"
    assert "MINH HỌA" in targets[2].read_text("utf-8")


def test_export_of_layers_names_each_file(run, sample_file: Path, tmp_path: Path) -> None:
    line = ("export", sample_file, "--to", tmp_path / "d.geojson", "--tables")
    assert json_of(run, *line, "communes")["files"] == [str(tmp_path / "d.geojson")]
    several = json_of(run, *line, "communes,clusters")["files"]
    assert set(several) == {str(tmp_path / "d-communes.geojson"), str(tmp_path / "d-clusters.geojson")}
    communes = json.loads((tmp_path / "d-communes.geojson").read_text("utf-8"))
    assert len(communes["features"]) == 75


@pytest.mark.parametrize("other", ["film.mp4", "nowhere/map.html"])
def test_export_writes_all_or_nothing(run, sample_file: Path, tmp_path: Path, other: str) -> None:
    done = run("export", sample_file, "--to", tmp_path / "tables.xlsx", "--to", tmp_path / other)
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_export_that_is_interrupted_leaves_nothing(
    run, sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import exports.exporter as exporter

    kept = tmp_path / "old.html"
    kept.write_text("cũ", "utf-8")

    def interrupted(*_: object) -> list[Path]:
        raise KeyboardInterrupt

    monkeypatch.setattr(exporter, "WRITERS", {**exporter.WRITERS, ".html": interrupted})
    done = run("export", sample_file, "--to", tmp_path / "t.xlsx", "--to", kept)
    assert (done.code, done.out) == (130, "")
    assert [path.name for path in tmp_path.iterdir()] == ["old.html"]
    assert kept.read_text("utf-8") == "cũ"


@pytest.mark.parametrize(
    "line",
    [["--paper", "A9"], ["--dpi", "7"], ["--dpi", "x"], ["--redact", "displace"], ["--tables", "cows"]],
)
def test_wrong_options_of_export_are_2(run, sample_file: Path, tmp_path: Path, line: list[str]) -> None:
    done = run("export", sample_file, "--to", tmp_path / "m.pdf", *line)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert not list(tmp_path.iterdir())


# -- boundaries and selfcheck -------------------------------------------------------------------------


def test_the_real_boundaries_have_two_overlaps(run, real_data: Path) -> None:
    data = json_of(run, "boundaries", "check", real_data / "sonla_communes_2025.gpkg")
    assert data["usable"]
    assert (data["matched"], data["expected"], data["missing"]) == (75, 75, [])
    large = [pair["km2"] for pair in data["overlaps"] if pair["km2"] > 1e-4]
    assert sorted(round(km2, 3) for km2 in large) == [0.067, 0.088]


def test_an_incomplete_file_is_unusable(run, tmp_path: Path, real_data: Path) -> None:
    import geopandas as gpd

    whole = gpd.read_file(real_data / "sonla_communes_2025.gpkg")
    path = tmp_path / "part.geojson"
    whole[whole["name"] != "Mường Lèo"].to_file(path, driver="GeoJSON")
    done = run("boundaries", "check", path, "--json")
    assert (done.code, done.out) == (1, "")
    assert "Mường Lèo" in done.err
    assert "part.geojson" in done.last_line


def test_a_folder_with_one_file_a_commune_is_checked(run, tmp_path: Path, real_data: Path) -> None:
    import geopandas as gpd

    communes = gpd.read_file(real_data / "sonla_communes_2025.gpkg")
    folder = tmp_path / "xã"
    folder.mkdir()
    for place in range(len(communes)):
        communes.iloc[[place]].to_file(folder / f"{place}.geojson")
    first = json_of(run, "boundaries", "check", folder)
    assert (first["usable"], first["matched"]) == (True, 75)
    (folder / "0.geojson").touch()
    assert json_of(run, "boundaries", "check", folder)["stamp"] == first["stamp"]


def test_old_units_become_the_communes_of_today(run, tmp_path: Path, real_data: Path) -> None:
    out = tmp_path / "new.gpkg"
    data = json_of(run, "boundaries", "dissolve", real_data / "sonla_communes_2009.gpkg", out)
    assert data["units"] == 75
    assert "Phường Mộc Châu" in data["approximate"]
    assert json_of(run, "boundaries", "check", out)["matched"] == 75
    assert [path.name for path in tmp_path.iterdir()] == ["new.gpkg"]


def test_dissolving_into_an_unknown_kind_of_file(run, tmp_path: Path, real_data: Path) -> None:
    done = run("boundaries", "dissolve", real_data / "sonla_communes_2009.gpkg", tmp_path / "new.txt")
    assert (done.code, done.out) == (1, "")
    assert not list(tmp_path.iterdir())


def test_a_source_that_does_not_answer(run, tmp_path: Path) -> None:
    done = run("boundaries", "fetch", "--source", "http://127.0.0.1:9/none.gpkg")
    assert (done.code, done.out) == (1, "")
    assert "127.0.0.1" in done.last_line


def test_the_self_check_passes_and_names_its_figures(run) -> None:
    data = json_of(run, "selfcheck")
    checks = {check["name"]: check for check in data["checks"]}
    assert all(check["ok"] for check in checks.values()), checks
    assert checks["projection"]["figure"] == "104.0018890 21.2443257"
    assert checks["disk"]["figure"].startswith("28.27")
    assert checks["locate"]["figure"] == "75/75"


def test_a_check_that_fails_is_exit_1(run, monkeypatch: pytest.MonkeyPatch) -> None:
    import cli.selfcheck as selfcheck

    def broken(context: object) -> tuple[bool, str]:
        raise RuntimeError

    monkeypatch.setattr(selfcheck, "CHECKS", {"python": lambda context: (True, "3"), "disk": broken})
    done = run("selfcheck")
    assert (done.code, done.out) == (1, "")
    assert "RuntimeError" in done.err
    assert "hình tròn" in done.last_line
    assert "Python" not in done.last_line
