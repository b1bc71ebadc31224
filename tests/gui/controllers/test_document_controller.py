from __future__ import annotations

from pathlib import Path

import pytest

from gui.controllers.asker import Keep, NewWorkspace
from gui.settings import Key
from layers import layer_commands


def _change(workspace) -> None:
    layer = next(iter(workspace.tree))
    workspace.execute(layer_commands.set_layer_name(workspace, layer.id, "Đổi"))


@pytest.fixture
def bench(make_window):
    return make_window()


def test_the_first_start_asks_for_boundaries(bench) -> None:
    asked: list[bool] = []
    bench.shell.document.question_needed.connect(lambda: asked.append(True))
    bench.shell.document.start(None)
    assert asked == [True]
    assert bench.shell.document.workspace is None
    assert not bench.window.home.question.isHidden()
    assert bench.window.home.tasks.isHidden()


def test_schematic_boundaries_answer_the_question_and_say_what_they_are(bench) -> None:
    bench.shell.document.start(None)
    bench.window.home.schematic_asked.emit()
    document = bench.shell.document
    assert len(document.boundaries.codes) == 75
    assert document.boundaries.schematic
    bench.shell.view.show_map()
    assert not bench.window.map_view.overlays.schematic.isHidden()
    assert bench.window.status.boundaries.text().startswith("Ranh giới phác họa")
    assert bench.notices == []  # it stands on the map for good: no need to say it twice
    assert bench.window.home.question.isHidden()
    assert not document.is_modified
    assert not document.workspace.can_undo


def test_save_asks_for_a_name_once_and_opening_gives_the_same(bench, tmp_path: Path) -> None:
    document, asker = bench.shell.document, bench.asker
    document.make(NewWorkspace("Thử", None))
    _change(document.workspace)
    assert document.is_modified
    asker.path = tmp_path / "thu.gpkg"
    assert document.save()
    assert not document.is_modified
    _change(document.workspace)
    assert document.save()
    assert asker.asked == ["save_as .gpkg"]
    assert bench.shell.session.settings[Key.RECENT] == [str(asker.path)]
    before = {layer.id: layer.name for layer in document.workspace.tree}
    document.open(asker.path)
    assert {layer.id: layer.name for layer in document.workspace.tree} == before
    assert document.title == "thu.gpkg"
    assert len(document.boundaries.codes) == 75


def test_cancelling_the_name_saves_nothing(bench, tmp_path: Path) -> None:
    document = bench.shell.document
    document.make(NewWorkspace("Thử", None))
    assert not document.save()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("keep", "may", "asked"),
    [
        (Keep.CANCEL, False, ["keep_changes"]),
        (Keep.DISCARD, True, ["keep_changes"]),
        (Keep.SAVE, True, ["keep_changes", "save_as .gpkg"]),
    ],
)
def test_unsaved_changes_are_asked_about(
    bench, tmp_path: Path, keep: Keep, may: bool, asked: list[str]
) -> None:
    document, asker = bench.shell.document, bench.asker
    document.make(NewWorkspace("Thử", None))
    assert document.may_leave()
    assert asker.asked == []
    _change(document.workspace)
    asker.keep, asker.path = keep, tmp_path / "x.gpkg"
    assert document.may_leave() is may
    assert asker.asked == asked


def test_the_window_stays_open_where_the_analyst_cancels(bench) -> None:
    bench.shell.document.make(NewWorkspace("Thử", None))
    _change(bench.shell.document.workspace)
    bench.window.show()
    bench.asker.keep = Keep.CANCEL
    assert not bench.window.close()
    assert bench.window.isVisible()


def test_a_damaged_file_is_told_and_the_document_stays(bench, tmp_path: Path) -> None:
    document = bench.shell.document
    document.make(NewWorkspace("Thử", None))
    before = document.workspace
    path = tmp_path / "hỏng.gpkg"
    path.write_bytes(b"not a geopackage at all" * 50)
    document.open(path)
    assert document.workspace is before
    assert "hỏng.gpkg" in bench.notices[-1]
    assert path.read_bytes().startswith(b"not a geopackage")


def test_a_file_that_is_gone_leaves_the_recent_files(bench, tmp_path: Path) -> None:
    settings = bench.shell.session.settings
    settings.add_recent(tmp_path / "gone.gpkg")
    bench.shell.document.open(tmp_path / "gone.gpkg")
    assert settings[Key.RECENT] == []
    assert "gone.gpkg" in bench.notices[-1]


def test_loading_boundaries_is_one_command_that_can_be_undone(bench, real_data: Path) -> None:
    document, window = bench.shell.document, bench.window
    document.make(NewWorkspace("Thử", None))
    document.load_boundaries(real_data / "sonla_communes_2025.gpkg")
    assert not document.boundaries.schematic
    assert window.status.boundaries.text() == "Ranh giới: 75 xã, phường (07/2025)"
    assert bench.shell.session.settings[Key.BOUNDARY_FILE].endswith("sonla_communes_2025.gpkg")
    document.undo()
    assert document.boundaries.schematic
    assert window.status.boundaries.text().startswith("Ranh giới phác họa")
    document.redo()
    assert not document.boundaries.schematic


@pytest.mark.parametrize("is_sample", [False, True])
def test_papers_know_the_file_of_the_boundaries_after_saving(
    bench, real_data: Path, tmp_path: Path, is_sample: bool
) -> None:
    document, name = bench.shell.document, "sonla_communes_2025.gpkg"
    document.make(NewWorkspace("Thử", real_data / name, is_sample))
    before = document.workspace.frame("sources")["file_name"].tolist()
    assert before.count(name) == 1
    assert not document.workspace.can_undo
    bench.asker.path = tmp_path / "w.gpkg"
    assert document.save()
    document.open(tmp_path / "w.gpkg")
    assert document.boundaries.source == name
    document.load_boundaries(real_data / name)
    assert document.workspace.frame("sources")["file_name"].tolist() == before  # the same file again
    assert document.boundaries.source == name


def test_a_dropped_file_is_opened_as_what_it_is(bench, real_data: Path, tmp_path: Path) -> None:
    document = bench.shell.document
    document.open_dropped(real_data / "sonla_communes_2025.gpkg")
    assert not document.boundaries.schematic
    bench.asker.path = tmp_path / "w.gpkg"
    document.save()
    document.make(NewWorkspace("Thử", None))
    document.open_dropped(bench.asker.path)
    assert document.path == bench.asker.path
