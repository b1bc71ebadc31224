"""Names of villages, sites, initiatives, context features and saved views of a document, ready to be found.

Knows which columns hold a name; nothing of how names are matched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from layers.bookmarks import bookmarks_of
from layers.schema import CONTEXT_PREFIX
from layers.search.folding import plain_letters, tidy
from layers.search.kinds import Entry, Kind, Why
from layers.search.names import Facet, Names, Text

# Columns of a context layer that hold the name of a feature, as they are headed in public data.
_NAME_COLUMNS = ("ten", "name", "ten goi", "name vi", "ten day du", "label", "title")


def villages_of(villages: pd.DataFrame, communes: Names) -> Names:
    """Return the names of villages: their own, other ones, and those they were merged from."""
    entries = [
        Entry(Kind.VILLAGE, _text(name), str(identity), "villages", commune=_text(code), context=_text(kind))
        for identity, name, code, kind in villages[["name", "commune_code", "kind"]].itertuples()
    ]
    texts: list[Text] = [(entry.name, place, Why.NAME) for place, entry in enumerate(entries)]
    for column, why in (("aliases", Why.ALIAS), ("merged_from", Why.MERGED_FROM)):
        for place, others in enumerate(villages[column]):
            if isinstance(others, (list, tuple)):
                texts += [(str(other), place, why) for other in others]
    return Names(entries, texts, [_communes_facet(entries, communes)])


def initiatives_of(initiatives: pd.DataFrame) -> Names:
    """Return the names and short names of initiatives."""
    rows = initiatives[["name", "short_name"]]
    entries = [
        Entry(Kind.INITIATIVE, _text(name), str(key), "initiatives") for key, name, _ in rows.itertuples()
    ]
    texts = [(entry.name, place, Why.NAME) for place, entry in enumerate(entries)]
    texts += [(_text(short), place, Why.SHORT_NAME) for place, short in enumerate(rows["short_name"])]
    return Names(entries, texts)


def sites_of(sites: pd.DataFrame, initiatives: Names, communes: Names) -> Names:
    """Return the names, decision numbers and senders' numbers of sites, each with its initiative."""
    place_of = {entry.id: place for place, entry in enumerate(initiatives.entries)}
    columns = sites[["name", "commune_code", "initiative_id"]]
    value = np.array([place_of.get(key, -1) for key in columns["initiative_id"]], np.int64)
    entries = [
        Entry(
            Kind.SITE,
            _text(name),
            str(identity),
            "sites",
            commune=_text(code),
            context=initiatives.entries[which].name if which >= 0 else "",
        )
        for (identity, name, code, _), which in zip(columns.itertuples(), value.tolist(), strict=True)
    ]
    # A site without a name is still found, by its initiative or commune.
    texts: list[Text] = [
        (entry.name or entry.context, place, Why.NAME) for place, entry in enumerate(entries)
    ]
    for column, why in (("decision_no", Why.DECISION), ("ext_key", Why.SENDER_NUMBER)):
        texts += [(text, place, why) for place, text in enumerate(sites[column]) if isinstance(text, str)]
    facets = [_communes_facet(entries, communes), Facet(initiatives, value, is_enough=True)]
    return Names(entries, texts, facets)


def context_of(frames: Mapping[str, pd.DataFrame]) -> Names:
    """Return the names of the features of all context layers that have any."""
    entries: list[Entry] = []
    for table, frame in frames.items():
        column = name_column(frame) if table.startswith(CONTEXT_PREFIX) else None
        if column is not None:
            entries += [
                Entry(Kind.CONTEXT, tidy(name), str(identity), table)
                for identity, name in frame[column].items()
                if isinstance(name, str) and name.strip()
            ]
    return Names.of(entries)


def name_column(frame: pd.DataFrame) -> str | None:
    """Return the column of a context table that holds names, None where there is none.

    Examples
    --------
    >>> name_column(pd.DataFrame({"loai": ["suối"], "Tên": ["Nậm La"]}))
    'Tên'
    """
    by_plain = {" ".join(plain_letters(tidy(str(name))).split()): str(name) for name in frame.columns}
    return next((by_plain[name] for name in _NAME_COLUMNS if name in by_plain), None)


def views_of(documents: Mapping[str, Any]) -> Names:
    """Return the names of the saved views."""
    return Names.of([Entry(Kind.BOOKMARK, tidy(view.name), view.id) for view in bookmarks_of(documents)])


def _communes_facet(entries: Sequence[Entry], communes: Names) -> Facet:
    place_of = {entry.codes[0]: place for place, entry in enumerate(communes.entries)}
    return Facet(communes, np.array([place_of.get(entry.commune, -1) for entry in entries], np.int64))


def _text(value: object) -> str:
    return tidy(value) if isinstance(value, str) else ""
