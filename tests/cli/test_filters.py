"""A name in a filter means exactly one thing, or is refused with what it may have meant."""

from __future__ import annotations

import pandas as pd
import pytest

from cli.filters import find_category
from layers.errors import NameUnknown


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
    assert [find_category(word, vocabulary, "vi") for word in ("fire.forest", "cháy", "Forest Fire")] == [
        "fire.forest",
        "fire",
        "fire.forest",
    ]
    with pytest.raises(NameUnknown) as error:
        find_category("good", vocabulary, "vi")
    assert set(error.value.fields["nearest"]) == {"Cháy", "Cháy rừng"}  # type: ignore[call-overload]
