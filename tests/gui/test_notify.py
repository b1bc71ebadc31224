from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gui.notify import Notice, Notifier, Tone
from layers.errors import Cancelled, FileMissing
from layers.words import Words


@pytest.fixture
def told(app, vi: Words) -> tuple[Notifier, list[Notice]]:
    notifier = Notifier(vi)
    notices: list[Notice] = []
    notifier.noticed.connect(notices.append)
    return notifier, notices


def test_an_error_is_told_in_the_words_of_its_class(told, vi: Words) -> None:
    notifier, notices = told
    error = FileMissing(path=Path("/x/y.gpkg"))
    notifier.error(error)
    assert notices == [Notice(vi.error(error), Tone.WARNING)]
    assert "y.gpkg" in notices[0].text


def test_cancelling_is_no_warning(told) -> None:
    notifier, notices = told
    notifier.error(Cancelled())
    assert [notice.tone for notice in notices] == [Tone.INFO]


def test_an_unforeseen_error_is_logged_and_told_in_one_sentence(told, caplog, monkeypatch) -> None:
    notifier, notices = told
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    notifier.catch_all()
    try:
        raise ZeroDivisionError("secret detail")
    except ZeroDivisionError:
        sys.excepthook(*sys.exc_info())
    assert len(notices) == 1
    assert "ZeroDivisionError" in notices[0].text
    assert "secret detail" not in notices[0].text
    assert "ZeroDivisionError" in caplog.text
