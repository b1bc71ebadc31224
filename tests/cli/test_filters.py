"""A name in a filter means exactly one thing, or is refused with what it may have meant."""

from __future__ import annotations

import pandas as pd
import pytest

from cli.filters import find_category, find_initiative
from layers.errors import NameAmbiguous, NameUnknown


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
        ("cum dan cu an toan pccc", "u1"),
        ("Tổ tự quản Chiềng An", "u2"),
        ("tổ tự quản chiềng ân", None),  # without capitals only the letters count, and these fit two
        ("CAMERA AN NINH", "u4"),
    ],
)
def test_an_initiative_is_found(initiatives: pd.DataFrame, written: str, found: str | None) -> None:
    if found is None:
        with pytest.raises(NameAmbiguous):
            find_initiative(written, initiatives)
    else:
        assert find_initiative(written, initiatives) == found


def test_a_name_of_several_is_refused_with_the_list(initiatives: pd.DataFrame) -> None:
    with pytest.raises(NameAmbiguous) as error:
        find_initiative("Camera", initiatives)
    assert error.value.fields["candidates"] == ("Camera an ninh", "Ánh sáng an ninh")


def test_a_name_of_none_is_refused_with_the_nearest(initiatives: pd.DataFrame) -> None:
    with pytest.raises(NameUnknown) as error:
        find_initiative("Camera an nin", initiatives)
    nearest = error.value.fields["nearest"]
    assert isinstance(nearest, tuple)
    assert nearest[0] == "Camera an ninh"


def test_no_initiatives_at_all() -> None:
    empty = pd.DataFrame({"name": [], "short_name": [], "ext_key": []}, dtype="str")
    with pytest.raises(NameUnknown):
        find_initiative("x", empty)


def test_a_category_is_found_by_code_or_name() -> None:
    vocabulary = pd.DataFrame(
        {
            "list": ["incident_category", "incident_category", "rating"],
            "code": ["fire", "fire.forest", "good"],
            "vi": ["Cháy", "Cháy rừng", "Tốt"],
            "en": ["Fire", "Forest fire", "Good"],
        },
        dtype="str",
    )
    assert [find_category(word, vocabulary) for word in ("fire.forest", "cháy", "Forest Fire")] == [
        "fire.forest",
        "fire",
        "fire.forest",
    ]
    with pytest.raises(NameUnknown):
        find_category("good", vocabulary)
