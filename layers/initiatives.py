"""Finding an initiative by its id, the sender's number or its name.

Knows nothing of sites; a name that fits several is asked, never guessed.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable

import pandas as pd

from layers.errors import NameAmbiguous, NameUnknown
from layers.names import toned_key
from layers.schema import SiteLayer
from layers.words import collation_key, without_tones

NEAREST = 5
"""How many names are offered for one that fits nothing."""


def find_initiative(initiatives: pd.DataFrame, text: str) -> str:
    """Return the id of the initiative that `text` names.

    Looked for in this order: id, `ext_key`, name or short name as written, the same but for capitals and
    spaces, the same without tones. The first that fits decides; window, command line, papers and imports
    ask here.

    Parameters
    ----------
    initiatives : DataFrame
        The table `initiatives`.
    text : str

    Raises
    ------
    NameAmbiguous
        Several fit equally well. Fields name, candidates (in Vietnamese order).
    NameUnknown
        None fits. Fields name, nearest: names that contain the text, else the most similar without tones.
    """
    if text in initiatives.index:
        return text
    by_key = initiatives.index[initiatives["ext_key"] == text]
    if len(by_key):
        return str(by_key[0])
    folds: tuple[Callable[[str], str], ...] = (str, toned_key, without_tones)
    for fold in folds if without_tones(text) else ():
        found = _fitting(initiatives, fold, fold(text))
        if len(found) > 1:
            names = sorted(initiatives.loc[found, "name"], key=collation_key)
            raise NameAmbiguous(name=text, candidates=tuple(names))
        if found:
            return found[0]
    raise NameUnknown(name=text, nearest=_nearest(text, initiatives["name"].dropna()) or ("–",))


def _fitting(initiatives: pd.DataFrame, fold: Callable[[str], str], wanted: str) -> list[str]:
    return [
        str(row)
        for row, *names in initiatives[["name", "short_name"]].itertuples()
        if any(isinstance(name, str) and fold(name) == wanted for name in names)
    ]


def _nearest(text: str, names: pd.Series) -> tuple[str, ...]:
    by_plain = {without_tones(name): name for name in sorted(names, key=collation_key)}
    wanted = without_tones(text)
    containing = [name for plain, name in by_plain.items() if wanted and wanted in plain]
    similar = [by_plain[p] for p in difflib.get_close_matches(wanted, list(by_plain), n=NEAREST, cutoff=0.0)]
    return tuple(containing or similar)[:NEAREST]


def cluster_ids(initiatives: pd.DataFrame) -> tuple[str, ...]:
    """Return the ids of the initiatives whose sites are shown as fire-safety clusters."""
    return tuple(initiatives.index[initiatives["layer"] == SiteLayer.CLUSTER.value])
