"""Sentences to read out, on the toy province: counts with two digits, names in order, what is open said."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.answer import answer
from analysis.locate import Locator
from analysis.tally import Tally
from exports.answer_text import condition_text, sentence
from layers.filter_names import FilterNames
from layers.periods import PeriodChoice, PeriodKind
from layers.questions import (
    Clause,
    Compare,
    IncidentsAsked,
    Question,
    SitesAsked,
    SiteState,
    VillagesAsked,
)
from layers.schema import empty
from layers.snapshot import Snapshot
from layers.unit_columns import Level
from layers.words import Words
from tests.analysis.toy_province import toy_boundaries, toy_snapshot

YEAR = PeriodChoice(PeriodKind.FREE, first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31))
NO_CLUSTER = Clause(SitesAsked("clusters"), Compare.NONE)
FIRE = Clause(IncidentsAsked("fire"))


def told(
    words: Words,
    *clauses: Clause,
    level: Level = Level.COMMUNE,
    document: Snapshot | None = None,
    period: PeriodChoice = YEAR,
) -> str:
    snapshot, boundaries = document if document is not None else toy_snapshot(), toy_boundaries()
    found = answer(snapshot, Tally.of(snapshot, Locator(boundaries.gdf)), Question(level, clauses, period))
    return sentence(found, FilterNames.of(snapshot, boundaries.gdf), words)


def test_the_question_of_the_director(vi: Words, en: Words) -> None:
    assert told(vi, NO_CLUSTER, FIRE) == (
        "Có 01/3 xã, phường chưa có Cụm dân cư an toàn PCCC đang hoạt động và có từ 01 vụ cháy "
        "trong thời gian từ 01/01/2026 đến 31/08/2026: Xã Ăn. "
        "Chưa đủ số liệu để kết luận về 01 xã, phường: Xã Bản."
    )
    assert told(en, NO_CLUSTER, FIRE).startswith(
        "1 of 3 communes have no active fire-safety clusters and have at least 1 incidents"
    )


def test_none_is_said_of_those_that_are_known(vi: Words) -> None:
    assert told(vi, Clause(SitesAsked("clusters"), Compare.AT_LEAST, 5)) == (
        "Không có xã, phường nào trong 3 xã, phường có từ 05 Cụm dân cư an toàn PCCC đang hoạt động. "
        "Chưa đủ số liệu để kết luận về 01 xã, phường: Xã Bản."
    )


def test_a_period_to_come_is_no_answer(vi: Words) -> None:
    assert told(vi, FIRE, period=PeriodChoice(PeriodKind.YEAR, 2027)) == (
        "Kỳ được hỏi chưa bắt đầu: số liệu mới tính đến ngày 31/08/2026."
    )


def test_groups_that_nobody_has_made(vi: Words) -> None:
    document = toy_snapshot(commune_groups=empty("commune_groups"))
    assert told(vi, FIRE, level=Level.GROUP, document=document) == "Tệp chưa có nhóm địa bàn nào để hỏi."


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (Clause(SitesAsked(), Compare.NONE), "chưa có điểm mô hình đang hoạt động"),
        (
            Clause(SitesAsked("ban", state=SiteState.TO_CHECK)),
            "có từ 01 điểm mô hình “Bản an toàn” cần kiểm tra",
        ),
        (Clause(SitesAsked("was", "Tổ xe ôm", SiteState.ANY)), "có từ 01 điểm mô hình “Tổ xe ôm”"),
        (
            Clause(IncidentsAsked("", with_forest=False), Compare.NONE),
            "không có vụ việc (không tính cháy rừng)",
        ),
        (
            Clause(VillagesAsked("households_business"), Compare.AT_MOST, 12),
            "có không quá 12 nhà ở kết hợp sản xuất, kinh doanh",
        ),
    ],
)
def test_conditions(vi: Words, clause: Clause, expected: str) -> None:
    names = FilterNames.of(toy_snapshot(), toy_boundaries().gdf)
    assert condition_text(clause, names, vi) == expected
