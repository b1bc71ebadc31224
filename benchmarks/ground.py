"""Boundaries and random points for benchmarks: the public file where there is one, else the schematic ones.

Knows nothing of what is timed.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analysis.locate import Locator
from layers.boundaries import Boundaries
from layers.io.boundary_files import find_boundary_file, read_boundaries
from layers.registers import Register
from layers.schematic import schematic_boundaries

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = "sonla_communes_2025.gpkg"


@lru_cache(maxsize=1)
def boundaries() -> Boundaries:
    """Return the boundaries of the reference data, else of data/shapefiles, else the schematic ones."""
    register = Register.load()
    folder = Path(os.environ.get("SONLA_REAL_DATA", ROOT.parent / "shared" / "data"))
    path = folder / REFERENCE
    if not path.is_file():
        found = find_boundary_file(ROOT / "data" / "shapefiles")
        if found is None:
            return schematic_boundaries(register)
        path = found
    return read_boundaries(path, register)


def points_in_box(n: int, seed: int = 1681) -> npt.NDArray[np.float64]:
    """Return random points in the box around the province, shape (n, 2), metres, whole centimetres."""
    west, south, east, north = boundaries().bounds_m
    random = np.random.default_rng(seed)
    return np.column_stack([random.uniform(west, east, n), random.uniform(south, north, n)]).round(2)


def points_inside(n: int, seed: int = 1681) -> npt.NDArray[np.float64]:
    """Return random points inside the communes, shape (n, 2), metres, whole centimetres."""
    # Three fifths of the box are province; three times as many points are enough for any seed.
    points = points_in_box(3 * n + 100, seed)
    return points[Locator(boundaries()).locate(points) >= 0][:n]
