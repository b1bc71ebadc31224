from __future__ import annotations

import pytest

from gui.controllers.coverage_controller import ALL, CLUSTERS, Question
from layers import commands, layer_commands


@pytest.fixture
def bench(make_window, sample_frames, schematic):
    made = make_window()
    made.open(sample_frames, schematic)
    return made


def _answers(bench) -> list[tuple[object, bool]]:
    seen: list[tuple[object, bool]] = []
    bench.shell.coverage.answered.connect(lambda bundle, is_moving: seen.append((bundle, is_moving)))
    return seen


def test_opening_answers_the_standing_question(bench) -> None:
    bundle = bench.shell.coverage.bundle
    assert bundle.params.by == "unit"
    assert bundle.params.radius_m is None
    assert len(bundle.coverage.communes) == 75


def test_the_question_becomes_parameters(bench) -> None:
    snapshot = bench.shell.document.workspace.snapshot()
    params = Question(CLUSTERS, "radius", 5000, counts_to_check=False).params(snapshot)
    assert (params.layer, params.by, params.radius_m) == ("clusters", "radius", 5000)
    assert params.exclude_to_check
    assert params.as_of == snapshot.as_of
    assert Question("some-id").params(snapshot).initiatives == ("some-id",)


def test_choices_begin_with_all_and_end_in_vietnamese_order(bench) -> None:
    choices = bench.shell.coverage.choices()
    assert [key for key, _ in choices[:3]] == ["", "layer:clusters", "layer:sites"]
    assert len(choices) == 3 + 80
    names = [text for _, text in choices[3:]]
    assert names.index("Ánh sáng an ninh đường bản") < names.index("Ba cùng giữ bản")
    assert names.index("Dòng họ không có người mắc ma túy") < names.index("Đèo dốc an toàn mùa sương")


def test_each_change_of_the_question_is_answered_once(bench) -> None:
    seen = _answers(bench)
    coverage = bench.shell.coverage
    coverage.choose_by("radius")
    coverage.choose_by("radius")
    coverage.choose_selection(CLUSTERS)
    coverage.count_to_check(False)
    assert len(seen) == 3
    params = seen[-1][0].params
    assert (params.by, params.layer, params.exclude_to_check) == ("radius", "clusters", True)


def test_a_moving_slider_is_preliminary_until_it_is_let_go(bench) -> None:
    coverage = bench.shell.coverage
    coverage.choose_by("radius")
    seen = _answers(bench)
    coverage.move_radius(4000)
    coverage.move_radius(5000)
    coverage.choose_radius(5000)
    assert [(bundle.params.radius_m, is_moving) for bundle, is_moving in seen] == [
        (4000, True),
        (5000, True),
        (5000, False),
    ]


def test_how_a_layer_looks_computes_nothing(bench) -> None:
    workspace = bench.shell.document.workspace
    seen = _answers(bench)
    layer = next(iter(workspace.tree))
    workspace.execute(layer_commands.set_layer_visible(workspace, layer.id, False))
    assert seen == []
    site = workspace.frame("sites").index[0]
    workspace.execute(commands.change_cells(workspace, "sites", {site: {"status": "ended"}}))
    assert len(seen) == 1
    workspace.undo()
    assert seen[1][0].coverage.province["active_sites"] >= seen[0][0].coverage.province["active_sites"]


def test_another_document_forgets_a_choice_that_it_does_not_have(bench, sample_frames, schematic) -> None:
    coverage = bench.shell.coverage
    coverage.choose_selection(coverage.choices()[5][0])
    empty = {
        name: frame
        for name, frame in sample_frames.items()
        if name not in ("initiatives", "sites", "activities", "results", "targets")
    }
    bench.open(empty, schematic)
    assert coverage.question.selection == ALL
    assert bench.window.coverage.initiative.current == ALL
