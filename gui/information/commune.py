"""The card of a commune: what it was made of, people, sites, villages and incidents as the result has them.

Knows the result, the boundaries and the register; computes no figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.nearest_site import nearest_site
from gui.canvas.hover_text import number_of, text_of
from gui.information.card import Card, Fact, Section, Tone
from gui.linked import COMMUNES
from layers.units import CURRENT, VINTAGES
from layers.words import Words, collation_key

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from layers.boundaries import Boundaries
    from layers.registers import Register

MOST_INITIATIVES = 15


def commune_card(
    code: str, boundaries: Boundaries, bundle: ResultBundle | None, register: Register, words: Words
) -> Card | None:
    """Return the card of a commune, None for a code the boundaries do not have."""
    rows = boundaries.gdf[(boundaries.gdf["code"] == code).to_numpy(bool)]
    if rows.empty:
        return None
    facts = rows.iloc[0]
    district = text_of(facts.get("district"))
    figures = _figures(bundle, code)
    sections = [_unit(facts, figures, code, boundaries.vintage, register, words)]
    if bundle is not None and figures is not None:
        sections += [_sites(bundle, figures, code, words), _rest(bundle, figures, words)]
    return Card(
        COMMUNES,
        code,
        str(facts["full_name"]),
        words("hover.former_district", name=district) if district else "",
        tuple(sections),
    )


def _figures(bundle: ResultBundle | None, code: str) -> Mapping[str, Any] | None:
    if bundle is None or code not in bundle.coverage.communes.index:
        return None
    figures: Mapping[str, Any] = bundle.coverage.communes.loc[code].to_dict()
    return figures


def _unit(
    facts: pd.Series,
    figures: Mapping[str, Any] | None,
    code: str,
    vintage: str,
    register: Register,
    words: Words,
) -> Section:
    """Return what the unit is, before anything is counted in it."""
    known: Mapping[str, Any] | pd.Series = figures if figures is not None else facts
    made = []
    former = _former_units(code, vintage, register)
    if former:
        made.append(Fact(words("information.made_of"), ", ".join(former)))
    drawn, declared = number_of(known, "area_km2"), number_of(facts, "area_declared_km2")
    if drawn is not None and declared is not None:
        text = words("information.areas", drawn=words.number(drawn, 1), declared=words.number(declared, 1))
        made.append(Fact(words("information.area"), text))
    elif drawn is not None or declared is not None:
        area = drawn if drawn is not None else declared
        made.append(Fact(words("information.area"), words("information.km2", n=words.number(area, 1))))
    people, households = number_of(facts, "population"), number_of(known, "households")
    made.append(Fact(words("hover.population"), words.number(people)))
    made.append(Fact(words("hover.households"), words.number(households)))
    if seat := text_of(facts.get("seat")):
        made.append(Fact(words("information.seat"), seat))
    made.append(Fact(words("book.code"), code))
    if bool(facts.get("uncertain", False)):
        made.append(Fact("", words("hover.boundary_uncertain"), Tone.WARNING))
    return Section("", tuple(made))


def _former_units(code: str, vintage: str, register: Register) -> list[str]:
    """Return the full names of the units a commune of today was made of, in Vietnamese order."""
    if vintage != CURRENT:
        return []
    units = [unit for unit in register.units(VINTAGES[-2]) if code in unit.successors]
    names = sorted((unit.full_name for unit in units), key=collation_key)
    return [name[:1].lower() + name[1:] for name in names]


def _sites(bundle: ResultBundle, figures: Mapping[str, Any], code: str, words: Words) -> Section:
    """Return the sites by initiative: all, active and to check; or the nearest one where there is none."""
    title = words("information.sites")
    if not bool(figures.get("sites_reported", True)):
        return Section(title, (Fact("", words("book.reported.no"), Tone.WARNING),))
    sites = bundle.sites[(bundle.sites["commune_code_at"] == code).fillna(False).to_numpy(bool)]
    active, every = number_of(figures, "active_sites"), number_of(figures, "sites")
    made = [
        Fact(
            words("information.active_of_all"),
            words("hover.active_of_all", active=words.number(active), all=words.number(every)),
        )
    ]
    to_check = int(sites["to_check"].sum())
    if to_check:
        made.append(Fact(words("information.sites_to_check"), words.number(to_check), Tone.WARNING))
    made += _by_initiative(sites, words)
    if not active:
        nearest = nearest_site(bundle, code)
        if nearest is not None:
            name = text_of(bundle.sites.at[nearest.id, "name"]) or words("hover.unnamed")
            distance = words.length(nearest.distance_m)
            made.append(
                Fact(
                    words("information.nearest"),
                    words("information.nearest_at", name=name, distance=distance),
                )
            )
    return Section(title, tuple(made))


def _by_initiative(sites: pd.DataFrame, words: Words) -> list[Fact]:
    named = sites.groupby("initiative_name", sort=False)
    counted = [
        (str(name), len(rows), int(rows["counts"].sum()), int(rows["to_check"].sum())) for name, rows in named
    ]
    counted.sort(key=lambda one: (-one[1], collation_key(one[0])))
    facts = []
    for name, every, active, to_check in counted[:MOST_INITIATIVES]:
        text = words("hover.active_of_all", active=words.number(active), all=words.number(every))
        if to_check:
            text = words("information.with_to_check", sites=text, n=words.number(to_check))
        facts.append(Fact(name or words("hover.initiative_unknown"), text))
    if len(counted) > MOST_INITIATIVES:
        more = words("list.more", n=words.number(len(counted) - MOST_INITIATIVES))
        facts.append(Fact("", more, Tone.MUTED))
    return facts


def _rest(bundle: ResultBundle, figures: Mapping[str, Any], words: Words) -> Section:
    """Return villages with a site, incidents of the period, and whether sheets were handed in."""
    made = []
    villages, with_site = number_of(figures, "villages"), number_of(figures, "villages_with")
    if villages:
        made.append(Fact(words("hover.villages_with"), words.share(with_site, villages)))
    made.append(Fact(_period(bundle, words), words.number(number_of(figures, "incidents"))))
    if bundle.submissions_kept:
        for kind in ("sites", "incidents"):
            is_in = bool(figures.get(f"{kind}_reported", True))
            text = words("book.reported.yes" if is_in else "book.reported.no")
            made.append(Fact(words(f"information.sheet.{kind}"), text, Tone.PLAIN if is_in else Tone.WARNING))
    made.append(Fact(words("book.as_of"), words.date(bundle.as_of)))
    return Section(words("information.figures"), tuple(made))


def _period(bundle: ResultBundle, words: Words) -> str:
    start, end = bundle.params.period_from, bundle.params.incidents_to
    if start is None:
        return words("information.incidents_until", end=words.date(end))
    return words("information.incidents_of", start=words.date(start), end=words.date(end))
