"""Texts along an axis never touch each other, and counts stand in round steps."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from gui.charts.axes import GAP_PX, Axis, round_ticks
from gui.charts.chart import MONTH_STRIDES


@pytest.fixture
def axis(app: QApplication) -> Axis:
    made = Axis("bottom")
    made.dress(QFont("Roboto", 8), "#000000", "#000000")
    made.setRange(0.0, 36.0)
    return made


@pytest.mark.parametrize("width", [60, 150, 240, 455, 1900])
def test_months_never_touch_each_other(axis: Axis, width: int) -> None:
    axis.setGeometry(QRectF(0, 0, width, 20))
    months = [(place + 0.5, f"T{place % 12 + 1}/{2024 + place // 12}") for place in range(36)]
    axis.show_ticks(months, MONTH_STRIDES)
    shown = axis.ticks_with_room()
    assert 1 <= len(shown) <= 36
    spans = [axis._span(*tick) for tick in shown]
    assert all(after[0] - before[1] >= GAP_PX for before, after in itertools.pairwise(spans))
    steps = {round(after[0] - before[0]) for before, after in itertools.pairwise(shown)}
    assert steps <= set(MONTH_STRIDES)
    assert len(steps) <= 1


def test_where_there_is_room_every_tick_is_written(axis: Axis) -> None:
    axis.setGeometry(QRectF(0, 0, 800, 20))
    axis.show_ticks([(3.0, "A"), (18.0, "B"), (30.0, "C")])
    assert [text for _, text in axis.ticks_with_room()] == ["A", "B", "C"]
    axis.show_ticks([])
    assert axis.ticks_with_room() == []


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 2_000_000), st.integers(1, 2000))
def test_counts_stand_in_whole_round_steps(most: int, height: int) -> None:
    places = [place for place, _ in round_ticks(most, height, str)]
    step = places[1] - places[0] if len(places) > 1 else most
    assert places[0] == 0
    assert places[-1] <= most
    assert all(place == int(place) for place in places)
    assert len(places) <= max(2, height / 24 + 2)
    assert step >= 1
