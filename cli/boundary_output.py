"""Writes boundaries to a file of their own, swapped in whole. Knows nothing of where they come from."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from layers.errors import ExportUnknown, FileMissing
from layers.io.outputs import keep_workspaces, swap_in, writing

if TYPE_CHECKING:
    from layers.boundaries import Boundaries

DRIVERS = {".gpkg": "GPKG", ".geojson": "GeoJSON"}
LAYER = "communes"
COLUMNS = [
    "code",
    "name",
    "full_name",
    "unit_type",
    "district",
    "area_declared_km2",
    "population",
    "uncertain",
]


def write_boundaries(boundaries: Boundaries, path: Path) -> None:
    """Write the communes in EPSG:4326; an existing file is replaced.

    Raises
    ------
    ExportUnknown, FileMissing, FileBusy, FileNotWritable, WorkspaceInTheWay
    """
    driver = DRIVERS.get(path.suffix.lower())
    if driver is None:
        raise ExportUnknown(path=path, known=tuple(DRIVERS))
    if not path.parent.is_dir():
        raise FileMissing(path=path.parent)
    keep_workspaces(path)
    from layers.crs import STORE

    frame = boundaries.gdf[[*COLUMNS, "geometry"]].to_crs(STORE)
    with (
        writing(path),
        tempfile.TemporaryDirectory(dir=path.parent, prefix=".boundaries-") as folder,
    ):
        made = Path(folder) / path.name
        frame.to_file(made, layer=LAYER, driver=driver)
        swap_in([(made, path)])
