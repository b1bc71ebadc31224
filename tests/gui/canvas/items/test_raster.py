"""Background pictures on the map: read for the view, below the communes, gone without their file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from layers.io.raster_files import sha256_of
from layers.layer_commands import set_layer_opacity
from layers.raster_commands import add_raster, set_raster_file
from layers.rasters import Fault
from layers.schema import LayerKind
from layers.workspace import Workspace
from tests.gui.canvas.conftest import ORIGIN, redraw
from tests.gui.canvas.hands import colour_at, off_middle
from tests.layers.io.rasters import square_at, write_tiff

RED, BLUE = (255, 0, 0), (0, 0, 255)
PLACES = off_middle("00001"), off_middle("00007")  # south and north of the squares


def plain(path: Path, south: tuple[int, ...], north: tuple[int, ...]) -> Path:
    """Write a picture of 40 km about the nine squares: two colours, one above the other."""
    bands = np.empty((3, 400, 400), np.uint8)
    bands[:, :200] = np.array(north, np.uint8)[:, None, None]
    bands[:, 200:] = np.array(south, np.uint8)[:, None, None]
    return write_tiff(path, bands, square_at(ORIGIN[0] - 5000, ORIGIN[1] - 5000, 400, 100.0))


@pytest.fixture
def shown(make_view, squares, tmp_path: Path):
    """Return map, workspace and layer of a picture that is red in the south and blue in the north."""
    path = plain(tmp_path / "nền.tif", RED, BLUE)
    workspace = Workspace.new("Tỉnh")
    workspace.path = tmp_path / "a.gpkg"
    workspace.execute(add_raster(workspace, "Nền", path.name, sha256_of(path)))
    view = make_view()
    view.set_boundaries(squares)
    view.set_layers(workspace.tree, workspace)
    redraw(view)
    (layer,) = workspace.tree.of_kind(LayerKind.RASTER)
    return view, workspace, layer


def hide_communes(workspace: Workspace) -> None:
    (communes,) = workspace.tree.of_kind(LayerKind.BOUNDARIES)
    workspace.execute(set_layer_opacity(workspace, communes.id, 0.0))


def test_the_picture_lies_below_the_communes_and_shows_through(shown) -> None:
    view, workspace, _ = shown
    through = colour_at(view, *PLACES[0])
    red, green = int(through[1:3], 16), int(through[3:5], 16)
    assert red > 200 > green > 60
    hide_communes(workspace)
    assert [colour_at(view, *place) for place in PLACES] == ["#FF0000", "#0000FF"]


def test_a_near_view_is_read_anew_and_sharp(shown) -> None:
    view, workspace, layer = shown
    hide_communes(workspace)
    seam = ORIGIN[1] + 15_000
    x = PLACES[0][0]
    view.zoom_to((x - 400, seam - 400, x + 400, seam + 400))
    assert [colour_at(view, x, seam + dy) for dy in (-150, 150)] == ["#FF0000", "#0000FF"]
    item = view.stack.item(layer.id)
    assert item.store.sharp(view.camera, 1.0, item.whole) is not None


def test_without_its_file_nothing_is_drawn_and_the_layer_says_so(shown) -> None:
    view, workspace, layer = shown
    hide_communes(workspace)
    layer.file.unlink()
    view.zoom_in()
    redraw(view)
    assert layer.fault is Fault.MISSING
    assert not view.stack.item(layer.id).isVisible()
    assert colour_at(view, *PLACES[0]) not in ("#FF0000", "#0000FF")


def test_another_file_is_drawn_when_the_layer_names_it(shown) -> None:
    view, workspace, layer = shown
    hide_communes(workspace)
    other = plain(layer.file.with_name("khác.tif"), (0, 200, 0), (0, 200, 0))
    workspace.execute(set_raster_file(workspace, layer.id, other.name, sha256_of(other)))
    assert colour_at(view, *PLACES[0]) == "#00C800"
    workspace.undo()
    assert colour_at(view, *PLACES[0]) == "#FF0000"


def test_a_file_that_cannot_be_read_harms_nothing(shown) -> None:
    view, workspace, layer = shown
    broken = layer.file.with_name("hỏng.tif")
    broken.write_bytes(b"II*\0" + bytes(200))
    workspace.execute(set_raster_file(workspace, layer.id, broken.name, ""))
    redraw(view)
    assert layer.fault is Fault.UNREADABLE
    workspace.execute(set_layer_opacity(workspace, layer.id, 0.5))
    redraw(view)
