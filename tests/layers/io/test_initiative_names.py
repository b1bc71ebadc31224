from __future__ import annotations

import pandas as pd
import pytest

from layers.errors import NameAmbiguous, NameUnknown
from layers.io.initiative_names import CLUSTER_NAME, InitiativeNames
from layers.io.report import ImportLayer
from layers.schema import normalise


def names(*rows: tuple[str, str, str], layer: ImportLayer = ImportLayer.SITES) -> InitiativeNames:
    frame = pd.DataFrame(
        {"name": [r[1] for r in rows], "layer": [r[2] for r in rows]},
        index=[r[0] for r in rows],
        dtype=object,
    )
    return InitiativeNames(normalise("initiatives", frame), layer)


def test_ids_names_and_names_without_tones() -> None:
    known = names(("i1", "Bản sạch về ma túy", "site"))
    assert known.find("i1").id == "i1"
    assert (known.find("BẢN SẠCH  về ma túy").id, known.find("bản sạch về ma túy").mended) == ("i1", False)
    assert (known.find("ban sach ve ma tuy").id, known.find("ban sach ve ma tuy").mended) == ("i1", True)


def test_a_name_that_is_nearly_known_is_asked() -> None:
    known = names(("i1", "Bản sạch về ma túy", "site"), ("i2", "Bản sạch về ma tuý số 2", "site"))
    assert known.find("Bản sạch về ma túi").near[0] == "Bản sạch về ma túy"
    alike = names(("i1", "Bản An", "site"), ("i2", "Bản Ân", "site"))
    assert alike.find("Bản Ân").id == "i2"
    with pytest.raises(NameAmbiguous) as error:
        alike.required("ban an")
    assert error.value.fields["candidates"] == ("Bản An", "Bản Ân")
    with pytest.raises(NameUnknown):
        names(("i1", "Bản sạch về ma túy", "site")).required("Bản sạch về ma tóy")


def test_a_new_name_founds_one_initiative_once() -> None:
    known = names(("i1", "Bản sạch về ma túy", "site"))
    first, second = known.find("Tiếng khèn gọi bạn"), known.find("tiếng khèn gọi bạn")
    assert first.is_new
    assert first.id == second.id
    assert known.founded(set()).empty
    founded = known.founded({str(first.id)})
    assert founded[["name", "layer", "cover_by"]].values.tolist() == [
        ["Tiếng khèn gọi bạn", "site", "village"]
    ]


def test_the_initiative_of_clusters() -> None:
    assert names(("c", "Cụm an toàn", "cluster"), ("s", "A", "site")).of_clusters() == "c"
    both = names(("c", CLUSTER_NAME, "cluster"), ("d", "Cụm khác", "cluster"))
    assert both.of_clusters() == "c"
    assert names(("c", "Cụm này", "cluster"), ("d", "Cụm khác", "cluster")).of_clusters() is None
    empty = names(layer=ImportLayer.CLUSTERS)
    key = empty.of_clusters()
    assert empty.founded({str(key)}).iloc[0]["layer"] == "cluster"
