from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from layers.errors import BadParameter, FileDamaged
from layers.io.importing import Prepared
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
