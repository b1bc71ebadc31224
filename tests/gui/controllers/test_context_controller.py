"""Backgrounds in the window: adding, dropping, losing and finding files, the online ground."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gui.actions.ids import ActionId
from gui.controllers.asker import OnlineWish
from gui.controllers.context_controller import ContextController
from gui.controllers.context_reading import Picture
from gui.controllers.information_controller import InformationController
from gui.settings import Key
from layers.boundaries import Boundaries
from layers.context import ContextLayer
from layers.crs import to_store
from layers.errors import NoNetwork
from layers.io.tile_source import TilePicture, TileSource
from layers.layer_commands import remove_layer
from layers.rasters import Fault
from layers.schema import LayerKind
from layers.workspace import Workspace
from tests.layers.io.rasters import square_at, write_tiff

Frames = Mapping[str, pd.DataFrame]


@pytest.fixture
def bench(make_window, sample_frames: Frames, schematic: Boundaries, tmp_path: Path):
    made = make_window()
    workspace = made.open(sample_frames, schematic)
    workspace.path = tmp_path / "tinh.gpkg"
    made.window.show_map()
    made.notices.clear()
    return made


def workspace_of(bench) -> Workspace:
    return bench.shell.document.workspace


def controller_of(bench) -> ContextController:
    return bench.window.findChild(ContextController)


def picture_file(path: Path, colour: tuple[int, int, int] = (200, 40, 40)) -> Path:
    bands = np.empty((3, 64, 64), np.uint8)
    bands[:] = np.array(colour, np.uint8)[:, None, None]
    return write_tiff(path, bands, square_at(480_000, 2_330_000, 64, 500.0))


def roads_file(path: Path, lon: float = 104.0) -> Path:
    line = {"type": "LineString", "coordinates": [[lon, 21.2], [lon + 0.1, 21.3]]}
    rows = [("Đường 1", line), ("Đường 2", None), ("Đường 3", None)]
    features = [{"type": "Feature", "properties": {"tên": name}, "geometry": shape} for name, shape in rows]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


# -- adding -----------------------------------------------------------------------------------------------


def test_a_map_file_is_added_from_the_menu_and_said_in_one_sentence_each(bench, tmp_path: Path) -> None:
    bench.asker.path = roads_file(tmp_path / "Đường tỉnh.geojson")
    bench.window.actions_of[ActionId.ADD_BACKGROUND].trigger()
    assert bench.asker.asked == ["open_background"]
    (layer,) = workspace_of(bench).tree.of_kind(LayerKind.CONTEXT)
    assert isinstance(layer, ContextLayer)
    assert bench.notices == ["Đã thêm lớp “Đường tỉnh”: 1 dòng. 2 dòng không có hình, đã bỏ qua."]
    assert bench.window.map_view.stack.item(layer.id).shapes is not None
    source = workspace_of(bench).frame("sources").iloc[-1]
    assert (source["file_name"], source["table_name"]) == ("Đường tỉnh.geojson", "context_duong_tinh")
    bench.window.actions_of[ActionId.ADD_BACKGROUND].trigger()
    assert bench.notices[-1].startswith("Lớp “Đường tỉnh” đã có")
    bench.window.actions_of[ActionId.UNDO].trigger()
    assert workspace_of(bench).tree.of_kind(LayerKind.CONTEXT) == ()


def test_a_picture_lies_below_all_and_its_path_is_that_beside_the_workspace(bench, tmp_path: Path) -> None:
    bench.asker.path = picture_file(tmp_path / "nền.tif")
    bench.window.actions_of[ActionId.ADD_BACKGROUND].trigger()
    (layer,) = workspace_of(bench).tree.of_kind(LayerKind.RASTER)
    assert layer.stated()[0] == "nền.tif"
    assert len(layer.stated()[1]) == 64
    assert bench.notices == ["Đã thêm ảnh nền “nền”, nằm dưới các lớp khác."]
    assert bench.window.map_view.stack.threads[0].layer is layer
    assert bench.window.map_view.stack.item(layer.id).store.bytes > 0
    workspace_of(bench).execute(remove_layer(workspace_of(bench), layer.id))
    assert workspace_of(bench).tree.of_kind(LayerKind.RASTER) == ()


def test_what_lies_elsewhere_or_in_an_assumed_system_is_said(bench, tmp_path: Path) -> None:
    controller = controller_of(bench)
    controller.add_file(roads_file(tmp_path / "xa.geojson", lon=110.0))
    assert bench.notices[-1].endswith("Lớp nằm ngoài địa bàn tỉnh.")
    bands = np.full((3, 8, 8), 90, np.uint8)
    path = write_tiff(tmp_path / "b.tif", bands, square_at(480_000, 2_330_000, 8, 500.0), None)
    controller.add_file(path)
    assert "hiểu là EPSG:9206" in bench.notices[-1]


def test_a_file_that_is_no_background_changes_nothing_and_is_told(bench, tmp_path: Path) -> None:
    place = workspace_of(bench).place
    for name in ("a.vrt", "a.tif", "a.mbtiles", "a.geojson", "a.txt", "gone.gpkg"):
        path = tmp_path / name
        if not name.startswith("gone"):
            path.write_text("<không phải bản đồ/>", encoding="utf-8")
        bench.notices.clear()
        controller_of(bench).add_file(path)
        assert len(bench.notices) == 1
        assert name in bench.notices[0]
    assert workspace_of(bench).place == place


def test_nothing_is_asked_without_a_document(make_window) -> None:
    bench = make_window()
    bench.asker.path = None
    assert not bench.window.actions_of[ActionId.ADD_BACKGROUND].isEnabled()
    controller_of(bench).add_file(Path("a.tif"))
    assert bench.notices == []


# -- dropping ---------------------------------------------------------------------------------------------


def test_a_dropped_file_is_taken_as_what_is_in_it(
    bench, tmp_path: Path, schematic: Boundaries, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[Path] = []
    monkeypatch.setattr(bench.shell.document, "load_boundaries", loaded.append)
    bench.window.file_dropped.emit(roads_file(tmp_path / "đường.geojson"))
    bench.window.file_dropped.emit(picture_file(tmp_path / "nền.tif"))
    kinds = [layer.kind for layer in workspace_of(bench).tree]
    assert (kinds.count(LayerKind.CONTEXT), kinds.count(LayerKind.RASTER)) == (1, 1)
    assert loaded == []
    communes = tmp_path / "ranh giới.gpkg"
    columns = ["code", "name", "geometry"]
    schematic.gdf[columns].to_file(communes, engine="pyogrio")
    bench.window.file_dropped.emit(communes)
    assert loaded == [communes]
    forests = tmp_path / "rừng.gpkg"
    schematic.gdf[["geometry"]].head(3).assign(loại="rừng").to_file(forests, engine="pyogrio")
    bench.window.file_dropped.emit(forests)
    assert loaded == [communes]
    assert workspace_of(bench).tree.of_kind(LayerKind.CONTEXT)[-1].name == "rừng"


# -- lost and found ---------------------------------------------------------------------------------------


def reopened(bench, schematic: Boundaries, path: Path) -> Workspace:
    """Open a document of the same tables, as another start of the program would."""
    frames = workspace_of(bench).snapshot().frames
    from gui.controllers.opening import Opened

    bench.shell.document.adopt(Opened(Workspace(frames, path=path), schematic))
    return workspace_of(bench)


@pytest.mark.parametrize(
    ("change", "fault", "said"),
    [
        (Path.unlink, Fault.MISSING, "Không tìm thấy tệp của ảnh nền “nền”"),
        (picture_file, Fault.CHANGED, "đã bị thay đổi"),
        (lambda path: path.write_bytes(b"II*\0" + bytes(50)), Fault.UNREADABLE, "Không đọc được"),
    ],
)
def test_a_picture_that_is_not_what_it_was_is_grey_and_told_once(
    bench, tmp_path: Path, schematic: Boundaries, change, fault: Fault, said: str
) -> None:
    path = picture_file(tmp_path / "nền.tif", (1, 2, 3))
    controller_of(bench).add_file(path)
    bench.notices.clear()
    change(path)
    workspace = reopened(bench, schematic, tmp_path / "tinh.gpkg")
    (layer,) = workspace.tree.of_kind(LayerKind.RASTER)
    assert (layer.fault, layer.is_shown, layer.visible) == (fault, False, True)
    told = [notice for notice in bench.notices if "ảnh nền" in notice]
    assert len(told) == 1
    assert said in told[0]
    index = bench.window.layers.model.index_of(layer.id)
    assert "Tìm lại tệp…" in bench.window.layers.model.data(index, 3)


def test_the_file_is_found_again_by_hand(bench, tmp_path: Path, schematic: Boundaries) -> None:
    path = picture_file(tmp_path / "nền.tif")
    controller_of(bench).add_file(path)
    (tmp_path / "mới").mkdir()
    bench.asker.path = path.rename(tmp_path / "mới" / "nền.tif")
    workspace = reopened(bench, schematic, tmp_path / "tinh.gpkg")
    (layer,) = workspace.tree.of_kind(LayerKind.RASTER)
    assert layer.fault is Fault.MISSING
    panel = bench.window.layers
    panel.view.setCurrentIndex(panel.model.index_of(layer.id))
    controller_of(bench).find_action.trigger()
    assert bench.asker.asked == ["find_picture nền"]
    assert (layer.fault, layer.is_shown) == (None, True)
    assert layer.stated()[0] == "mới/nền.tif"
    assert workspace.can_undo


def test_each_file_is_looked_at_once(bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Picture] = []
    from gui.controllers import context_controller as module

    check = module.check_pictures
    monkeypatch.setattr(
        module, "check_pictures", lambda some, progress: looked.extend(some) or check(some, progress)
    )
    controller_of(bench).add_file(picture_file(tmp_path / "nền.tif"))
    controller_of(bench).add_file(roads_file(tmp_path / "đường.geojson"))
    assert [picture.file.name for picture in looked] == ["nền.tif"]


# -- selection --------------------------------------------------------------------------------------------


def test_rows_of_a_background_are_selected_with_all_others(bench, tmp_path: Path) -> None:
    controller_of(bench).add_file(roads_file(tmp_path / "đường.geojson"))
    (layer,) = workspace_of(bench).tree.of_kind(LayerKind.CONTEXT)
    ids = workspace_of(bench).frame(layer.table).index
    item, linked = bench.window.map_view.stack.item(layer.id), bench.shell.linked
    linked.select({layer.table: ids}, source=None)
    assert item.selected_rows.tolist() == [0]
    linked.hover(layer.table, str(ids[0]), source=None)
    assert bench.window.map_view.pointed._hovered == (layer.table, str(ids[0]))
    linked.clear()
    linked.hover(None)
    assert item.selected_rows.tolist() == []
    assert bench.window.map_view.pointed._hovered is None


def test_rows_of_a_background_that_is_undone_are_nowhere_looked_for(bench, tmp_path: Path) -> None:
    """The card, the list and the table hear of the change as well; by then nothing of it is selected."""
    bench.window.findChild(InformationController).show()
    bench.asker.path = roads_file(tmp_path / "Đường tỉnh.geojson")
    bench.window.actions_of[ActionId.ADD_BACKGROUND].trigger()
    ids = workspace_of(bench).frame("context_duong_tinh").index
    linked = bench.shell.linked
    sites = workspace_of(bench).frame("sites").index[:2]
    linked.select({"sites": sites, "context_duong_tinh": ids})
    linked.hover("context_duong_tinh", ids[0])
    bench.window.actions_of[ActionId.UNDO].trigger()
    assert linked.selection.keys() == {"sites"}
    assert linked.hovered is None


def test_the_map_goes_to_a_background(bench, tmp_path: Path) -> None:
    controller_of(bench).add_file(roads_file(tmp_path / "đường.geojson"))
    (layer,) = workspace_of(bench).tree.of_kind(LayerKind.CONTEXT)
    view = bench.window.map_view
    bench.window.layers.zoom_asked.emit(layer.id)
    low_x, low_y, high_x, high_y = view.bounds_m
    assert 10_000 < high_x - low_x < 60_000
    x, y = (low_x + high_x) / 2, (low_y + high_y) / 2
    assert to_store([x], [y])[0][0] == pytest.approx(104.05, abs=0.01)
    view.home()
    assert view.show_rows({layer.table: workspace_of(bench).frame(layer.table).index})
    assert view.bounds_m[2] - view.bounds_m[0] < 60_000


# -- the online ground ------------------------------------------------------------------------------------


class Tiles:
    """Stands for the network."""

    def __init__(self) -> None:
        self.asked = 0
        self.error: NoNetwork | None = None

    def read_window(self, _source, _bounds, width: int, height: int, **_given) -> TilePicture:
        self.asked += 1
        rgba = np.full((height, width, 4), 255, np.uint8)
        rgba[..., :3] = (10, 200, 10)
        return TilePicture(rgba, self.error)


@pytest.fixture
def tiles(monkeypatch: pytest.MonkeyPatch) -> Tiles:
    made = Tiles()

    def read(source: TileSource, *given, **named) -> TilePicture:
        return made.read_window(source, *given, **named)

    monkeypatch.setattr(TileSource, "read_window", read)
    return made


def turn_on(bench, address: str = "https://a.vn/{z}/{x}/{y}.png", is_on: bool = True) -> None:
    bench.asker.online_wish = OnlineWish(address, is_on)
    bench.window.actions_of[ActionId.ONLINE_TILES].trigger()


def test_the_online_ground_is_off_until_it_is_switched_on_by_hand(bench, tiles: Tiles) -> None:
    view = bench.window.map_view
    view.zoom_in()
    assert tiles.asked == 0
    turn_on(bench, is_on=False)
    assert tiles.asked == 0
    turn_on(bench)
    assert tiles.asked == 1
    assert bench.asker.asked == ["online_tiles False", "online_tiles False"]
    image = view.surface.grab().toImage()
    assert image.pixelColor(5, image.height() - 5).getRgb()[:3] == (10, 200, 10)
    turn_on(bench, is_on=False)
    assert bench.asker.asked[-1] == "online_tiles True"
    asked = tiles.asked
    view.zoom_in()
    view.surface.settle()
    assert tiles.asked == asked
    assert not controller_of(bench).is_online


def test_the_address_is_remembered_and_the_switch_is_not(bench, tiles: Tiles, make_window) -> None:
    turn_on(bench)
    settings = bench.shell.session.settings
    assert settings[Key.TILE_ADDRESS] == "https://a.vn/{z}/{x}/{y}.png"
    again = make_window(settings=settings)
    again.asker.online_wish = None
    controller_of(again).ask_online()
    assert again.asker.asked == ["online_tiles False"]
    assert not controller_of(again).is_online


def test_an_address_that_is_none_is_told_and_asks_nobody(bench, tiles: Tiles) -> None:
    turn_on(bench, "ftp://a.vn/{z}/{x}/{y}")
    assert tiles.asked == 0
    assert len(bench.notices) == 1


def test_trouble_with_the_network_is_told_once_and_it_is_left_alone(bench, tiles: Tiles) -> None:
    tiles.error = NoNetwork(url="a.vn", reason="> 5 s")
    turn_on(bench)
    view = bench.window.map_view
    for _ in range(4):
        view.zoom_in()
        view.surface.settle()
    assert tiles.asked == 1
    assert len([notice for notice in bench.notices if "a.vn" in notice]) == 1


def test_another_language_is_another_window_over_the_same_backgrounds(
    bench, tmp_path: Path, tiles: Tiles
) -> None:
    controller_of(bench).add_file(picture_file(tmp_path / "nền.tif"))
    turn_on(bench)
    bench.shell.session.choose_language("en")
    (layer,) = workspace_of(bench).tree.of_kind(LayerKind.RASTER)
    assert bench.window.map_view.stack.item(layer.id).store.bytes > 0
    assert not controller_of(bench).is_online
    assert bench.window.actions_of[ActionId.ADD_BACKGROUND].isEnabled()
