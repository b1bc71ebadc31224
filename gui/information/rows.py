"""The cards of sites, villages, incidents and features of context layers.

Knows which facts of a row belong together; nothing of widgets, and computes no figure.
"""

from __future__ import annotations

import pandas as pd

from gui.canvas.hover_text import initiative_of, number_of, text_of
from gui.information.card import Card, Fact, Section, Tone
from gui.information.facts import RowFacts
from layers.schema import CONTEXT_PREFIX
from layers.search.rows import name_column
from layers.villages import names_of

LATEST_ACTIVITIES = 10
MOST_SITES_OF_VILLAGE = 12

_FIRE_SAFETY = (
    *("households_business", "households_with_extinguisher", "extinguishers", "public_fire_points", "alarms"),
    *(
        "pumps",
        "water_source",
        "leader_trained",
        "drills",
        "last_drill_on",
        "fires",
        "fires_self_extinguished",
    ),
)


def site_card(facts: RowFacts) -> Card:
    """Return the card of a site."""
    words, row = facts.words, facts.row
    full_name = initiative_of(row, facts.workspace, words, is_short=False)
    state = facts.section(
        "information.state",
        ("status",),
        _rating(facts),
        *facts.facts(
            ("founded_on", "launched_on", "closed_on", "decision_no", "lead_unit", "recognised_by", "note")
        ),
    )
    size = facts.section(
        "information.size",
        ("teams", "members"),
        facts.share("book.households_enrolled", "households_enrolled", "households_total"),
        *facts.facts(("radius_m", "cost")),
    )
    return Card(
        "sites",
        facts.id,
        text_of(row.get("name")) or words("hover.unnamed"),
        full_name,
        (
            state,
            size,
            facts.section("information.fire_safety", _FIRE_SAFETY),
            _activities(facts),
            _results(facts),
            facts.place(),
            facts.source(),
        ),
        can_move=True,
        move_refusal=words("information.verified") if _is_true(row.get("verified")) else "",
    )


def village_card(facts: RowFacts) -> Card:
    """Return the card of a village."""
    words, row = facts.words, facts.row
    others = names_of(row)[1:]
    named = Fact(words("column.aliases"), ", ".join(others)) if others else None
    people = facts.section(
        "information.people",
        ("households", "population", "households_business"),
        facts.share("column.households_with_extinguisher", "households_with_extinguisher", "households"),
        *facts.facts(("selfmanaged_groups", "security_teams", "security_force_members")),
        *facts.facts(("civil_fire_team", "has_market", "km_to_seat", "road_access")),
    )
    return Card(
        "villages",
        facts.id,
        text_of(row.get("name")) or words("hover.unnamed"),
        facts.term("village_kind", row.get("kind")),
        (
            Section("", tuple(fact for fact in (named, facts.fact("merged_on")) if fact is not None)),
            people,
            _sites_of_village(facts),
            facts.place(),
            facts.source(),
        ),
        can_move=True,
    )


def incident_card(facts: RowFacts) -> Card:
    """Return the card of an incident; what was written about it is private."""
    words, row = facts.words, facts.row
    code = text_of(row.get("category"))
    top = code.split(".")[0]
    category = facts.term("incident_category", code) or words("value.unknown")
    time = text_of(row.get("happened_time"))
    happened = words.date(row.get("happened_on"), text_of(row.get("happened_precision")) or "day")
    when = Fact(
        words("column.happened_on"),
        words("information.at_time", date=happened, time=words.time(time)) if time else happened,
    )
    above = Fact(words("column.category_top"), facts.term("incident_category", top)) if top != code else None
    what = Section(
        "",
        tuple(
            fact
            for fact in (facts.fact("number"), above, Fact(words("column.category"), category), when)
            if fact
        ),
    )
    damage = facts.section(
        "information.damage",
        ("cause", "deaths", "injured", "damage_million_vnd", "forest_ha", "first_response", "state"),
        *facts.facts(("severity", "counts_in_statistics")),
    )
    personal = [column.name for column in facts.columns.values() if column.is_personal]
    private = Section("", facts.facts([*personal, "note"]))
    return Card(
        "incidents",
        facts.id,
        category,
        words("layer.incidents"),
        (what, damage, facts.place(), facts.source()),
        private=(private,) if private.facts else (),
        can_move=True,
    )


