from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import LineString, Point

from layers.errors import BadParameter, FileDamaged
from layers.io.import_context import prepare_context_file
from layers.io.importing import Prepared
from layers.io.report import ImportLayer, ImportRequest
from layers.schema import LayerKind
from layers.workspace import Workspace

Import = Callable[..., Prepared]


def roads(path: Path, crs: str | None = None) -> Path:
    lines = [[[500_000, 2_350_000], [501_000, 2_350_000]]] if crs else [[[104.0, 21.2], [104.1, 21.3]]]
    features = [
        {
            "type": "Feature",
            "properties": {"tên": "Đường 1", "id": 7},
            "geometry": {"type": "LineString", "coordinates": line},
        }
        for line in lines
    ]
    features.append({"type": "Feature", "properties": {"tên": "Đường 2"}, "geometry": None})
    content: dict[str, object] = {"type": "FeatureCollection", "features": features}
    if crs:
        content["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_layer_of_its_own_with_its_columns(tmp_path: Path, take: Import, workspace: Workspace) -> None:
    path = roads(tmp_path / "Đường tỉnh.geojson")
    report = take(path, "context").report
    assert (report.read, report.kept, report.held_back, report.changed) == (2, 1, 1, 1)
    assert [(problem.row, problem.problem) for problem in report.problems] == [(2, "no_shape")]
    frame = workspace.frame("context_duong_tinh")
    assert frame.iloc[0]["tên"] == "Đường 1"
    assert frame.iloc[0]["id_"] == "7"
    assert frame.iloc[0]["geom"].coords[0] == (104.0, 21.2)
    (layer,) = workspace.tree.of_kind(LayerKind.CONTEXT)
    assert (layer.name, layer.table) == ("Đường tỉnh", "context_duong_tinh")
    again = take(path, "context")
    assert (again.report.changed, again.command.deltas) == (0, ())


def test_metres_become_degrees(tmp_path: Path, take: Import, workspace: Workspace) -> None:
    take(roads(tmp_path / "a.geojson", "9206"), "context")
    lon, lat = workspace.frame("context_a").iloc[0]["geom"].coords[0]
    # The check point of the system: E 500000, N 2350000.
    assert (lon, lat) == (pytest.approx(104.0018890, abs=1e-6), pytest.approx(21.2443257, abs=1e-6))


def test_what_cannot_be_a_layer(tmp_path: Path, take: Import, workspace: Workspace) -> None:
    with pytest.raises(BadParameter):
        take(roads(tmp_path / "a.geojson"), "context", sheet="không có")
    path = tmp_path / "b.geojson"
    path.write_text('{"rows": []}', encoding="utf-8")
    with pytest.raises(FileDamaged):
        take(path, "context")
    assert not workspace.can_undo


def collection(path: Path, rows: list[tuple[dict[str, object], object]]) -> Path:
    features = [{"type": "Feature", "properties": facts, "geometry": shape} for facts, shape in rows]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def point(x: float, y: float) -> dict[str, object]:
    return {"type": "Point", "coordinates": [x, y]}


def test_the_file_becomes_a_source(tmp_path: Path, take: Import, workspace: Workspace) -> None:
    path = roads(tmp_path / "a.geojson", "9206")
    take(path, "context")
    (source,) = workspace.frame("sources").to_dict("records")
    assert source["file_name"] == "a.geojson"
    assert source["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (source["table_name"], source["crs"]) == ("context_a", "EPSG:9206")
    assert (source["read"], source["kept"], source["held_back"]) == (2, 1, 1)
    assert source["mapping"] == {"tên": "tên", "id_": "id_"}
    assert source["read_at"].endswith("Z")
    take(path, "context")
    assert len(workspace.frame("sources")) == 1
    workspace.undo()
    assert workspace.frame("sources").empty


def test_shapes_that_are_nowhere_are_held_back(tmp_path: Path, take: Import, workspace: Workspace) -> None:
    rows = [
        ({"n": 1}, point(104, 21)),
        ({"n": 2}, point(1e9, 21)),
        ({"n": 3}, point(104, 95)),
        ({"n": 4}, None),
    ]
    report = take(collection(tmp_path / "a.geojson", rows), "context").report
    assert [(p.row, p.problem) for p in report.problems] == [
        (2, "shape_off_earth"),
        (3, "shape_off_earth"),
        (4, "no_shape"),
    ]
    assert workspace.frame("context_a")["n"].tolist() == ["1"]


def test_metres_that_name_no_system_are_those_of_the_province_and_it_is_said(
    tmp_path: Path, take: Import, workspace: Workspace
) -> None:
    def without_system(name: str, place: Point) -> Path:
        frame = gpd.GeoDataFrame({"n": ["a", "b"]}, geometry=[place, None], crs=9206)
        frame.to_file(tmp_path / name, engine="pyogrio")
        (tmp_path / name).with_suffix(".prj").unlink()
        return tmp_path / name

    report = take(without_system("a.shp", Point(500_000, 2_350_000)), "context").report
    said = [problem for problem in report.problems if problem.problem == "crs_assumed"]
    assert [(problem.row, problem.value, problem.severity) for problem in said] == [(0, "EPSG:9206", "note")]
    assert workspace.frame("context_a").iloc[0]["geom"].x == pytest.approx(104.0018890, abs=1e-6)
    with pytest.raises(BadParameter):
        take(without_system("b.shp", Point(5, 5_000_000)), "context")


def test_columns_whose_names_the_table_keeps_for_itself(
    tmp_path: Path, take: Import, workspace: Workspace
) -> None:
    facts: dict[str, object] = {"ID": "1", "id_": "2", "geom": "3", "fid": "4", "Tên": "5", "tên": "6"}
    take(collection(tmp_path / "a.geojson", [(facts, point(104, 21))]), "context")
    row = workspace.frame("context_a").iloc[0]
    assert sorted(str(value) for name, value in row.items() if name != "geom") == list("123456")


def test_a_background_that_was_written_and_read_again(
    tmp_path: Path, take: Import, workspace: Workspace
) -> None:
    """Each time its columns take other names beside those of the table: no two may come out the same."""
    facts: dict[str, object] = {"id_": "1", "id__2": "2", "id": "3", "id__3": "4"}
    take(collection(tmp_path / "a.geojson", [(facts, point(104, 21))]), "context")
    row = workspace.frame("context_a").iloc[0]
    assert sorted(str(value) for name, value in row.items() if name != "geom") == list("1234")


def test_every_layer_of_a_file_in_one_command(tmp_path: Path, workspace: Workspace) -> None:
    path = tmp_path / "nền.gpkg"
    for name, shape in (("đường", LineString([(104, 21), (104.1, 21.1)])), ("hồ", Point(104, 21))):
        frame = gpd.GeoDataFrame({name: ["x"]}, geometry=[shape], crs=4326)
        frame.to_file(path, layer=name, engine="pyogrio")
    request = ImportRequest(path, ImportLayer.CONTEXT)
    command, reports = prepare_context_file(request, workspace.snapshot())
    assert [(report.sheet, report.kept) for report in reports] == [("đường", 1), ("hồ", 1)]
    workspace.execute(command)
    assert [layer.name for layer in workspace.tree.of_kind(LayerKind.CONTEXT)] == ["nền – đường", "nền – hồ"]
    workspace.undo()
    assert workspace.tree.of_kind(LayerKind.CONTEXT) == ()
    workspace.redo()
    again, reports = prepare_context_file(request, workspace.snapshot())
    assert again.deltas == ()
    assert [report.changed for report in reports] == [0, 0]


@pytest.mark.parametrize(
    ("name", "driver"),
    [("a.fgb", "FlatGeobuf"), ("a.tab", "MapInfo File"), ("a.mif", "MapInfo File"), ("a.gpx", "GPX")],
)
def test_other_kinds_of_map_files(
    tmp_path: Path, take: Import, workspace: Workspace, name: str, driver: str
) -> None:
    given = {"layer": "tracks", "geometry_type": "MultiLineString"} if driver == "GPX" else {}
    line = LineString([(104, 21), (104.1, 21.1)])
    frame = gpd.GeoDataFrame({"name": ["Đường 1"]}, geometry=[line], crs=4326)
    frame.to_file(tmp_path / name, driver=driver, engine="pyogrio", **given)
    assert take(tmp_path / name, "context").report.kept == 1
    (row,) = workspace.frame("context_a").to_dict("records")
    assert row["name"] == "Đường 1"
    assert row["geom"].bounds == pytest.approx(line.bounds, abs=1e-6)


def test_xml_that_grows_is_refused(tmp_path: Path, take: Import) -> None:
    path = tmp_path / "a.gpx"
    path.write_text('<!DOCTYPE a [<!ENTITY b "c">]><gpx>&b;</gpx>', encoding="utf-8")
    with pytest.raises(FileDamaged):
        take(path, "context")
