"""Every column that is shown has a heading in both languages, and is edited only where it may be."""

from __future__ import annotations

import pandas as pd
import pytest

from layers.schema import TABLES, LayerKind, Precision, empty
from layers.table_columns import Form, TableColumn, columns_of
from layers.words import Words

KINDS = {
    LayerKind.SITES: "sites",
    LayerKind.CLUSTERS: "sites",
    LayerKind.INCIDENTS: "incidents",
    LayerKind.VILLAGES: "villages",
    LayerKind.CANDIDATES: "candidates",
    LayerKind.ZONES: "zones",
}


def columns(kind: LayerKind) -> dict[str, TableColumn]:
    return {column.name: column for column in columns_of(kind, KINDS[kind], empty(KINDS[kind]))}


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_of_the_schema_is_there_with_its_heading(kind: LayerKind, vi: Words, en: Words) -> None:
    made = columns(kind)
    for column in TABLES[KINDS[kind]].columns:
        if column.name == "geom" or column.choices is Precision or column.references == KINDS[kind]:
            assert column.name not in made
        else:
            assert made[column.name].title(vi)
            assert made[column.name].title(en)
    assert len({column.title(vi) for column in made.values()}) == len(made)


def test_the_two_layers_of_sites_begin_with_other_columns() -> None:
    sites, clusters = columns(LayerKind.SITES), columns(LayerKind.CLUSTERS)
    assert set(sites) == set(clusters)
    assert sites["initiative_id"].is_shown
    assert not clusters["initiative_id"].is_shown
    assert clusters["extinguishers"].is_shown
    assert next(iter(clusters)) == "name"


def test_a_date_knows_the_column_of_its_precision() -> None:
    assert columns(LayerKind.SITES)["founded_on"].precision == "founded_precision"
    assert columns(LayerKind.SITES)["closed_on"].precision == ""
    assert "happened_precision" not in columns(LayerKind.INCIDENTS)


def test_what_is_personal_is_not_shown() -> None:
    description = columns(LayerKind.INCIDENTS)["description"]
    assert description.is_personal
    assert not description.is_shown


def test_what_the_program_fills_is_not_edited() -> None:
    made = columns(LayerKind.SITES)
    closed = {name for name, column in made.items() if not column.is_editable}
    assert closed == {
        *("id", "extra", "source_id", "source_row", "rev", "changed_at", "changed_by"),
        *("lat", "lon", "x", "y", "position", "position_m", "position_text", "commune_text"),
        *("commune_code_at", "counts", "to_check"),
    }
    assert made["status"].is_required
    assert made["status"].choices[0] == "planned"


def test_a_layer_brought_along_shows_its_own_columns() -> None:
    frame = pd.DataFrame(
        {"Tên đường": pd.array(["QL6"], "str"), "Dài": [1.5], "geom": pd.Series([None], dtype=object)},
        index=pd.Index(["a"], dtype="str", name="id"),
    )
    made = {column.name: column for column in columns_of(LayerKind.CONTEXT, "context_duong", frame)}
    assert made["Dài"].form is Form.REAL
    assert made["Tên đường"].title(Words.load("vi")) == "Tên đường"
    assert made["Tên đường"].is_shown
    assert made["Tên đường"].is_editable
    assert not made["id"].is_shown
    assert "geom" not in made
