from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from layers.boundaries import (
    Boundaries,
    BoundariesLayer,
    boundaries_of,
    multipart,
    overlapping_pairs,
    project,
    repaired,
)
from layers.crs import METRIC, STORE
from layers.errors import BadParameter
from layers.layer import class_of
from layers.registers import CURRENT, Register
from layers.schema import LayerKind, empty


class Document:
    """The part of a workspace a layer reads."""

    def __init__(self, communes: pd.DataFrame, vintage: str = CURRENT) -> None:
        self.meta: dict[str, str | None] = {"vintage": vintage}
        self.frames = {"communes": communes, "sources": empty("sources")}

    def frame(self, table: str) -> pd.DataFrame:
        return self.frames[table]


def array(*shapes: object) -> np.ndarray:
    return np.array([*shapes, None], dtype=object)[:-1]


def toy() -> Boundaries:
    """Return two squares of 2 km × 2 km that share 0.5 km × 2 km, around the check point of the zone."""
    facts = pd.DataFrame(
        {
            "code": ["00002", "00001"],
            "name": ["Hai", "Một"],
            "unit_type": ["phuong", "xa"],
            "area_declared_km2": [4.1, 5.0],
            "population": [10, None],
        }
    )
    squares = [
        shapely.box(501_500, 2_350_000, 503_500, 2_352_000),
        shapely.box(500_000, 2_350_000, 502_000, 2_352_000),
    ]
    return Boundaries.build(facts, squares, vintage=CURRENT, source="toy.shp")


def test_rows_are_sorted_valid_multipart_and_measured() -> None:
    drawn = toy()
    assert drawn.codes == ("00001", "00002")
    assert drawn.gdf["full_name"].tolist() == ["Xã Một", "Phường Hai"]
    assert drawn.gdf.crs == METRIC
    assert set(drawn.gdf.geom_type) == {"MultiPolygon"}
    np.testing.assert_allclose(drawn.areas_km2, [4.0, 4.0])
    assert drawn.overlap_km2 == pytest.approx(1.0)
    assert drawn.bounds_m == (500_000, 2_350_000, 503_500, 2_352_000)
    assert drawn.row_of("00002") == 1
    with pytest.raises(KeyError):
        drawn.row_of("99999")


def test_a_commune_drawn_far_from_its_declared_area_is_uncertain() -> None:
    # 4.0 drawn: 5.0 declared is 20 % off, 4.1 declared 2.4 %.
    assert toy().gdf["uncertain"].tolist() == [True, False]


def test_unknown_figures_stay_unknown() -> None:
    drawn = toy()
    assert drawn.gdf["population"].isna().tolist() == [True, False]
    assert drawn.gdf["households"].isna().all()
    assert drawn.gdf["population"].dtype == pd.Int64Dtype()


def test_the_table_and_back(schematic: Boundaries) -> None:
    table = schematic.to_communes()
    assert table.index[0] == "2025-07/03646"
    assert table["schematic"].all()
    # The check point of the zone: E 500000, N 2350000 is 104.0018890, 21.2443257.
    corner = shapely.get_coordinates(toy().to_communes()["geom"].iloc[0])
    assert np.abs(corner - [104.0018890, 21.2443257]).sum(axis=1).min() < 1e-6
    back = Boundaries.from_communes(table, CURRENT)
    assert back.codes == schematic.codes
    assert back.schematic
    np.testing.assert_allclose(back.areas_km2, schematic.areas_km2, rtol=1e-7)
    with pytest.raises(BadParameter):
        Boundaries.from_communes(table, "2024-12")


def test_simplified_borders_stay_shared_and_are_kept(schematic: Boundaries) -> None:
    thin = schematic.simplified(2000.0)
    assert thin is schematic.simplified(2000.0)
    assert thin.index.equals(schematic.gdf.index)
    assert shapely.coverage_is_valid(thin.to_numpy())
    assert (
        shapely.get_num_coordinates(thin.to_numpy()).sum()
        < shapely.get_num_coordinates(schematic.gdf.geometry.to_numpy()).sum()
    )
    assert (schematic.simplified(0).to_numpy() == schematic.gdf.geometry.to_numpy()).all()
    with pytest.raises(BadParameter):
        schematic.simplified(-1)


