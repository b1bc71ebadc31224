"""Layers of pictures: where their file is said to be, what becomes of them without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from layers.layer_commands import remove_layer, set_layer_opacity
from layers.raster_commands import OPACITY_OVER_PICTURE, add_raster, let_through, set_raster_file
from layers.rasters import Fault, RasterLayer, found_path, stated_path
from layers.schema import LayerKind
from layers.workspace import Workspace


def test_a_file_beside_the_workspace_is_named_without_its_folder(tmp_path: Path) -> None:
    home = tmp_path / "a.gpkg"
    assert stated_path(tmp_path / "nền.tif", home) == "nền.tif"
    assert stated_path(tmp_path / "ảnh" / "nền.tif", home) == "ảnh/nền.tif"
    elsewhere = tmp_path.parent / "nền.tif"
    assert stated_path(elsewhere, home) == str(elsewhere)
    assert stated_path(tmp_path / "nền.tif", None) == str(tmp_path / "nền.tif")


def test_a_file_is_found_where_it_was_or_beside_the_workspace(tmp_path: Path) -> None:
    home = tmp_path / "a.gpkg"
    (tmp_path / "nền.tif").write_bytes(b"x")
    assert found_path("nền.tif", home) == tmp_path / "nền.tif"
    assert found_path("ảnh/nền.tif", home) == tmp_path / "ảnh" / "nền.tif"
    # Both were moved together, from another kind of machine as well.
    assert found_path("D:\\bản đồ\\nền.tif", home) == tmp_path / "nền.tif"
    gone = tmp_path / "gone" / "other.tif"
    assert found_path(str(gone), home) == gone


@pytest.fixture
def workspace() -> Workspace:
    return Workspace.new("Tỉnh")


def picture(workspace: Workspace) -> RasterLayer:
    (layer,) = workspace.tree.of_kind(LayerKind.RASTER)
    assert isinstance(layer, RasterLayer)
    return layer


def test_a_picture_comes_below_all_and_the_communes_let_it_through(workspace: Workspace) -> None:
    workspace.execute(add_raster(workspace, "Nền", "nền.tif", "ab"))
    layer = picture(workspace)
    assert next(iter(workspace.tree)) is layer
    assert (layer.name, layer.stated(), layer.counts) == ("Nền", ("nền.tif", "ab"), (0, 0))
    (communes,) = workspace.tree.of_kind(LayerKind.BOUNDARIES)
    assert communes.opacity == OPACITY_OVER_PICTURE
    workspace.undo()
    assert workspace.tree.of_kind(LayerKind.RASTER) == ()
    assert communes.opacity == 1.0
    workspace.redo()
    workspace.execute(remove_layer(workspace, picture(workspace).id))
    assert workspace.tree.of_kind(LayerKind.RASTER) == ()
    workspace.undo()
    assert picture(workspace).stated() == ("nền.tif", "ab")


def test_communes_that_are_thin_already_stay_so(workspace: Workspace) -> None:
    (communes,) = workspace.tree.of_kind(LayerKind.BOUNDARIES)
    workspace.execute(set_layer_opacity(workspace, communes.id, 0.3))
    assert let_through(workspace).deltas == ()
    workspace.execute(add_raster(workspace, "Nền", "nền.tif", "ab"))
    assert communes.opacity == 0.3


def test_a_picture_without_its_file_is_not_shown_and_says_so(workspace: Workspace) -> None:
    workspace.execute(add_raster(workspace, "Nền", "nền.tif", "ab"))
    layer, told = picture(workspace), []
    layer.visible_changed.connect(lambda: told.append("visible"))
    layer.data_changed.connect(lambda: told.append("data"))
    layer.find(Fault.MISSING)
    layer.find(Fault.MISSING)
    assert told == ["visible", "data"]
    assert (layer.visible, layer.is_shown) == (True, False)
    workspace.execute(set_raster_file(workspace, layer.id, "khác.tif", "cd"))
    assert layer.stated() == ("khác.tif", "cd")
    layer.find(None)
    assert layer.is_shown


def test_where_the_file_lies_follows_the_workspace(workspace: Workspace, tmp_path: Path) -> None:
    workspace.path = tmp_path / "a.gpkg"
    workspace.execute(add_raster(workspace, "Nền", "nền.tif", "ab"))
    assert picture(workspace).file == tmp_path / "nền.tif"
