from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from gui.jobs import InstantRunner, Job, JobRunner
from layers.errors import FileMissing


def _watch(job: Job) -> list[str]:
    """Return the list into which the ends of a job are written as they come."""
    seen: list[str] = []
    job.succeeded.connect(lambda _result: seen.append("succeeded"))
    job.failed.connect(lambda _error: seen.append("failed"))
    job.cancelled.connect(lambda: seen.append("cancelled"))
    job.finished.connect(lambda: seen.append("finished"))
    return seen


def _raise(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize(
    ("work", "end"),
    [
        (lambda progress: 1, "succeeded"),
        (lambda progress: _raise(FileMissing(path="x")), "failed"),
        (lambda progress: _raise(SystemExit(1)), "failed"),
    ],
)
def test_exactly_one_end_then_finished(qtbot: QtBot, work, end: str) -> None:
    job = Job(work, "job.open")
    seen = _watch(job)
    job.run()
    assert seen == [end, "finished"]


def test_a_cancelled_job_ends_as_cancelled_even_where_its_work_is_done(qtbot: QtBot) -> None:
    job = Job(lambda progress: job.cancel(), "job.open")
    seen = _watch(job)
    job.run()
    assert seen == ["cancelled", "finished"]


def test_report_raises_where_the_job_is_cancelled(qtbot: QtBot) -> None:
    steps: list[int] = []

    def work(progress) -> None:
        for step in range(5):
            steps.append(step)
            if step == 2:
                job.cancel()
            progress.report(step / 5)

    job = Job(work, "job.open")
    seen = _watch(job)
    job.run()
    assert steps == [0, 1, 2]
    assert seen == ["cancelled", "finished"]


def test_results_come_back_on_the_main_thread(qtbot: QtBot) -> None:
    runner = JobRunner()
    threads: dict[str, str] = {}

    def work(progress) -> str:
        threads["work"] = threading.current_thread().name
        return "result"

    def done(result: str) -> None:
        threads["done"] = threading.current_thread().name
        threads["result"] = result

    with qtbot.waitSignal(runner.ended, timeout=3000):
        runner.start(work, label_key="job.open", done=done)
    assert threads["work"] != threads["done"] == threading.main_thread().name
    assert threads["result"] == "result"
    assert runner.running == ()
    assert runner.shut_down()


def test_a_newer_request_of_a_channel_makes_the_older_void(qtbot: QtBot) -> None:
    runner = JobRunner()
    gate = threading.Event()
    results: list[str] = []
    ends: list[str] = []
    old = runner.start(
        lambda progress: gate.wait(3) and "old", label_key="job.open", channel="a", done=results.append
    )
    old.cancelled.connect(lambda: ends.append("old cancelled"))
    runner.start(lambda progress: "new", label_key="job.open", channel="a", done=results.append)
    gate.set()
    qtbot.waitUntil(lambda: not runner.running, timeout=3000)
    assert results == ["new"]
    assert ends == ["old cancelled"]
    assert runner.shut_down()


def test_other_channels_go_on(qtbot: QtBot) -> None:
    runner = InstantRunner()
    results: list[int] = []
    for channel in ("a", "b", ""):
        runner.start(lambda progress: 1, label_key="job.open", channel=channel, done=results.append)
    assert results == [1, 1, 1]


def test_shutting_down_stops_a_job_that_listens(qtbot: QtBot) -> None:
    runner = JobRunner()
    started = threading.Event()
    results: list[int] = []

    def work(progress) -> int:
        started.set()
        for step in range(10_000):
            progress.report(step / 10_000)
            threading.Event().wait(0.01)
        return 1

    runner.start(work, label_key="job.open", done=results.append)
    assert started.wait(3)
    assert runner.shut_down(wait_s=3)
    qtbot.waitUntil(lambda: not runner.running, timeout=3000)
    assert results == []


def test_progress_is_told_between_0_and_1(qtbot: QtBot) -> None:
    told: list[tuple[float, str]] = []
    job = Job(lambda progress: progress.report(1.5, "job.open"), "job.open")
    job.progressed.connect(lambda done, key: told.append((done, key)))
    job.run()
    assert told == [(1.0, "job.open")]