def context_card(facts: RowFacts, title: str) -> Card:
    """Return the card of a feature of a context layer: its own columns as they are."""
    names = [name for name in facts.columns if name not in ("id", "lon", "lat", "x", "y")]
    named_by = name_column(pd.DataFrame(columns=names))
    name = text_of(facts.row.get(named_by)) if named_by else ""
    shown = Section("", facts.facts(names))
    empty = Section("", (Fact("", facts.words("information.no_columns"), Tone.MUTED),))
    return Card(
        facts.table, facts.id, name or title, title if name else "", (shown if shown.facts else empty,)
    )


def is_context(table: str) -> bool:
    """Say whether a table is that of a context layer."""
    return table.startswith(CONTEXT_PREFIX)


# -- parts of the card of a site ----------------------------------------------------------------------


def _rating(facts: RowFacts) -> Fact | None:
    rating, year = facts.fact("rating"), facts.fact("rating_year")
    if rating is None or year is None:
        return rating
    return Fact(rating.label, facts.words("information.rated", rating=rating.value, year=year.value))


def _activities(facts: RowFacts) -> Section:
    """Return when it was last active, whether that is long ago, and the latest entries of its log."""
    words, bundle = facts.words, facts.bundle
    sites = bundle.sites if bundle is not None else None
    made = []
    last = facts.result(sites, "last_activity_on")
    if last is None:
        last = facts.row.get("last_activity_on")
    if last is not None and not pd.isna(last):
        made.append(Fact(words("book.last_activity_on"), words.date(last)))
    if bundle is not None and facts.result(sites, "to_check"):
        months = words.number(bundle.params.check_after_months)
        made.append(Fact("", words("information.to_check", n=months), Tone.WARNING))
    log = facts.workspace.frame("activities")
    own = log[(log["site_id"] == facts.id).to_numpy(bool)].sort_values(
        "held_on", ascending=False, kind="stable"
    )
    made += [_activity(facts, row) for _, row in own.head(LATEST_ACTIVITIES).iterrows()]
    if len(own) > LATEST_ACTIVITIES:
        more = words("list.more", n=words.number(len(own) - LATEST_ACTIVITIES))
        made.append(Fact("", more, Tone.MUTED))
    return Section(words("information.activities"), tuple(made))


def _activity(facts: RowFacts, row: pd.Series) -> Fact:
    words = facts.words
    parts = [facts.term("activity", row["kind"]) or words("value.unknown")]
    for column, key in (
        ("times", "information.times"),
        ("attendances", "information.attendances"),
        ("tips", "information.tips"),
    ):
        number = number_of(row, column)
        if number is not None and (number > 1 if column == "times" else number > 0):
            parts.append(words(key, n=words.number(number)))
    day = words.date(row["held_on"], text_of(row["held_precision"]) or "day")
    return Fact(day, " · ".join(parts))


def _results(facts: RowFacts) -> Section:
    words, table = facts.words, facts.workspace.frame("results")
    own = table[(table["site_id"] == facts.id).to_numpy(bool)]
    made = []
    for _, row in own.iterrows():
        value = number_of(row, "value")
        written = words.number(value, 0 if value is None or value.is_integer() else 2)
        unit = text_of(row["unit"])
        made.append(Fact(facts.term("measure", row["measure"]), f"{written} {unit}".strip()))
    return Section(words("information.results"), tuple(made) + facts.facts(("results_text",)))


def _sites_of_village(facts: RowFacts) -> Section:
    """Return the sites that the result counts with this village, the first of them by name."""
    words = facts.words
    sites = facts.workspace.frame("sites")
    own = sites[(sites["village_id"] == facts.id).to_numpy(bool)]
    made = []
    for identity, row in own.head(MOST_SITES_OF_VILLAGE).iterrows():
        status = words(f"site_status.{text_of(row['status']) or 'unknown'}")
        label = initiative_of(row, facts.workspace, words)
        made.append(Fact(label, f"{text_of(row['name']) or str(identity)} · {status}"))
    if len(own) > MOST_SITES_OF_VILLAGE:
        made.append(
            Fact("", words("list.more", n=words.number(len(own) - MOST_SITES_OF_VILLAGE)), Tone.MUTED)
        )
    if own.empty:
        made.append(Fact("", words("information.no_sites"), Tone.MUTED))
    return Section(words("information.sites_here", n=words.number(len(own))), tuple(made))


def _is_true(value: object) -> bool:
    return value is not None and not pd.isna(value) and bool(value)
