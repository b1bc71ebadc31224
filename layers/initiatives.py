"""Finding an initiative by its id, the sender's number or its name.

Knows nothing of sites; a name that fits several is asked, never guessed.
"""

from __future__ import annotations

import pandas as pd

from layers.errors import NameAmbiguous, NameUnknown
from layers.schema import SiteLayer
from layers.words import without_tones


def find_initiative(initiatives: pd.DataFrame, text: str) -> str:
    """Return the id of the initiative that `text` names.

    Looked for in this order: id, `ext_key`, name or short name as written, the same without tones.

    Raises
    ------
    NameAmbiguous
        Several fit equally well.
    NameUnknown
        None fits; the error names those that contain the text.
    """
    if text in initiatives.index:
        return text
    by_key = initiatives.index[initiatives["ext_key"] == text]
    if len(by_key):
        return str(by_key[0])
    plain = without_tones(text)
    if not plain:
        raise NameUnknown(name=text, nearest=("–",))
    names = initiatives[["name", "short_name"]].fillna("")
    bare = names.map(without_tones)
    for hit in ((names == text).any(axis=1), (bare == plain).any(axis=1)):
        found = initiatives.index[hit]
        if len(found) > 1:
            raise NameAmbiguous(name=text, candidates=tuple(initiatives.loc[found, "name"]))
        if len(found) == 1:
            return str(found[0])
    near = initiatives.loc[bare["name"].str.contains(plain, regex=False), "name"]
    raise NameUnknown(name=text, nearest=tuple(near) or ("–",))


def cluster_ids(initiatives: pd.DataFrame) -> tuple[str, ...]:
    """Return the ids of the initiatives whose sites are shown as fire-safety clusters."""
    return tuple(initiatives.index[initiatives["layer"] == SiteLayer.CLUSTER.value])
