from __future__ import annotations

import datetime as dt

import pytest

from gui.controllers.coverage_controller import ALL, CLUSTERS, Moment, Question
from layers import commands, layer_commands
from layers.filters import Filters
from layers.periods import PeriodChoice, PeriodKind


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


# -- filters and moments ------------------------------------------------------------------------------------

DAY = dt.date(2024, 6, 30)


@pytest.fixture
def held(bench, monkeypatch):
    """Let answers wait: returns their jobs that were started and have not been run; others run at once."""
    jobs = []

    def submit(job) -> None:
        if job.label_key == "job.coverage":
            jobs.append(job)
        else:
            job.run()

    monkeypatch.setattr(bench.shell.session.jobs, "_submit", submit)
    return jobs


def test_filters_of_the_document_become_those_of_the_question(bench) -> None:
    coverage, workspace = bench.shell.coverage, bench.shell.document.workspace
    told: list[Filters] = []
    coverage.filters_changed.connect(lambda: told.append(coverage.filters))
    seen = _answers(bench)
    wanted = Filters(statuses=("active",), communes=("03646",))
    coverage.set_filters(wanted)
    coverage.set_filters(Filters(statuses=("active", "active"), communes=("03646",)))
    workspace.undo()
    workspace.redo()
    assert told == [wanted, Filters(), wanted]
    assert [bundle.params.statuses for bundle, _ in seen] == [("active",), (), ("active",)]
    assert seen[0][0].filters == wanted
    assert workspace.undo_label_key == "command.set_filters"


def test_other_documents_ask_nothing_again(bench) -> None:
    workspace = bench.shell.document.workspace
    seen = _answers(bench)
    workspace.execute(commands.set_document(workspace, "bookmarks", [{"name": "Toàn tỉnh"}]))
    assert seen == []
    workspace.execute(commands.set_document(workspace, "filters", {"broken": 1}))
    assert (seen, bench.shell.coverage.filters) == ([], Filters())


def test_filtered_initiatives_are_what_can_be_counted(bench) -> None:
    coverage = bench.shell.coverage
    initiatives = bench.shell.document.workspace.frame("initiatives")
    cluster = initiatives.index[initiatives["layer"] == "cluster"][0]
    other = initiatives.index[initiatives["layer"] != "cluster"][0]
    coverage.choose_selection(other)
    coverage.set_filters(Filters(initiatives=(cluster,)))
    assert coverage.question.selection == ALL
    assert [key for key, _ in coverage.choices()] == [ALL, CLUSTERS, cluster]
    assert bench.window.coverage.initiative.count() == 3
    assert coverage.bundle.params.initiatives == (cluster,)
    coverage.choose_selection(CLUSTERS)
    coverage.set_filters(Filters(initiatives=(cluster, other)))
    assert coverage.question.selection == CLUSTERS
    assert [key for key, _ in coverage.choices()][:3] == ["", "layer:clusters", "layer:sites"]


def test_another_moment_is_looked_at_for_a_while(bench) -> None:
    coverage = bench.shell.coverage
    coverage.set_filters(Filters(period=PeriodChoice(PeriodKind.YEAR, 2025), statuses=("active",)))
    seen = _answers(bench)
    first = dt.date(2024, 1, 1)
    coverage.look_at(Moment(DAY, first))
    coverage.look_at(Moment(DAY, first))
    bundle, is_preliminary = seen.pop()
    assert (seen, is_preliminary) == ([], True)
    params = bundle.params
    assert (params.as_of, params.period_from, params.period_to) == (DAY, first, DAY)
    assert params.statuses == ("active",)
    assert bundle.incidents["happened_on"].between("2024-01-01", "2024-06-30").all()
    coverage.look_at(None)
    bundle, is_preliminary = seen.pop()
    assert not is_preliminary
    assert (bundle.params.as_of, bundle.params.period_from) == (dt.date(2025, 12, 14), dt.date(2024, 12, 15))


def test_of_many_moments_the_newest_is_answered_one_job_at_a_time(bench, held) -> None:
    coverage = bench.shell.coverage
    seen = _answers(bench)
    for day in range(1, 11):
        coverage.look_at(Moment(dt.date(2024, 6, day)))
        assert len(held) == 1
    held.pop().run()
    assert len(held) == 1  # for the newest, as soon as the first was answered
    held.pop().run()
    assert held == []
    assert [bundle.as_of.day for bundle, _ in seen] == [1, 10]
    coverage.look_at(Moment(dt.date(2024, 6, 11)))
    coverage.look_at(None)
    late, final = held
    late.run()
    final.run()
    assert [is_preliminary for _, is_preliminary in seen] == [True, True, False]


def test_another_document_ends_the_moment(bench, sample_frames, schematic) -> None:
    coverage = bench.shell.coverage
    coverage.look_at(Moment(DAY))
    bench.open(sample_frames, schematic)
    assert coverage.moment is None
    assert coverage.bundle.as_of != DAY


def test_an_answer_aside_touches_nothing(bench) -> None:
    coverage = bench.shell.coverage
    before, seen, got = coverage.bundle, _answers(bench), []
    coverage.look_at(Moment(DAY))
    coverage.answer_for(Filters(period=PeriodChoice(PeriodKind.QUARTER, 2026, 3)), got.append)
    assert (got[0].params.period_from, got[0].as_of) == (dt.date(2026, 6, 15), dt.date(2026, 9, 14))
    assert coverage.bundle is seen[-1][0]
    assert coverage.filters.is_empty
    coverage.look_at(None)
    assert coverage.bundle.stamp == before.stamp
    assert not bench.shell.document.workspace.can_undo


def test_answers_aside_stand_beside_each_other_until_the_document_is_left(
    bench, held, sample_frames, schematic
) -> None:
    coverage, got = bench.shell.coverage, []
    for number in (1, 2):
        coverage.answer_for(Filters(period=PeriodChoice(PeriodKind.QUARTER, 2026, number)), got.append)
    one, other = held
    one.run()
    assert len(got) == 1
    bench.open(sample_frames, schematic)
    other.run()
    assert len(got) == 1
