"""A name in a filter means exactly one thing, or is refused with what it may have meant."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from cli.filters import find_category
from layers.commands import set_filters
from layers.errors import NameUnknown
from layers.filters import Filters
from layers.io.workspace_file import open_workspace, save_workspace


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


@pytest.fixture
def filtered(sample: Path) -> Path:
    """Return a workspace in which the analyst has filtered: fires in one commune."""
    document = open_workspace(sample)
    document.execute(set_filters(document, Filters(categories=("fire",), communes=("03724",))))
    save_workspace(document, sample, force=True)
    return sample


def test_the_filters_of_the_document_hold_as_in_the_window(run, filtered: Path) -> None:
    done = run("coverage", filtered, "--json")
    assert done.code == 0, done.err
    (row,) = json.loads(done.out)["communes"]
    assert row["code"] == "03724"
    assert "Bộ lọc: Cháy · Xã Bình Thuận." in run("coverage", filtered).out


def test_the_command_line_stands_before_the_document(run, filtered: Path) -> None:
    asked = json.loads(run("coverage", filtered, "--category", "traffic", "--json").out)
    (row,) = asked["communes"]
    incidents = open_workspace(filtered).frame("incidents")
    here = incidents["commune_code"].eq("03724") & incidents["position"].ne("exact")
    assert row["incidents"] >= (here & incidents["category"].eq("traffic")).sum()
    assert "Tai nạn giao thông" in run("coverage", filtered, "--category", "traffic").out
    whole = json.loads(run("coverage", filtered, "--no-filters", "--json").out)
    assert len(whole["communes"]) == 75
