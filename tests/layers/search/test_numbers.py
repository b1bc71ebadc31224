"""Numbers of incidents are found as written, the whole before its parts."""

from __future__ import annotations

import pandas as pd
import pytest

from layers.search.folding import Query
from layers.search.kinds import Kind
from layers.search.numbers import Numbers


def _numbers(*numbers: str | None) -> Numbers:
    index = [f"i{place}" for place in range(len(numbers))]
    frame = pd.DataFrame({"number": pd.array(numbers, dtype="str")}, index=index)
    return Numbers(frame.assign(commune_code="03724", category="fire.forest"))


def test_whole_then_beginning_then_part_then_inside() -> None:
    numbers = _numbers("212/2026", "12/2026", "12/2026-A", None, "VV-12/2026")
    found = numbers.find(Query("Vụ số 12/2026"))
    assert [(one.entry.name, one.level.name) for one in found] == [
        ("12/2026", "EXACT"),
        ("12/2026-A", "PREFIX"),
        ("VV-12/2026", "WORD"),
        ("212/2026", "INSIDE"),
    ]
    assert found[0].entry.id == "i1"
    assert (found[0].entry.kind, found[0].entry.commune, found[0].entry.context) == (
        Kind.INCIDENT,
        "03724",
        "fire.forest",
    )


def test_case_does_not_matter_and_letters_alone_find_nothing() -> None:
    numbers = _numbers("VV-001", "vv-002")
    assert [one.entry.name for one in numbers.find(Query("vV-00"))] == ["VV-001", "vv-002"]
    assert numbers.find(Query("vv")) == []
    assert numbers.find(Query("")) == []


def test_no_more_than_asked_for() -> None:
    assert len(_numbers(*(f"N{number}" for number in range(1000, 1100))).find(Query("10"), most=7)) == 7


@pytest.mark.parametrize("numbers", [(), (None, None)])
def test_no_numbers_at_all(numbers: tuple[None, ...]) -> None:
    assert _numbers(*numbers).find(Query("12")) == []


def test_a_line_feed_within_a_number_does_not_shift_the_others() -> None:
    assert [one.entry.id for one in _numbers("1\n2", "77").find(Query("77"))] == ["i1"]