def test_a_bow_tie_is_repaired_to_its_two_halves() -> None:
    bow = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    whole = shapely.box(5, 5, 6, 6)
    mended = repaired(array(bow, whole))
    assert mended[1] is whole
    assert shapely.is_valid(mended).all()
    assert mended[0].area == pytest.approx(2.0)


def test_multipart_drops_lines_and_points() -> None:
    mixed = shapely.GeometryCollection(
        [
            shapely.box(0, 0, 1, 1),
            shapely.LineString([(0, 0), (9, 9)]),
            shapely.MultiPolygon([shapely.box(5, 5, 6, 7)]),
        ]
    )
    out = multipart(array(mixed, shapely.Point(1, 1), None))
    assert [shape.geom_type for shape in out] == ["MultiPolygon"] * 3
    assert [shape.area for shape in out] == [3.0, 0.0, 0.0]


def test_neighbours_that_touch_do_not_overlap() -> None:
    squares = array(
        shapely.box(0, 0, 1000, 1000), shapely.box(1000, 0, 2000, 1000), shapely.box(1900, 0, 3000, 1000)
    )
    assert overlapping_pairs(squares) == [(1, 2, pytest.approx(0.1))]
    assert overlapping_pairs(squares, least_km2=0.1) == []


def test_projecting_keeps_shared_vertices_shared() -> None:
    left, right = shapely.box(104.0, 21.0, 104.1, 21.1), shapely.box(104.1, 21.0, 104.2, 21.1)
    metric = project(array(left, right), STORE, METRIC)
    assert shapely.coverage_is_valid(metric)
    back = project(metric, METRIC, STORE)
    np.testing.assert_allclose(
        shapely.get_coordinates(back), shapely.get_coordinates(array(left, right)), atol=1e-9
    )


def test_the_layer_shows_the_vintage_of_the_document(schematic: Boundaries) -> None:
    table = schematic.to_communes()
    older = table.assign(vintage="2024-12").head(3)
    older.index = pd.Index("2024-12/" + older["code"], name="id", dtype="str")
    document = Document(pd.concat([table, older]))
    assert class_of(LayerKind.BOUNDARIES) is BoundariesLayer
    layer = BoundariesLayer("b", LayerKind.BOUNDARIES, "communes", source=document)
    assert len(layer.rows(document)) == 75
    assert layer.counts == (75, 75)
    built = layer.boundaries(document)
    assert built is not None
    assert built is layer.boundaries(document)  # built once a revision
    document.frames["communes"] = document.frames["communes"].copy()
    assert layer.boundaries(document) is not built


def test_a_document_without_communes_has_no_boundaries() -> None:
    assert boundaries_of(Document(empty("communes"))) is None


def test_the_source_is_the_name_of_the_file(schematic: Boundaries) -> None:
    document = Document(schematic.to_communes().assign(source_id="s1"))
    sources = empty("sources").reindex(pd.Index(["s1"], name="id", dtype="str"))
    document.frames["sources"] = sources.assign(file_name="xa_2025.shp")
    built = boundaries_of(document)
    assert built is not None
    assert built.source == "xa_2025.shp"


@pytest.mark.real_data
def test_real_areas(real_data: Path, register: Register) -> None:
    gdf = gpd.read_file(real_data / "sonla_communes_2025.gpkg").sort_values("code")
    facts = register.communes().reset_index().rename(columns={"area_km2": "area_declared_km2"})
    drawn = Boundaries.build(facts, project(gdf.geometry.to_numpy(), STORE, METRIC), vintage=CURRENT)
    assert drawn.areas_km2.sum() == pytest.approx(14_109.33, abs=0.01)
    assert drawn.overlap_km2 == pytest.approx(0.155, abs=0.001)
    assert drawn.gdf.loc[drawn.gdf["uncertain"], "name"].tolist() == ["Mộc Châu", "Chiềng Sơn", "Lóng Sập"]
    thin = drawn.simplified(100.0)
    assert shapely.is_valid(thin.to_numpy()).all()
    assert thin.area.sum() / 1e6 == pytest.approx(14_109.33, rel=1e-3)
