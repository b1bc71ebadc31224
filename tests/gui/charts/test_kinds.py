"""What the panes show is remembered by name, and a name that is gone does no harm."""

from __future__ import annotations

import pytest

from gui.charts.catalogue import CHARTS
from gui.charts.kinds import FIRST, ChartKind, chosen
from layers.words import Words


@pytest.mark.parametrize("names", [[], ["gone"], ["gone", "gone", "gone", "gone"]])
def test_without_a_choice_the_first_three_are_shown(names: list[str]) -> None:
    assert chosen(names) == FIRST


def test_a_choice_stays_in_its_pane() -> None:
    assert chosen(["gone", "communes"]) == (FIRST[0], ChartKind.COMMUNES, FIRST[2])
    assert chosen(["hours", "hours", "hours", "growth"]) == (ChartKind.HOURS,) * 3


def test_every_chart_has_a_class_and_a_name(vi: Words, en: Words) -> None:
    assert set(CHARTS) == set(ChartKind)
    for words in (vi, en):
        assert len({words(f"charts.kind.{kind}") for kind in ChartKind}) == len(ChartKind)
