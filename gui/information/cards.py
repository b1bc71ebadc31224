"""Makes the card of whatever is selected, and the list of several things.

Knows which card belongs to which table; nothing of widgets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from gui.canvas.hover_text import category_of, initiative_of, text_of
from gui.information.card import Card, ListedGroup, ListedRow, Offer, Remark
from gui.information.commune import commune_card
from gui.information.facts import RowFacts
from gui.information.rows import context_card, incident_card, is_context, site_card, village_card
from gui.linked import COMMUNES
from layers.schema import LayerKind, SiteLayer
from layers.style import Symbol
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from layers.boundaries import Boundaries
    from layers.layer import Layer
    from layers.registers import Register
    from layers.workspace import Workspace

MOST_LISTED = 200
# What is read of a row for its line in the list; most tables have some of them only.
_LISTED_COLUMNS = (
    *("name", "commune_code", "initiative_id"),
    *("category", "happened_on", "happened_precision", "number"),
)
_CARDS = {"sites": site_card, "villages": village_card, "incidents": incident_card}
_KINDS = {"villages": LayerKind.VILLAGES, "incidents": LayerKind.INCIDENTS}


@dataclass(frozen=True)
class Cards:
    """Makes cards of one state of a document and its result."""

    words: Words
    workspace: Workspace
    boundaries: Boundaries | None
    bundle: ResultBundle | None
    register: Register

    def card(self, table: str, identity: str) -> Card | None:
        """Return the card of a row (of a commune by its code), None where there is no such thing."""
        if table == COMMUNES:
            if self.boundaries is None:
                return None
            return commune_card(identity, self.boundaries, self.bundle, self.register, self.words)
        if table not in self.workspace.tables or identity not in self.workspace.frame(table).index:
            return None
        if table not in _CARDS and not is_context(table):
            return None
        facts = RowFacts(self.words, self.workspace, self.boundaries, self.bundle, table, identity)
        layer = self.layer_of(table, identity)
        if is_context(table):
            made = context_card(facts, layer.title(self.words) if layer is not None else table)
        else:
            made = _CARDS[table](facts)
        return replace(made, remarks=self._remarks(table, identity, layer))

    def groups(self, selection: Mapping[str, pd.Index]) -> tuple[ListedGroup, ...]:
        """Return what is selected as a list: of each table how many, and the first rows by name."""
        made = []
        for table, ids in selection.items():
            first = [str(identity) for identity in ids[:MOST_LISTED]]
            if table == COMMUNES:
                rows = [row for code in first if (row := self._listed_commune(code)) is not None]
            else:
                # All at once: a row taken singly out of a frame costs a hundred times as much.
                frame = self.workspace.frame(table)
                at = frame.index.get_indexer(pd.Index(first, dtype="str"))
                found = frame.take(at[at >= 0]).reindex(columns=_LISTED_COLUMNS).to_dict("index")
                rows = [self._listed(table, str(identity), row) for identity, row in found.items()]
            made.append(ListedGroup(self._title(table), len(ids), tuple(rows)))
        return tuple(made)

    def layer_of(self, table: str, identity: str) -> Layer | None:
        """Return the layer in which a row is drawn."""
        kind = _KINDS.get(table)
        if table == "sites":
            known = self.workspace.frame("initiatives")
            initiative = self.workspace.frame("sites").at[identity, "initiative_id"]
            is_one = initiative in known.index and known.at[initiative, "layer"] == SiteLayer.CLUSTER.value
            kind = LayerKind.CLUSTERS if is_one else LayerKind.SITES
        for layer in self.workspace.tree:
            if (kind is not None and layer.kind is kind) or (kind is None and layer.table == table):
                return layer
        return None

    def symbols(self, groups: Iterable[ListedGroup]) -> dict[tuple[str, str], Symbol | None]:
        """Return how each listed row is drawn on the map: table and id → symbol."""
        made: dict[tuple[str, str], Symbol | None] = {}
        for row in (row for group in groups for row in group.rows if row.table != COMMUNES):
            layer = self.layer_of(row.table, row.id)
            made[row.table, row.id] = layer.style.symbol if layer is not None else None
        return made

    # -- why it is not seen -------------------------------------------------------------------------

    def _remarks(self, table: str, identity: str, layer: Layer | None) -> tuple[Remark, ...]:
        words, made = self.words, []
        if layer is not None and not layer.is_shown:
            text = words("information.layer_hidden", layer=layer.title(words))
            made.append(Remark(text, Offer.SHOW_LAYER, words("information.show_layer")))
        shown = None
        if self.bundle is not None and table in ("sites", "incidents"):
            shown = self.bundle.sites if table == "sites" else self.bundle.incidents
        if shown is not None and identity not in shown.index:
            made.append(
                Remark(words("information.filtered"), Offer.CLEAR_FILTERS, words("information.clear_filters"))
            )
        elif table == "sites" and shown is not None and not bool(shown.at[identity, "counts"]):
            made.append(Remark(words("information.not_counting")))
        return tuple(made)

    # -- the list -----------------------------------------------------------------------------------

    def _title(self, table: str) -> str:
        if is_context(table):
            layer = next((layer for layer in self.workspace.tree if layer.table == table), None)
            return layer.title(self.words) if layer is not None else table
        return self.words(f"table.{table}")

    def _listed(self, table: str, identity: str, row: Mapping[str, Any]) -> ListedRow:
        words = self.words
        title, note = text_of(row.get("name")), ""
        if table == "sites":
            commune = self._commune_name(text_of(row["commune_code"]))
            initiative = text_of(row["initiative_id"])
            if initiative not in self._initiatives:
                self._initiatives[initiative] = initiative_of(row, self.workspace, words)
            note = " · ".join(part for part in (commune, self._initiatives[initiative]) if part)
        elif table == "incidents":
            title = category_of(row, self.workspace, words)
            day = words.date(row["happened_on"], text_of(row["happened_precision"]) or "day")
            note = ", ".join(part for part in (text_of(row["number"]), day) if part)
        elif table == "villages":
            note = self._commune_name(text_of(row["commune_code"]))
        return ListedRow(table, identity, title or words("hover.unnamed"), note)

    def _listed_commune(self, code: str) -> ListedRow | None:
        name = self._commune_name(code)
        return ListedRow(COMMUNES, code, name, "") if name else None

    def _commune_name(self, code: str) -> str:
        return self._communes.get(code, "")

    @cached_property
    def _communes(self) -> Mapping[str, str]:
        """Code → full name."""
        if self.boundaries is None:
            return {}
        facts = self.boundaries.gdf[["code", "full_name"]].itertuples(index=False)
        return {str(row.code): str(row.full_name) for row in facts}

    @cached_property
    def _initiatives(self) -> dict[str, str]:
        """Names of the initiatives that were met in a list so far, by id."""
        return {}
