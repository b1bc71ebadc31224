"""The attribute table of a whole window: it shows what the result shows, and works only while it is seen."""

from __future__ import annotations

import gc
import weakref

import pandas as pd
import pytest
import shapely
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from gui.controllers.table_controller import TAB, TableController
from gui.settings import Key
from layers import layer_commands
from layers.filters import Filters
from layers.schema import LayerKind
from layers.workspace import Workspace


class Table:
    """The table of a window and the hands for it."""

    def __init__(self, bench) -> None:
        self.bench = bench
        self.linked = bench.shell.linked

    @property
    def controller(self) -> TableController:
        return self.bench.window.findChild(TableController)

    @property
    def panel(self):
        return self.controller.panel

    @property
    def workspace(self) -> Workspace:
        return self.bench.shell.document.workspace

    def show(self, kind: LayerKind) -> None:
        self.controller.show_layer(self.workspace.tree.of_kind(kind)[0].id)

    def ids(self) -> list[str]:
        return self.panel.source.ids(self.panel.model.places).tolist()

    def cell(self, row: int, name: str) -> QPoint:
        index = self.panel.model.index(row, self.panel.model.column_number(name))
        self.panel.view.scrollTo(index)
        return self.panel.view.visualRect(index).center()

    def click(self, row: int, name: str = "name") -> None:
        QTest.mouseClick(
            self.panel.view.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            self.cell(row, name),
        )

    def type(self, row: int, name: str, text: str) -> QLineEdit:
        self.click(row, name)
        QTest.keyClick(self.panel.view, Qt.Key.Key_F2)
        editor = next(w for w in self.panel.view.viewport().findChildren(QLineEdit) if w.isVisible())
        editor.setText(text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        return editor


@pytest.fixture
def make_table(make_window, sample_frames, schematic):
    def make(*, is_seen: bool = True, **given) -> Table:
        bench = make_window(**given)
        bench.open(sample_frames, schematic)
        bench.window.setWindowState(Qt.WindowState.WindowNoState)
        bench.window.resize(1366, 900)
        bench.window.show()
        bench.window.bottom.show()
        if is_seen:
            bench.window.bottom.show_panel(TAB)
        return Table(bench)

    return make


@pytest.fixture
def table(make_table) -> Table:
    return make_table()


# -- model → view --------------------------------------------------------------------------------------


def test_each_layer_shows_the_rows_of_the_result(table: Table) -> None:
    bundle = table.bench.shell.coverage.bundle
    is_cluster = bundle.sites["is_cluster"].astype(bool)
    wanted = {
        LayerKind.SITES: bundle.sites.index[~is_cluster],
        LayerKind.CLUSTERS: bundle.sites.index[is_cluster],
        LayerKind.INCIDENTS: bundle.incidents.index,
        LayerKind.VILLAGES: bundle.villages.index,
    }
    assert table.panel.source.kind is LayerKind.SITES
    for kind, index in wanted.items():
        table.show(kind)
        assert table.ids() == index.tolist()
        assert table.panel.bar.layers.currentData() == table.panel.source.layer_id


def test_the_commune_is_that_of_the_result(table: Table) -> None:
    bundle = table.bench.shell.coverage.bundle
    names = dict(zip(bundle.boundaries.gdf["code"], bundle.boundaries.gdf["full_name"], strict=True))
    column = table.panel.model.column_number("commune_code_at")
    codes = bundle.sites["commune_code_at"].dropna()
    identity = next(key for key in table.ids() if key in codes.index)
    row = table.ids().index(identity)
    assert table.panel.model.index(row, column).data() == names[codes[identity]]


def test_filters_act_on_the_table(table: Table) -> None:
    before = len(table.ids())
    table.bench.shell.coverage.set_filters(Filters(statuses=("paused",)))
    frame = table.workspace.frame("sites")
    assert 0 < len(table.ids()) < before
    assert set(frame.loc[table.ids(), "status"]) == {"paused"}
    assert table.panel.bar.count.text().endswith(f"/{table.bench.words.number(before)} dòng")
    table.bench.shell.coverage.set_filters(Filters(text="không có chữ này ở đâu cả"))
    assert table.panel.pages.currentWidget() is table.panel.empty
    assert table.panel.empty.text().startswith("Không có dòng nào hợp bộ lọc.")
    assert table.panel.empty.button.text() == "Bỏ lọc"
    QTest.mouseClick(table.panel.empty.button, Qt.MouseButton.LeftButton)
    assert table.bench.shell.coverage.filters.is_empty
    assert len(table.ids()) == before


def test_a_selection_from_elsewhere_is_shown_and_seen(table: Table) -> None:
    identity = table.ids()[-1]
    table.linked.select({"sites": pd.Index([identity])})
    row = len(table.ids()) - 1
    assert table.panel.model.is_chosen(row)
    top, bottom = table.panel.view.rows_seen()
    assert top <= row <= bottom
    assert table.panel.bar.count.text().endswith("chọn 1")


def test_an_empty_layer_says_what_to_do(make_window, schematic, register) -> None:
    bench = make_window()
    bench.shell.document.make(_empty_wish())
    bench.window.show()
    bench.window.bottom.show()
    bench.window.bottom.show_panel(TAB)
    table = Table(bench)
    table.show(LayerKind.INCIDENTS)
    assert table.panel.empty.text().startswith("Chưa có vụ việc nào. Nhập dữ liệu")
    QTest.mouseClick(table.panel.empty.button, Qt.MouseButton.LeftButton)
    assert not bench.window.is_on_map


def _empty_wish():
    from gui.controllers.asker import NewWorkspace

    return NewWorkspace("Trống", None)


def test_a_layer_brought_along_has_its_table_while_it_has_rows(table: Table) -> None:
    frame = pd.DataFrame({"Tên": ["Đường 6", "Đường 43"], "geom": [shapely.Point(104, 21.3)] * 2})
    table.workspace.execute(layer_commands.add_context(table.workspace, "Đường", frame))
    titles = [table.panel.bar.layers.itemText(n) for n in range(table.panel.bar.layers.count())]
    assert "Đường" in titles
    table.show(LayerKind.CONTEXT)
    assert [table.panel.model.index(row, 0).data() for row in range(2)] == ["Đường 6", "Đường 43"]
    assert table.panel.view.header.isSectionHidden(table.panel.model.column_number("id"))
    table.type(1, "Tên", "Đường tỉnh 43")
    assert table.workspace.frame("context_duong")["Tên"].tolist() == ["Đường 6", "Đường tỉnh 43"]
    table.linked.clear()
    table.workspace.undo()
    table.workspace.undo()
    assert table.panel.source.kind is LayerKind.SITES


# -- view → model --------------------------------------------------------------------------------------


def test_a_click_selects_for_everybody_and_pointing_too(table: Table, qtbot) -> None:
    table.click(2)
    assert table.linked.selected("sites").tolist() == [table.ids()[2]]
    qtbot.mouseMove(table.panel.view.viewport(), table.cell(1, "name"))
    QApplication.processEvents()
    assert table.linked.hovered == ("sites", table.ids()[1])


def test_typing_is_one_command_that_can_be_taken_back(table: Table) -> None:
    identity = table.ids()[0]
    before = table.workspace.frame("sites").at[identity, "teams"]
    table.type(0, "teams", "1.040")
    assert table.workspace.frame("sites").at[identity, "teams"] == 1040
    assert table.ids()[0] == identity
    assert table.panel.model.index(0, table.panel.model.column_number("teams")).data() == "1.040"
    assert table.workspace.undo_label_key == "command.change_cells"
    table.workspace.undo()
    assert table.workspace.frame("sites").at[identity, "teams"] == before


def test_a_refusal_names_row_and_column_as_the_table_does(table: Table) -> None:
    place = table.workspace.place
    editor = table.type(0, "teams", "-4")
    said = table.panel.view.note.text()
    assert "“Số tổ, nhóm”" in said
    assert table.panel.source.row_name(table.ids()[0]) in said
    assert editor.property("invalid") is True
    assert table.workspace.place == place
    assert table.bench.notices == []


def test_the_same_value_in_many_rows_is_one_command(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = table.ids()[:3]
    for most in (1_000, 2):  # at once, and prepared in a job
        monkeypatch.setattr("gui.controllers.table_controller.MOST_CHANGED_AT_ONCE", most)
        assert table.panel.editing.change(ids, {"members": 77}) == ""
        assert table.workspace.frame("sites").loc[ids, "members"].tolist() == [77] * 3
        table.workspace.undo()
        assert not (table.workspace.frame("sites").loc[ids, "members"] == 77).any()


def test_a_double_click_shows_the_row_on_the_map(table: Table, qtbot) -> None:
    view = table.bench.window.map_view
    x, y = table.workspace.frame("sites").loc[table.ids()[0], ["x", "y"]]
    wide = view.bounds_m
    with qtbot.waitSignal(table.controller.jump_asked):
        QTest.mouseDClick(
            table.panel.view.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            table.cell(0, "name"),
        )
    bounds = view.bounds_m
    assert bounds[2] - bounds[0] < (wide[2] - wide[0]) / 4
    assert bounds[0] < x < bounds[2]
    assert bounds[1] < y < bounds[3]


def test_copying_is_told(table: Table) -> None:
    table.click(0)
    QTest.keyClick(table.panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert table.bench.notices == ["Đã sao chép 1 dòng. Mở Excel rồi dán (Ctrl+V)."]


def test_columns_are_remembered_for_each_table(make_table, table: Table, qtbot) -> None:
    panel = table.panel
    with qtbot.waitSignal(panel.layout_changed, timeout=2000):
        panel.keeper.hide("status")
    settings = table.bench.shell.session.settings
    assert "status" not in settings[Key.TABLE_COLUMNS]["sites"]["shown"]
    other = make_table(settings=settings)
    assert "status" not in [column.name for column in other.panel.shown_columns()]
    other.show(LayerKind.CLUSTERS)
    assert "status" in [column.name for column in other.panel.shown_columns()]


# -- only what is needed -------------------------------------------------------------------------------


def test_nothing_is_read_while_the_tab_is_not_seen(make_table, monkeypatch: pytest.MonkeyPatch) -> None:
    table = make_table()
    read: list[str] = []
    from gui.table import source as row_source

    real = row_source.source_of

    def noted(layer, *given):
        read.append(layer.kind.value)
        return real(layer, *given)

    monkeypatch.setattr(row_source, "source_of", noted)
    table.bench.window.bottom.hide()
    table.bench.shell.coverage.set_filters(Filters(statuses=("paused",)))
    table.linked.select({"sites": pd.Index(["x"])})
    assert read == []
    table.bench.window.bottom.show()
    QApplication.processEvents()
    assert read == ["sites"]
    assert set(table.workspace.frame("sites").loc[table.ids(), "status"]) == {"paused"}


def test_the_panel_is_made_when_it_is_first_seen(make_table) -> None:
    table = make_table(is_seen=False)
    table.bench.window.bottom.show_panel("time")
    names = table.bench.window.bottom.names
    assert names[0] == TAB
    # The tab in front of a dock that is shown is made; another one is not.
    if table.panel is None:
        table.bench.window.bottom.show_panel(TAB)
    assert table.panel.source is not None


def test_a_document_that_is_left_is_let_go(table: Table, sample_frames, schematic) -> None:
    table.panel.sort((("name", False),))
    table.click(0)
    gone = weakref.ref(table.panel.source)
    table.bench.window.bottom.hide()
    table.bench.open(sample_frames, schematic)
    assert table.panel.source is None
    gc.collect()
    assert gone() is None


def test_another_language_shows_the_same_rows(table: Table) -> None:
    count = len(table.ids())
    table.linked.select({"sites": pd.Index(table.ids()[:2])})
    table.bench.shell.session.choose_language("en")
    window = table.bench.window
    window.bottom.show()
    window.bottom.show_panel(TAB)
    assert len(table.ids()) == count
    assert table.panel.bar.count.text().endswith("2 selected")
    assert table.panel.model.headerData(0, Qt.Orientation.Horizontal) == "Name of the site"
