"""What the charts are about at one moment, as one frozen value that a job may be handed.

Knows a result and names; never a widget or the workspace.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from analysis.month_series import incidents_a_year_before
from exports.figures import whom
from layers.incidents import FIRE

if TYPE_CHECKING:
    import pandas as pd

    from analysis.bundle import ResultBundle


@dataclass(frozen=True, eq=False)
class Subject:
    """A result, and what is needed beside it to chart it.

    Attributes
    ----------
    bundle : ResultBundle
    incidents : DataFrame or None
        All incidents of the document: those of the year before are not in a result that has a first day.
    categories : mapping of str to str
        Code of an incident category → its name, in the order of the reports.
    start_day : int
        Day on which a reporting period of incidents starts.
    order : tuple of str
        Codes of the communes as they are ranked.
    ranked_by : str
        What they are ranked by, as it stands in a sentence.
    """

    bundle: ResultBundle
    incidents: pd.DataFrame | None = None
    categories: Mapping[str, str] = field(default_factory=dict)
    start_day: int = 1
    order: tuple[str, ...] = ()
    ranked_by: str = ""

    @property
    def noun(self) -> str:
        """Return "fires" where only fires are counted, else "incidents": the ending of keys of words."""
        codes = self.bundle.params.categories
        is_fire = [code.split(".", 1)[0] == FIRE for code in codes]
        return "fires" if codes and all(is_fire) else "incidents"

    @property
    def whom(self) -> str:
        """Return "cluster" where only fire-safety clusters are counted, else "site"."""
        return whom(self.bundle)

    @property
    def year_before(self) -> pd.DataFrame | None:
        """Return the incidents of the same question one year earlier, None where the result holds them."""
        if self.incidents is None or self.bundle.params.period_from is None:
            return None
        return incidents_a_year_before(self.bundle, self.incidents)

    @cached_property
    def silent(self) -> Mapping[str, pd.Index]:
        """Return ids of the sites and incidents in communes that lack a sheet, by table."""
        lacking = set().union(*self.bundle.coverage.not_reported.values())
        frames = {"sites": self.bundle.sites, "incidents": self.bundle.incidents}
        return {name: rows.index[rows["commune_code_at"].isin(lacking)] for name, rows in frames.items()}

    @property
    def rows(self) -> int:
        """Return how many rows a chart may have to look at."""
        return len(self.bundle.incidents) + len(self.bundle.villages) + len(self.bundle.sites)


def categories_in_order(vocabulary: pd.DataFrame, language: str) -> dict[str, str]:
    """Return code → name of the incident categories of a document, in the order of its reports."""
    listed = vocabulary[vocabulary["list"] == "incident_category"].sort_values("sort")
    return {str(code): str(name) for code, name in zip(listed["code"], listed[language], strict=True)}
