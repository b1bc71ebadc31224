import json

import pyogrio
import pytest

from exports import geodata
from exports.privacy import Redact, Redaction
from layers.errors import BadParameter


def read(path, **options):
    return pyogrio.read_dataframe(path, **options)


def test_a_geopackage_holds_every_table(bundle, vi, tmp_path):
    path = tmp_path / "all.gpkg"
    assert geodata.write(bundle, path, geodata.TABLES, vi) == [path]
    counts = {name: len(read(path, layer=name)) for name, _ in pyogrio.list_layers(path)}
    assert counts == {"communes": 4, "sites": 0, "clusters": 5, "incidents": 2, "villages": 11}
    communes = read(path, layer="communes")
    assert communes["code"].tolist() == ["03646", "04117", "04120", "04125"]
    assert communes.crs.to_epsg() == 4326
    assert set(communes["mark"]) == {vi("sample.mark")}
    # Unknown stays unknown: the commune that has not reported has no number of sites.
    assert communes["active_sites"].isna().tolist() == [False, False, False, True]


def test_one_table_takes_the_name_and_several_get_their_own(bundle, vi, tmp_path):
    one = geodata.write(bundle, tmp_path / "x.geojson", ["clusters"], vi)
    assert [file.name for file in one] == ["x.geojson"]
    two = geodata.write(bundle, tmp_path / "x.geojson", ["clusters", "villages"], vi)
    assert [file.name for file in two] == ["x-clusters.geojson", "x-villages.geojson"]


def test_coordinates_leave_with_eight_decimals(bundle, vi, tmp_path):
    (path,) = geodata.write(bundle, tmp_path / "x.geojson", ["clusters"], vi)
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    lon, lat = features[0]["geometry"]["coordinates"]
    assert lon == pytest.approx(bundle.sites["lon"].iloc[0], abs=1e-9)
    assert lat == pytest.approx(bundle.sites["lat"].iloc[0], abs=1e-9)
    # A site known by commune only has no point of its own.
    assert features[3]["geometry"] is None


def test_shapefile_has_its_encoding_and_system_and_whole_letters(bundle, vi, tmp_path):
    files = geodata.write(bundle, tmp_path / "xã.shp", ["communes"], vi)
    assert {file.suffix for file in files} == {".shp", ".shx", ".dbf", ".prj", ".cpg"}
    assert (tmp_path / "xã.cpg").read_text() == "UTF-8"
    assert read(tmp_path / "xã.shp")["full_name"].tolist()[1] == "Xã Mường Lèo"


def test_short_names_are_unique():
    names = [
        "villages_with",
        "villages_without",
        "villages_with_share",
        "code",
        "first_response",
        "first_responder",
    ]
    short = geodata._short_names(names)
    # Words are shortened alike everywhere; what is still too long is cut and numbered.
    assert list(short.values()) == ["vil_w", "vil_wo", "vil_w_sh", "code", "first_resp", "first_res1"]


def test_kml_shows_names(bundle, vi, tmp_path):
    (path,) = geodata.write(bundle, tmp_path / "x.kml", ["communes"], vi)
    assert "<name>Xã Mường Lèo</name>" in path.read_text(encoding="utf-8")


def test_personal_columns_stay_here(bundle, vi, tmp_path, toy):
    (path,) = geodata.write(bundle, tmp_path / "x.geojson", ["incidents"], vi)
    assert toy.PERSONAL not in path.read_text(encoding="utf-8")
    wish = Redaction(Redact.NONE)
    (path,) = geodata.write(
        bundle, tmp_path / "y.geojson", ["incidents"], vi, redaction=wish, with_personal=True
    )
    assert toy.PERSONAL in path.read_text(encoding="utf-8")


def test_aggregated_incidents_are_one_point_a_commune(bundle, vi, tmp_path):
    aggregate = Redaction(Redact.AGGREGATE)
    (path,) = geodata.write(bundle, tmp_path / "x.gpkg", ["incidents"], vi, redaction=aggregate)
    frame = read(path)
    assert frame["total"].tolist() == [1, 1, 0, 0]
    assert "description" not in frame
    exact = set(zip(bundle.incidents["lon"], bundle.incidents["lat"], strict=True))
    assert not exact & {(point.x, point.y) for point in frame.geometry}


@pytest.mark.parametrize("tables", [[], ["roads"]])
def test_tables_that_are_not_there(bundle, vi, tmp_path, tables):
    with pytest.raises(BadParameter):
        geodata.write(bundle, tmp_path / "x.gpkg", tables, vi)


def test_tables_of_a_map():
    assert geodata.tables_of(("boundaries", "clusters")) == ("communes", "clusters")
    assert geodata.tables_of(None) == geodata.TABLES


def test_only_communes_that_are_reported_on_leave(toy, vi, tmp_path):
    part = toy.toy_bundle(communes=("04117", "04120"))
    path = tmp_path / "part.gpkg"
    geodata.write(part, path, ["communes", "incidents"], vi, redaction=Redaction(Redact.AGGREGATE))
    communes = read(path, layer="communes")
    assert communes["code"].tolist() == ["04117", "04120"]
    assert communes["full_name"].tolist() == ["Xã Mường Lèo", "Xã Sốp Cộp"]
    assert communes["active_sites"].tolist() == [0, 1]
    assert [round(shape.area, 4) > 0 for shape in communes.geometry] == [True, True]
    assert read(path, layer="incidents")["code"].tolist() == ["04117", "04120"]
