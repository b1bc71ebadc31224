"""Projection between the store (degrees) and the metric system (metres)."""

from __future__ import annotations

import numpy as np
import pytest

from layers.crs import METRIC, STORE, require_metric, to_metric, to_store
from layers.errors import GeographicCrs


def test_the_check_point_of_vn2000_with_its_datum_shift() -> None:
    x, y = to_metric([104.0018890], [21.2443257])
    assert (x[0], y[0]) == pytest.approx((500_000.0, 2_350_000.0), abs=0.02)


def test_there_and_back_within_a_centimetre() -> None:
    lon, lat = np.meshgrid(np.linspace(103.2, 105.1, 20), np.linspace(20.5, 22.1, 20))
    back_lon, back_lat = to_store(*to_metric(lon.ravel(), lat.ravel()))
    assert np.abs(back_lon - lon.ravel()).max() < 1e-7
    assert np.abs(back_lat - lat.ravel()).max() < 1e-7


def test_an_unknown_position_stays_unknown() -> None:
    x, y = to_metric([np.nan, 104.0], [21.0, np.nan])
    assert np.isnan(x).all()
    assert np.isnan(y).all()


@pytest.mark.parametrize("crs", [None, STORE, "EPSG:4756"])
def test_degrees_are_refused_in_metric_work(crs: str | None) -> None:
    with pytest.raises(GeographicCrs):
        require_metric(crs)


def test_a_metric_system_is_accepted() -> None:
    assert require_metric(METRIC).to_epsg() == 9206
