"""Quick questions on the toy province: who satisfies them, who does not, and of whom nobody can say."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.answer import Answer, answer
from analysis.locate import Locator
from analysis.tally import Tally
from layers.errors import InitiativeGone
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
from layers.snapshot import Snapshot
from layers.unit_columns import Level

from .toy_province import AN, AN_, BAN, toy_boundaries, toy_snapshot

YEAR = PeriodChoice(PeriodKind.FREE, first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31))
NO_CLUSTER = Clause(SitesAsked("clusters"), Compare.NONE)
FIRE = Clause(IncidentsAsked("fire"))


def ask(*clauses: Clause, level: Level = Level.COMMUNE, document: Snapshot | None = None, **asked) -> Answer:
    snapshot = document if document is not None else toy_snapshot()
    tally = Tally.of(snapshot, Locator(toy_boundaries().gdf))
    return answer(snapshot, tally, Question(level, clauses, asked.pop("period", YEAR), **asked))


def unknown(found: Answer) -> list[str]:
    return found.ids[found.unknown].tolist()


def test_no_cluster_and_a_fire_this_year() -> None:
    """Ăn: its cluster is paused, two fires. An: a cluster. Bản has not reported: named, not counted."""
    found = ask(NO_CLUSTER, FIRE)
    assert found.units.tolist() == [AN_]
    assert unknown(found) == [BAN]
    assert found.counted[1].number.tolist() == [2, 0, 0]


def test_the_rows_behind_an_answer() -> None:
    found = ask(NO_CLUSTER, FIRE)
    incidents = toy_snapshot().frame("incidents").index
    assert incidents[found.rows_of(1, 0)].tolist() == ["i1", "i2"]
    assert found.rows_of(0, 0).tolist() == []


def test_forest_fires_are_switched_off() -> None:
    assert ask(Clause(IncidentsAsked("fire", with_forest=False), Compare.AT_LEAST, 2)).units.tolist() == []
    assert ask(Clause(IncidentsAsked("fire"), Compare.AT_LEAST, 2)).units.tolist() == [AN_]


def test_short_circuits_are_switched_on_although_the_statistics_leave_them_out() -> None:
    assert ask(Clause(IncidentsAsked("fire"), Compare.AT_LEAST, 3)).units.tolist() == []
    with_minor = Clause(IncidentsAsked("fire", with_minor=True), Compare.AT_LEAST, 3)
    assert ask(with_minor).units.tolist() == [AN_]


def test_who_has_not_reported_may_still_fail() -> None:
    """Nobody can say whether Bản has a cluster; but its households are known to be few."""
    few = Clause(VillagesAsked("households"), Compare.AT_LEAST, 100)
    assert unknown(ask(NO_CLUSTER, few)) == []
    assert unknown(ask(NO_CLUSTER)) == [BAN]


@pytest.mark.parametrize(
    ("state", "ratings", "expected"),
    [
        (SiteState.ACTIVE, (), [AN_, AN]),
        (SiteState.TO_CHECK, (), [AN]),
        (SiteState.ANY, ("good",), [AN_]),
        (SiteState.ANY, ("none",), [AN_, AN]),
    ],
)
def test_states_and_ratings(state: SiteState, ratings: tuple[str, ...], expected: list[str]) -> None:
    assert ask(Clause(SitesAsked("", "", state, ratings))).units.tolist() == expected


def test_a_known_part_is_enough_for_at_least_and_too_much_for_at_most() -> None:
    """Business dwellings: 10 in Ăn; of An's village nobody knows; 0 in Bản."""
    business = VillagesAsked("households_business")
    at_least = ask(Clause(business, Compare.AT_LEAST, 5))
    assert (at_least.units.tolist(), unknown(at_least)) == ([AN_], [AN])
    at_most = ask(Clause(business, Compare.AT_MOST, 5))
    assert (at_most.units.tolist(), unknown(at_most)) == ([BAN], [AN])
    none = ask(Clause(business, Compare.NONE))
    assert (none.units.tolist(), unknown(none)) == ([BAN], [AN])


def test_villages_and_groups() -> None:
    villages = ask(Clause(SitesAsked(), Compare.NONE), level=Level.VILLAGE)
    assert (villages.units.tolist(), unknown(villages)) == (["v2"], ["v4"])
    groups = ask(NO_CLUSTER, level=Level.GROUP)
    assert (groups.units.tolist(), unknown(groups)) == ([], [])  # An's cluster is in both
    fires = ask(Clause(IncidentsAsked("fire"), Compare.NONE), level=Level.GROUP)
    assert (fires.units.tolist(), unknown(fires)) == ([], ["border"])
    incidents = toy_snapshot().frame("incidents").index
    assert incidents[ask(FIRE, level=Level.GROUP).rows_of(0, 0)].tolist() == ["i1", "i2"]


def test_the_day_of_the_sites_is_the_last_of_the_period() -> None:
    """By the end of 2023 only An's cluster had been founded."""
    year = PeriodChoice(PeriodKind.FREE, first=dt.date(2023, 1, 1), last=dt.date(2023, 12, 31))
    found = ask(Clause(SitesAsked()), period=year)
    assert found.as_of == dt.date(2023, 12, 31)
    assert found.units.tolist() == [AN]


def test_a_period_to_come_is_unknown_throughout() -> None:
    found = ask(Clause(IncidentsAsked(), Compare.NONE), period=PeriodChoice(PeriodKind.YEAR, 2027))
    assert not found.has_begun
    assert unknown(found) == [AN_, AN, BAN]


def test_an_initiative_that_is_gone_is_named() -> None:
    with pytest.raises(InitiativeGone) as caught:
        ask(Clause(SitesAsked("was", "Tổ xe ôm")))
    assert caught.value.fields["name"] == "Tổ xe ôm"


def test_equal_questions_have_equal_stamps() -> None:
    assert ask(NO_CLUSTER, FIRE).stamp == ask(NO_CLUSTER, FIRE).stamp
    assert ask(NO_CLUSTER, FIRE).stamp != ask(NO_CLUSTER).stamp
