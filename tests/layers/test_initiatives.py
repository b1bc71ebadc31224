"""What people write means exactly one initiative, or is refused with what it may have meant."""

from __future__ import annotations

import unicodedata

import pandas as pd
import pytest

from layers.errors import NameAmbiguous, NameUnknown
from layers.initiatives import find_initiative


@pytest.fixture(scope="module")
def initiatives() -> pd.DataFrame:
    rows = {
        "u1": ("Cụm dân cư an toàn phòng cháy chữa cháy", "Cụm dân cư an toàn PCCC", "07"),
        "u2": ("Tổ tự quản Chiềng An", None, "08"),
        "u3": ("Tổ tự quản Chiềng Ân", None, None),
        "u4": ("Camera an ninh", "Camera", None),
        "u5": ("Ánh sáng an ninh", "Camera", None),
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["name", "short_name", "ext_key"]).astype(
        "str"
    )


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("u3", "u3"),
        ("07", "u1"),
        ("Cụm dân cư an toàn phòng cháy chữa cháy", "u1"),
        (unicodedata.normalize("NFD", "cụm dân cư an toàn PCCC"), "u1"),
        ("cum dan cu an toan pccc", "u1"),
        ("Tổ tự quản Chiềng An", "u2"),
        ("TỔ TỰ QUẢN  CHIỀNG ÂN", "u3"),  # capitals decide nothing, the letters do
        ("CAMERA AN NINH", "u4"),
    ],
)
def test_an_initiative_is_found(initiatives: pd.DataFrame, written: str, found: str) -> None:
    assert find_initiative(initiatives, written) == found


@pytest.mark.parametrize(
    ("written", "candidates"),
    [
        ("Camera", ("Ánh sáng an ninh", "Camera an ninh")),  # Vietnamese order, not that of the table
        ("to tu quan chieng an", ("Tổ tự quản Chiềng An", "Tổ tự quản Chiềng Ân")),
    ],
)
def test_a_name_of_several_is_refused_with_the_list(
    initiatives: pd.DataFrame, written: str, candidates: tuple[str, ...]
) -> None:
    with pytest.raises(NameAmbiguous) as error:
        find_initiative(initiatives, written)
    assert error.value.fields == {"name": written, "candidates": candidates}


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("Camera an nin", "Camera an ninh"),  # a part of a name is no name
        ("Kamera anninh", "Camera an ninh"),
        ("dân cư", "Cụm dân cư an toàn phòng cháy chữa cháy"),
    ],
)
def test_a_name_of_none_is_refused_with_the_nearest(
    initiatives: pd.DataFrame, written: str, nearest: str
) -> None:
    with pytest.raises(NameUnknown) as error:
        find_initiative(initiatives, written)
    offered = error.value.fields["nearest"]
    assert isinstance(offered, tuple)
    assert offered[0] == nearest


@pytest.mark.parametrize("written", ["x", "", "  "])
def test_no_initiatives_at_all(written: str) -> None:
    empty = pd.DataFrame({"name": [], "short_name": [], "ext_key": []}, dtype="str")
    with pytest.raises(NameUnknown):
        find_initiative(empty, written)
