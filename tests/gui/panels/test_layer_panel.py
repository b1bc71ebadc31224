"""The state of the list is drawn: ☑ or ☐, then the kind of the layer, top layer first."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
import shapely
from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.panels.layer_model import COUNT_ROLE, MIME
from gui.panels.layer_panel import LayerPanel
from layers import commands, layer_commands
from layers.renderers import Categorised, Category
from layers.schema import LayerKind
from layers.style import LIGHT, Fill, Pattern, Symbol
from layers.words import Words
from layers.workspace import Workspace

START = ["☑ clusters", "☑ sites", "☐ incidents", "☐ villages", "☑ boundaries"]


@pytest.fixture
def workspace() -> Workspace:
    return Workspace.new("Thử")


@pytest.fixture
def panel(app, qtbot: QtBot, vi: Words, workspace: Workspace):
    made = LayerPanel(vi, LIGHT)
    qtbot.addWidget(made)
    made.resize(260, 500)
    made.show_tree(workspace.tree)
    made.show()
    yield made
    made.show_tree(None)


def drawn(panel: LayerPanel) -> list[str]:
    return [
        ("    " if layer.parent else "")
        + ("☑ " if layer.visible else "☐ ")
        + (layer.name or layer.kind.value)
        for layer in panel.model.layers()
    ]


def _id(panel: LayerPanel, row: int) -> str:
    return panel.model.layers()[row].id


def test_shows_the_tree_top_first(panel: LayerPanel) -> None:
    assert drawn(panel) == START
    names = [panel.model.index(row).data() for row in range(5)]
    assert names[0] == "Cụm dân cư an toàn PCCC"
    assert len(set(names)) == 5


# -- model → view --------------------------------------------------------------------------------------


def test_a_command_is_seen_in_the_list_and_taken_back(panel: LayerPanel, workspace: Workspace) -> None:
    workspace.execute(layer_commands.set_layer_visible(workspace, _id(panel, 3), True))
    assert drawn(panel) == ["☑ clusters", "☑ sites", "☐ incidents", "☑ villages", "☑ boundaries"]
    workspace.undo()
    assert drawn(panel) == START


def test_a_new_order_is_seen(panel: LayerPanel, workspace: Workspace) -> None:
    ids = [layer.id for layer in workspace.tree]
    workspace.execute(layer_commands.set_layer_order(workspace, [*ids[1:], ids[0]]))
    assert drawn(panel)[0] == "☑ boundaries"


def test_a_new_name_and_opacity_are_seen(panel: LayerPanel, workspace: Workspace, vi: Words) -> None:
    panel.view.setCurrentIndex(panel.model.index(0))
    workspace.execute(layer_commands.set_layer_name(workspace, _id(panel, 0), "Cụm của tôi"))
    workspace.execute(layer_commands.set_layer_opacity(workspace, _id(panel, 0), 0.5))
    assert panel.model.index(0).data() == "Cụm của tôi"
    assert panel.opacity.value() == 50
    assert panel.opacity_value.text() == "50%"


def test_after_letting_go_nothing_is_followed(panel: LayerPanel, workspace: Workspace) -> None:
    identity = _id(panel, 0)
    panel.show_tree(None)
    workspace.execute(layer_commands.set_layer_visible(workspace, identity, False))
    assert drawn(panel) == []


# -- view → model --------------------------------------------------------------------------------------


def test_a_click_on_the_tick_asks(panel: LayerPanel, qtbot: QtBot) -> None:
    rect = panel.view.visualRect(panel.model.index(3))
    with qtbot.waitSignal(panel.visible_asked) as asked:
        qtbot.mouseClick(
            panel.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 20, rect.center().y())
        )
    assert asked.args == [_id(panel, 3), True]
    # The list changes nothing itself: it waits for the event of the tree.
    assert drawn(panel) == START


def test_a_click_on_the_name_only_chooses(panel: LayerPanel, qtbot: QtBot) -> None:
    rect = panel.view.visualRect(panel.model.index(2))
    with qtbot.assertNotEmitted(panel.visible_asked):
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert panel.current is panel.model.layers()[2]


def test_the_space_bar_asks(panel: LayerPanel, qtbot: QtBot) -> None:
    panel.view.setCurrentIndex(panel.model.index(0))
    with qtbot.waitSignal(panel.visible_asked) as asked:
        qtbot.keyClick(panel.view, Qt.Key.Key_Space)
    assert asked.args == [_id(panel, 0), False]


@pytest.mark.parametrize(
    ("source", "row", "expected"),
    [
        (0, 2, ["sites", "clusters", "incidents", "villages", "boundaries"]),
        (4, 0, ["boundaries", "clusters", "sites", "incidents", "villages"]),
        (1, 5, ["clusters", "incidents", "villages", "boundaries", "sites"]),
    ],
)
def test_dropping_asks_for_the_order(
    panel: LayerPanel, qtbot: QtBot, source: int, row: int, expected: list[str]
) -> None:
    data = QMimeData()
    data.setData(MIME, _id(panel, source).encode())
    kinds = {panel.model.layers()[number].id: panel.model.layers()[number].kind.value for number in range(5)}
    with qtbot.waitSignal(panel.order_asked) as asked:
        panel.model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, QModelIndex())
    assert [kinds[identity] for identity in reversed(asked.args[0])] == expected


def test_dropping_where_it_was_asks_nothing(panel: LayerPanel, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setData(MIME, _id(panel, 1).encode())
    with qtbot.assertNotEmitted(panel.order_asked):
        panel.model.dropMimeData(data, Qt.DropAction.MoveAction, 1, 0, QModelIndex())
        panel.model.dropMimeData(data, Qt.DropAction.MoveAction, 2, 0, QModelIndex())


def test_alt_arrow_moves_a_layer(panel: LayerPanel, qtbot: QtBot) -> None:
    panel.view.setCurrentIndex(panel.model.index(2))
    with qtbot.waitSignal(panel.order_asked) as asked:
        panel.view.actions()[0].trigger()
    kinds = {panel.model.layers()[number].id: panel.model.layers()[number].kind.value for number in range(5)}
    assert [kinds[identity] for identity in reversed(asked.args[0])][:3] == ["clusters", "incidents", "sites"]


def test_renaming_asks_once_and_not_for_the_same_name(panel: LayerPanel) -> None:
    asked: list[tuple[str, str]] = []
    panel.name_asked.connect(lambda identity, name: asked.append((identity, name)))
    index = panel.model.index(1)
    panel.model.setData(index, index.data(), Qt.ItemDataRole.EditRole)
    panel.model.setData(index, "  Mới ", Qt.ItemDataRole.EditRole)
    assert asked == [(_id(panel, 1), "Mới")]


def test_letting_go_of_the_opacity_asks_once(panel: LayerPanel) -> None:
    asked: list[float] = []
    panel.opacity_asked.connect(lambda _identity, value: asked.append(value))
    panel.opacity.setSliderDown(True)
    for value in (90, 80, 70):
        panel.opacity.setValue(value)
    assert asked == []
    panel.opacity.setSliderDown(False)
    assert asked == [0.7]


def test_the_list_counts_what_can_be_drawn_what_passes_and_all(
    panel: LayerPanel, workspace: Workspace
) -> None:
    rows = pd.DataFrame({"name": ["A", "B", "C"], "lon": [104.0, 104.0, None], "lat": [21.0, 21.0, None]})
    workspace.execute(commands.add_rows(workspace, "villages", rows))
    (villages,) = workspace.tree.of_kind(LayerKind.VILLAGES)
    index = panel.model.index_of(villages.id)
    assert index.data(COUNT_ROLE) == "2/3"
    for drawn_now, text in (((1, 2), "1/2/3"), ((2, 2), "2/3"), ((3, 3), "3")):
        panel.model.show_drawn({"villages": drawn_now})
        assert index.data(COUNT_ROLE) == text
    panel.model.show_drawn({"villages": (1, 2)})
    assert index.data(Qt.ItemDataRole.ToolTipRole).startswith("Bản, tiểu khu, tổ dân phố: 1 vẽ được")


# -- groups ----------------------------------------------------------------------------------------


@pytest.fixture
def grouped(panel: LayerPanel, workspace: Workspace) -> LayerPanel:
    """Return the panel with sites and incidents in one group."""
    ids = [
        layer.id for kind in (LayerKind.SITES, LayerKind.INCIDENTS) for layer in workspace.tree.of_kind(kind)
    ]
    workspace.execute(layer_commands.add_group(workspace, "Nhóm", ids))
    return panel


def test_a_group_is_seen_with_what_lies_in_it(grouped: LayerPanel, workspace: Workspace) -> None:
    assert drawn(grouped) == [
        "☑ clusters",
        "☑ Nhóm",
        "    ☑ sites",
        "    ☐ incidents",
        "☐ villages",
        "☑ boundaries",
    ]
    group = grouped.model.index(1)
    assert grouped.model.rowCount(group) == 2
    assert grouped.model.index(0, 0, group).parent() == group
    assert grouped.view.isExpanded(group)
    workspace.undo()
    assert drawn(grouped) == START


def test_ctrl_g_asks_for_a_group_of_the_chosen(panel: LayerPanel, qtbot: QtBot) -> None:
    select = QItemSelectionModel.SelectionFlag.Select
    panel.view.setFocus()
    panel.view.setCurrentIndex(panel.model.index(1))
    panel.view.selectionModel().select(panel.model.index(2), select)
    with qtbot.waitSignal(panel.group_asked) as asked:
        panel.group_action.trigger()
    assert asked.args == [[_id(panel, 1), _id(panel, 2)]]


def test_a_layer_is_dragged_into_a_group_and_out_of_it(
    grouped: LayerPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    grouped.order_asked.connect(
        lambda ids, parents: workspace.execute(layer_commands.set_layer_order(workspace, ids, parents))
    )
    model, data = grouped.model, QMimeData()
    data.setData(MIME, _id(grouped, 0).encode())  # the clusters
    model.dropMimeData(data, Qt.DropAction.MoveAction, -1, 0, model.index(1))
    assert drawn(grouped) == [
        "☑ Nhóm",
        "    ☑ sites",
        "    ☐ incidents",
        "    ☑ clusters",
        "☐ villages",
        "☑ boundaries",
    ]
    model.dropMimeData(data, Qt.DropAction.MoveAction, 3, 0, QModelIndex())
    assert drawn(grouped)[-1] == "☑ clusters"
    group = QMimeData()
    group.setData(MIME, _id(grouped, 0).encode())
    with qtbot.assertNotEmitted(grouped.order_asked):
        model.dropMimeData(group, Qt.DropAction.MoveAction, 0, 0, model.index(0))


def test_a_click_on_the_arrow_closes_a_group_and_it_stays_closed(
    grouped: LayerPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    view, group = grouped.view, grouped.model.index(1)
    height = view.sizeHint().height()
    rect = view.visualRect(group)
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.right() - 20, rect.center().y())
    )
    assert not view.isExpanded(group)
    assert view.sizeHint().height() < height
    workspace.execute(layer_commands.add_group(workspace, "Khác"))
    index = grouped.model.index_of(next(one.id for one in grouped.model.layers() if one.name == "Nhóm"))
    assert not view.isExpanded(index)


def test_only_what_can_come_back_is_taken_away(grouped: LayerPanel, qtbot: QtBot) -> None:
    grouped.view.setCurrentIndex(grouped.model.index(0))
    with qtbot.assertNotEmitted(grouped.remove_asked):
        grouped.remove_action.trigger()
        grouped.ungroup_action.trigger()
    grouped.view.setCurrentIndex(grouped.model.index(1))
    with qtbot.waitSignal(grouped.remove_asked) as asked:
        grouped.ungroup_action.trigger()
    assert asked.args == [_id(grouped, 1)]


def test_the_handle_is_followed_while_it_is_down(panel: LayerPanel) -> None:
    followed: list[float] = []
    panel.opacity_moving.connect(lambda _identity, value: followed.append(value))
    panel.opacity.setSliderDown(True)
    panel.opacity.setValue(60)
    panel.opacity.setSliderDown(False)
    assert followed == [0.6]


def test_the_swatch_of_classes_has_their_colours(
    panel: LayerPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    sites = next(layer for layer in workspace.tree if layer.kind is LayerKind.SITES)
    colours = ("#0072B2", "#D55E00", "#009E73")
    classes = tuple(
        Category(str(number), symbol=Symbol(colour=colour)) for number, colour in enumerate(colours)
    )
    style = sites.style.with_renderer(Categorised("rating", classes))
    workspace.execute(layer_commands.set_layer_style(workspace, sites.id, style))
    rect = panel.view.visualRect(panel.model.index_of(sites.id))
    image = panel.view.viewport().grab(rect).toImage()
    seen = {image.pixelColor(x, y).name().upper() for x in range(34, 56) for y in range(image.height())}
    assert set(colours) <= seen


def test_the_swatch_of_lines_is_a_line_in_the_colours_of_their_classes(
    panel: LayerPanel, workspace: Workspace
) -> None:
    roads = shapely.linestrings([[[103.5, 21.2], [104.2, 21.4]], [[103.7, 21.0], [103.9, 21.6]]])
    frame = pd.DataFrame({"lane": ["2", "4"], "geom": pd.Series(list(roads), dtype=object)})
    workspace.execute(layer_commands.add_context(workspace, "Đường tỉnh", frame))
    (layer,) = workspace.tree.of_kind(LayerKind.CONTEXT)

    def coloured(colour: str) -> list[tuple[int, int]]:
        image = panel.view.viewport().grab(panel.view.visualRect(panel.model.index_of(layer.id))).toImage()
        places = ((x, y) for x in range(34, 56) for y in range(image.height()))
        return [(x, y) for x, y in places if image.pixelColor(x, y).name().upper() == colour]

    stroked = replace(layer.style, fill=Fill(Pattern.NONE, stroke="#AA00AA", stroke_pt=1.5))
    workspace.execute(layer_commands.set_layer_style(workspace, layer.id, stroked))
    single = coloured("#AA00AA")
    assert max(x for x, _ in single) - min(x for x, _ in single) >= 10
    assert len({y for _, y in single}) <= 3
    classes = tuple(
        Category(lane, symbol=Symbol(colour=colour)) for lane, colour in (("2", "#0072B2"), ("4", "#D55E00"))
    )
    style = layer.style.with_renderer(Categorised("lane", classes))
    workspace.execute(layer_commands.set_layer_style(workspace, layer.id, style))
    for colour in ("#0072B2", "#D55E00"):
        assert coloured(colour)
        assert len({y for _, y in coloured(colour)}) <= 3
