"""Columns that may decide a look, their titles, and the values of rows."""

from __future__ import annotations

import pandas as pd
import pytest

from exports.style_columns import (
    ChoiceKind,
    ValueNames,
    categories_of,
    choices,
    label_choices,
    label_texts,
    label_weights,
    numbers_of,
    order_of,
)
from layers.renderers import Labels
from layers.schema import LayerKind, empty, normalise


def by_column(found):
    return {choice.column: choice for choice in found}


def test_choices_have_titles_in_both_languages_and_no_empty_columns(bundle, vi, en) -> None:
    for words, status, title in ((vi, "Trạng thái", "Loại vụ việc"), (en, "Status", "Category")):
        sites = by_column(choices("clusters", bundle.sites, words))
        assert sites["status"].title == status
        assert sites["status"].kind is ChoiceKind.CATEGORY
        assert "teams" not in sites  # nobody stated any
        incidents = by_column(choices("incidents", bundle.incidents, words))
        assert incidents["category"].title == title
        assert incidents["category_top"].kind is ChoiceKind.CATEGORY
    villages = by_column(choices("villages", bundle.villages, vi))
    assert villages["households"].kind is ChoiceKind.NUMBER
    assert "personal" not in str(choices("incidents", bundle.incidents, vi))


def test_communes_offer_rates_to_shade_and_counts_to_draw(bundle, vi) -> None:
    found = by_column(choices(LayerKind.BOUNDARIES, bundle.coverage.communes, vi))
    assert found["villages_share"].kind is ChoiceKind.RATE
    assert found["incidents"].kind is ChoiceKind.COUNT
    assert found["incidents"].title == "Số vụ việc"
    # No count is offered as a rate, no rate as a circle.
    assert {choice.kind for choice in found.values() if choice.is_share} == {ChoiceKind.RATE}


def test_a_context_layer_offers_its_own_columns(vi) -> None:
    frame = pd.DataFrame(
        {"geom": [None], "Loại đường": ["QL"], "Số làn": [2.0], "Trống": [None]}, index=["1"]
    )
    found = by_column(choices("context", frame, vi))
    assert found["Loại đường"].kind is ChoiceKind.CATEGORY
    assert found["Số làn"].kind is ChoiceKind.NUMBER
    assert "Trống" not in found
    assert choices("raster", frame, vi) == ()


def test_every_column_of_a_full_table_can_be_chosen(vi) -> None:
    for kind, table in (
        ("sites", "sites"),
        ("clusters", "sites"),
        ("incidents", "incidents"),
        ("villages", "villages"),
    ):
        assert choices(kind, empty(table), vi) == ()
    rows = normalise(
        "sites", pd.DataFrame({"households_enrolled": [3, 1], "households_total": [4, 0]}, index=["a", "b"])
    )
    assert by_column(choices("sites", rows, vi))["households_share"].is_share
    assert numbers_of(rows, "households_share").tolist() == pytest.approx([0.75, float("nan")], nan_ok=True)


def test_missing_is_never_zero_or_a_word() -> None:
    rows = normalise(
        "sites",
        pd.DataFrame(
            {"teams": [0, None], "status": ["active", "ended"], "rating": ["good", None]}, index=["a", "b"]
        ),
    )
    assert numbers_of(rows, "teams").tolist() == pytest.approx([0.0, float("nan")], nan_ok=True)
    assert categories_of(rows, "rating").tolist() == ["good", None]
    assert categories_of(rows, "gone").tolist() == [None, None]
    words = pd.DataFrame({"x": ["12", "abc", None]})
    assert numbers_of(words, "x").tolist() == pytest.approx([12.0, float("nan"), float("nan")], nan_ok=True)


def test_values_read_in_words(vi, en) -> None:
    initiatives = pd.DataFrame({"name": ["Cụm"]}, index=["i1"])
    names = ValueNames(initiatives)
    assert names.text("initiative_id", "i1", vi) == "Cụm"
    assert names.text("initiative_id", "gone", vi) == "gone"
    assert names.text("status", "active", vi) == "Đang hoạt động"
    assert (names.text("position", "village", en), names.text("verified", "true", vi)) == ("By village", "Có")
    assert names.text("category_top", "fire", vi) == "Cháy"
    assert names.text("field", "order", en) == "Social order and safety"
    assert names.text("lead_unit", "PC07", vi) == "PC07"
    assert order_of("status")[0] == "planned"
    assert order_of("lead_unit") == ()


def test_names_and_how_important_they_are(bundle, vi) -> None:
    assert label_choices("villages", bundle.villages, vi)[0].column == "name"
    rows = pd.DataFrame({"name": ["Bản A", None], "population": [None, 40.0], "households": [9.0, None]})
    assert label_texts(Labels(True), rows).tolist() == ["Bản A", ""]
    assert label_texts(Labels(True, "gone"), rows) is None
    assert label_weights(Labels(True), rows, "villages").tolist() == [9.0, 40.0]
    assert label_weights(Labels(True, priority="households"), rows, "villages").tolist() == [9.0, -1.0]
