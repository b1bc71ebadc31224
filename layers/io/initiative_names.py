"""Which initiative a written name means while a sheet is read, and which ones the sheet founds.

Knows the initiatives of a snapshot; a name that is nearly a known one is asked, never guessed.
"""

from __future__ import annotations

import difflib
import uuid
from dataclasses import dataclass

import pandas as pd

from layers.errors import NameUnknown
from layers.initiatives import cluster_ids, find_initiative
from layers.io.report import ImportLayer
from layers.names import plain_key, toned_key
from layers.schema import SiteLayer, normalise

# The fire police's own initiative: founded with the first sheet of clusters where nobody entered it yet.
CLUSTER_NAME = "Cụm dân cư an toàn phòng cháy chữa cháy"
CLUSTER_SHORT_NAME = "Cụm dân cư an toàn PCCC"

_NEARLY = 0.86


@dataclass(frozen=True)
class Found:
    """What a name means: an id, or names that are nearly it."""

    id: str | None = None
    near: tuple[str, ...] = ()
    mended: bool = False
    is_new: bool = False


class InitiativeNames:
    """Names, short names, keys and ids of the initiatives, and those founded by the sheet at hand."""

    def __init__(self, initiatives: pd.DataFrame, layer: ImportLayer) -> None:
        self._initiatives = initiatives
        self._kind = SiteLayer.CLUSTER if layer is ImportLayer.CLUSTERS else SiteLayer.SITE
        self._ids = {str(key): str(key) for key in initiatives.index}
        self._toned: dict[str, set[str]] = {}
        self._plain: dict[str, set[str]] = {}
        self._names: dict[str, str] = {}
        for key, name, short, ext in zip(
            initiatives.index,
            initiatives["name"],
            initiatives["short_name"],
            initiatives["ext_key"],
            strict=True,
        ):
            if not pd.isna(ext):
                self._ids.setdefault(str(ext), str(key))
            for text in (name, short):
                if not pd.isna(text):
                    self._enter(str(text), str(key))
            self._names[str(key)] = str(name)
        self._founded: dict[str, dict[str, str | None]] = {}

    def find(self, text: str) -> Found:
        """Return what `text` means; a name nobody knows founds an initiative."""
        if text in self._ids:
            return Found(self._ids[text])
        for names, mended in (
            (self._toned.get(toned_key(text)), False),
            (self._plain.get(plain_key(text)), True),
        ):
            if names:
                if len(names) > 1:
                    return Found(near=tuple(sorted(self._names[key] for key in names)))
                key = next(iter(names))
                return Found(key, mended=mended, is_new=key in self._founded)
        known = {plain_key(name): name for name in self._names.values()}
        near = difflib.get_close_matches(plain_key(text), list(known), n=3, cutoff=_NEARLY)
        if near:
            return Found(near=tuple(known[key] for key in near))
        return Found(self._found(text, self._kind), is_new=True)

    def required(self, text: str) -> Found:
        """Return the initiative that was named in the request; a name unlike any known one founds it.

        Raises
        ------
        NameAmbiguous
            Several fit.
        NameUnknown
            None fits and the name is a part of a known one, nearly one, or no name at all.
        """
        try:
            return Found(find_initiative(self._initiatives, text))
        except NameUnknown:
            wanted = plain_key(text)
            known = {plain_key(name) for name in self._names.values()}
            if wanted not in known and any(wanted in name for name in (*known, "")):
                raise
            found = self.find(text)
            if found.near:
                raise
            return found

    def of_clusters(self) -> str | None:
        """Return the initiative of clusters that rows without one belong to; founded where there is none.

        None where there are several and none has the known name: then it is not decided.
        """
        known = cluster_ids(self._initiatives)
        if len(known) == 1:
            return known[0]
        named = (self._toned.get(toned_key(CLUSTER_NAME)) or set()) & set(known)
        if named:
            return next(iter(named))
        if known:
            return None
        same_name = self._toned.get(toned_key(CLUSTER_NAME))
        if same_name:
            return next(iter(same_name))
        return self._found(CLUSTER_NAME, SiteLayer.CLUSTER, CLUSTER_SHORT_NAME)

    def founded(self, used: set[str]) -> pd.DataFrame:
        """Return the rows for the table `initiatives` that the sheet founds and uses."""
        rows = {key: row for key, row in self._founded.items() if key in used}
        return normalise("initiatives", pd.DataFrame.from_dict(rows, orient="index", dtype=object))

    def _found(self, name: str, kind: SiteLayer, short_name: str | None = None) -> str:
        key = str(uuid.uuid4())
        self._founded[key] = {
            "name": name,
            "short_name": short_name,
            "layer": kind.value,
            "cover_by": "village",
            "status": "unknown",
        }
        self._names[key] = name
        self._enter(name, key)
        return key

    def _enter(self, name: str, key: str) -> None:
        self._toned.setdefault(toned_key(name), set()).add(key)
        self._plain.setdefault(plain_key(name), set()).add(key)
