from __future__ import annotations

import numpy as np
import pytest
import shapely

from layers.boundaries import Boundaries
from layers.crs import to_metric
from layers.registers import Register
from layers.schematic import outline, schematic_boundaries, thiessen


def test_the_75_without_overlap_or_hole(schematic: Boundaries, register: Register) -> None:
    assert schematic.schematic
    assert schematic.codes == tuple(unit.code for unit in register.units())
    areas = schematic.gdf.geometry.to_numpy()
    assert shapely.is_valid(areas).all()
    assert shapely.coverage_is_valid(areas)
    assert schematic.overlap_km2 == 0.0
    union = shapely.union_all(areas)
    assert union.geom_type == "Polygon"
    assert len(union.interiors) == 0
    assert not schematic.gdf["uncertain"].any()


def test_each_commune_holds_its_centre(schematic: Boundaries, register: Register) -> None:
    communes = register.communes()
    x, y = to_metric(communes["lon"], communes["lat"])
    held = [shapely.contains_xy(area, *at) for area, *at in zip(schematic.gdf.geometry, x, y, strict=True)]
    assert all(held)


def test_the_whole_has_the_declared_area(schematic: Boundaries, register: Register) -> None:
    assert schematic.areas_km2.sum() == pytest.approx(register.communes()["area_km2"].sum(), rel=1e-3)


def test_drawn_twice_it_is_the_same(schematic: Boundaries, register: Register) -> None:
    again = schematic_boundaries(register)
    assert shapely.equals_exact(again.gdf.geometry.to_numpy(), schematic.gdf.geometry.to_numpy()).all()


def test_two_points_share_a_square_by_the_line_between_them() -> None:
    halves = thiessen(
        np.array([2000.0, 8000.0]), np.array([5000.0, 5000.0]), shapely.box(0, 0, 10_000, 10_000)
    )
    assert shapely.bounds(halves).tolist() == [[0, 0, 5000, 10_000], [5000, 0, 10_000, 10_000]]


def test_the_outline_has_the_area_asked_for() -> None:
    x, y = np.meshgrid(np.arange(5) * 10_000.0, np.arange(5) * 10_000.0)
    areas = np.full(25, 100e6)
    drawn = outline(x.ravel(), y.ravel(), areas)
    assert drawn.area == pytest.approx(2500e6, rel=1e-3)
    assert shapely.contains_xy(drawn, x.ravel(), y.ravel()).all()
