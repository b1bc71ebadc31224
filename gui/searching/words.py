"""What was found as rows of the list: its title, what it is, and why it was found.

Knows frames, layers and words; finds nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gui.icons import Icon
from gui.searching.row import SearchRow, Spans
from layers.schema import LayerKind, SiteLayer
from layers.search.coordinate_text import TypedPlace
from layers.search.folding import Query, plain_letters, spans
from layers.search.kinds import Entry, Found, Kind, Why
from layers.style import Symbol
from layers.words import Words

if TYPE_CHECKING:
    import pandas as pd

    from layers.layer import Layer
    from layers.workspace import Workspace

_ICONS = {
    Kind.COMMUNE: Icon.BOUNDARIES,
    Kind.OLD_NAME: Icon.BOUNDARIES,
    Kind.DISTRICT: Icon.PROVINCE,
    Kind.GROUP: Icon.GROUP,
    Kind.INITIATIVE: Icon.INITIATIVE,
    Kind.BOOKMARK: Icon.IMAGE,
    Kind.CONTEXT: Icon.LAYERS,
    Kind.COMMAND: Icon.COMMAND,
}
_LAYERS = {Kind.VILLAGE: LayerKind.VILLAGES, Kind.INCIDENT: LayerKind.INCIDENTS}


class SearchWords:
    """Writes the rows of one document.

    Parameters
    ----------
    words : Words
    communes : mapping of str to str
        Code → name with its kind.
    workspace : Workspace or None
    shown_sites : Index or None
        Ids of the sites that the filters leave; None leaves all.
    """

    def __init__(
        self,
        words: Words,
        communes: Mapping[str, str],
        workspace: Workspace | None,
        shown_sites: pd.Index | None = None,
    ) -> None:
        self._words = words
        self._communes = communes
        self._workspace = workspace
        self._shown_sites = shown_sites
        self._layers = list(workspace.tree) if workspace is not None else []

    def row(self, found: Found, query: Query) -> SearchRow:
        """Return the row of something in the document."""
        entry = found.entry
        title, said = self._title(entry), self._reason(found)
        # The reason comes first: it is what nobody would guess, and the end of a long line is cut.
        parts = [*([said] if said else []), *self._what(entry)]
        if found.why is Why.OLD_NAME:
            parts = [said, self._former(entry.context)]
        layer = self.layer_of(entry)
        if layer is not None and not layer.is_shown:
            parts.append(self._words("search.hidden"))
        elif entry.kind is Kind.SITE and self._shown_sites is not None and entry.id not in self._shown_sites:
            parts.append(self._words("search.filtered"))
        note = " · ".join(part for part in parts if part)
        at = note.find(said) if said else -1
        note_spans: Spans = ()
        if at >= 0 and found.text in said:
            start = at + said.index(found.text)
            note_spans = tuple((start + place, length) for place, length in spans(found.text, query))
        return SearchRow(
            title=title,
            title_spans=spans(title, query) if not note_spans else (),
            note=note,
            note_spans=note_spans,
            icon=_ICONS.get(entry.kind, Icon.PLACE),
            symbol=self._symbol(layer) if entry.kind in (*_LAYERS, Kind.SITE) else None,
            value=found,
        )

    def place_row(self, place: TypedPlace, commune: str | None) -> SearchRow:
        """Return the row of a coordinate; `commune` is the name of where it lies, None outside."""
        words = self._words
        title = words("search.place", lat=words.number(place.lat, 5), lon=words.number(place.lon, 5))
        parts = [words(f"search.reading.{place.reading.value}")]
        if place.is_swapped:
            parts.append(words("search.swapped"))
        parts.append(_small(commune) if commune else words("search.outside"))
        return SearchRow(title=title, note=" · ".join(parts), value=place)

    def layer_of(self, entry: Entry) -> Layer | None:
        """Return the layer in which a row is drawn, None for what is in none."""
        if entry.kind is Kind.CONTEXT:
            return next((layer for layer in self._layers if layer.table == entry.table), None)
        kind = LayerKind.SITES if entry.kind is Kind.SITE else _LAYERS.get(entry.kind)
        if entry.kind is Kind.SITE and self._is_cluster(entry.id):
            kind = LayerKind.CLUSTERS
        return next((layer for layer in self._layers if layer.kind is kind), None) if kind else None

    # -- parts of a row -----------------------------------------------------------------------------

    def _title(self, entry: Entry) -> str:
        if entry.kind is Kind.INCIDENT:
            return self._term("incident_category", entry.context) or self._words("search.what.incident")
        return entry.name or entry.context or self._words("hover.unnamed")

    def _what(self, entry: Entry) -> list[str]:
        words = self._words
        commune = _small(self._communes.get(entry.commune, ""))
        if entry.kind in (Kind.COMMUNE, Kind.OLD_NAME):
            return [self._former(entry.context)]
        if entry.kind is Kind.DISTRICT:
            return [words("search.communes", n=words.number(len(entry.codes)))]
        if entry.kind is Kind.GROUP:
            return [entry.context, words("search.communes", n=words.number(len(entry.codes)))]
        if entry.kind is Kind.VILLAGE:
            kind = _small(self._term("village_kind", entry.context)) if words.language == "vi" else ""
            return [kind or words("search.what.village"), commune]
        if entry.kind is Kind.SITE:
            return [words("search.what.site"), self._initiative(entry), commune]
        if entry.kind is Kind.INITIATIVE:
            return [
                words("search.what.initiative"),
                words("search.sites", n=words.number(self._sites_of(entry.id))),
            ]
        if entry.kind is Kind.CONTEXT:
            layer = self.layer_of(entry)
            return [layer.title(words) if layer is not None else ""]
        if entry.kind is Kind.INCIDENT:
            return [words("search.number", number=entry.name), commune]
        return [words(f"search.what.{entry.kind.value}")]

    def _reason(self, found: Found) -> str:
        """Return why it was found, where its own name does not say so."""
        if found.why in (Why.NAME, Why.INITIATIVE):
            return ""
        if found.why is Why.NUMBER:
            return self._words("search.number", number=found.text)
        return self._words(f"search.why.{found.why.value}", text=found.text)

    def _former(self, districts: str) -> str:
        if not districts:
            return self._words("search.what.commune")
        names = ", ".join(_small(name) for name in districts.split(", "))
        return self._words("hover.former_district", name=names)

    def _initiative(self, entry: Entry) -> str:
        """Return the short name of the initiative of a site, '' where the title says it already."""
        if self._workspace is None or not entry.name:
            return ""
        known = self._workspace.frame("initiatives")
        identity = self._workspace.frame("sites")["initiative_id"].get(entry.id)
        if identity not in known.index:
            return ""
        short = known.at[identity, "short_name"]
        return short if isinstance(short, str) else entry.context

    def _is_cluster(self, site: str) -> bool:
        if self._workspace is None:
            return False
        known = self._workspace.frame("initiatives")
        identity = self._workspace.frame("sites")["initiative_id"].get(site)
        return identity in known.index and known.at[identity, "layer"] == SiteLayer.CLUSTER.value

    def _sites_of(self, initiative: str) -> int:
        if self._workspace is None:
            return 0
        return int((self._workspace.frame("sites")["initiative_id"] == initiative).sum())

    def _term(self, vocabulary: str, code: str) -> str:
        if self._workspace is None or not code:
            return ""
        terms, key = self._workspace.frame("vocabulary"), f"{vocabulary}/{code}"
        return str(terms.at[key, self._words.language]) if key in terms.index else code

    def _symbol(self, layer: Layer | None) -> Symbol | None:
        return layer.style.symbol if layer is not None else None


def command_row(found: Found, query: Query, keys: str, is_enabled: bool, words: Words) -> SearchRow:
    """Return the row of a command; one that cannot be used now is grey."""
    note = words("search.what.command") if is_enabled else words("search.command_off")
    return SearchRow(
        title=found.entry.name,
        title_spans=spans(found.entry.name, query),
        note=note,
        icon=Icon.COMMAND,
        keys=keys,
        is_enabled=is_enabled,
        value=found,
    )


def recent_row(text: str, words: Words) -> SearchRow:
    """Return the row of an earlier search; its value is the text itself."""
    return SearchRow(title=text, note=words("search.recent"), icon=Icon.RECENT, value=text)


def _small(name: str) -> str:
    """Return a name with its kind as it stands within a sentence: "xã Bình Thuận"."""
    is_kind = plain_letters(name).startswith(_KINDS)
    return name[:1].lower() + name[1:] if is_kind else name


_KINDS = ("xa ", "phuong ", "thi ", "huyen ", "thanh ", "ban", "tieu ", "to ", "xom", "khac")
