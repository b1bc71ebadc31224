"""Texts of cells and the order of columns, with answers by hand."""

from __future__ import annotations

import numpy as np
import pytest

from gui.table.values import number_text, sorted_places
from layers.schema import LayerKind
from layers.words import Words

from .toy_rows import rows_of, toy_workspace


@pytest.fixture(scope="module")
def workspace():
    return toy_workspace()


def texts(workspace, name: str, words: Words, kind: LayerKind = LayerKind.SITES) -> list[str]:
    source = rows_of(workspace, kind, words)
    column = next(column for column in source.columns if column.name == name)
    return source.reader(column).texts(np.arange(len(source.frame)))


def order(workspace, name: str, words: Words, *, is_down: bool = False) -> str:
    source = rows_of(workspace, LayerKind.SITES, words)
    column = next(column for column in source.columns if column.name == name)
    keys = source.reader(column).order
    return "".join(source.ids(sorted_places(np.arange(len(source.frame)), [(keys, is_down)])))


def test_the_unknown_is_empty_and_zero_is_zero(workspace, vi: Words) -> None:
    assert texts(workspace, "teams", vi) == ["3", "", "10", "0", "3", "1"]
    assert texts(workspace, "cost", vi) == ["1.234,5", "0", "", "2", "", "2"]


def test_every_column_can_be_read_and_sorted(workspace, vi: Words) -> None:
    for kind in (LayerKind.SITES, LayerKind.INCIDENTS, LayerKind.VILLAGES):
        source = rows_of(workspace, kind, vi)
        places = np.arange(len(source.frame))
        for column in source.columns:
            reader = source.reader(column)
            assert [reader.text(int(place)) for place in places] == reader.texts(places)
            assert len(reader.order) == len(places)
    assert texts(workspace, "id", vi) == list("abcdef")


def test_dates_say_what_is_known_of_them(workspace, vi: Words) -> None:
    assert texts(workspace, "founded_on", vi) == ["25/06/2025", "10/2023", "2022", "", "", "03/02/2024"]


def test_lists_are_told_in_the_words_of_the_language(workspace, vi: Words, en: Words) -> None:
    assert texts(workspace, "rating", vi) == ["Yếu", "Tốt", "", "Tốt", "Khá", "Tốt"]
    assert texts(workspace, "status", en)[:4] == ["Active", "Planned", "Active", "Ended"]
    assert texts(workspace, "leader_trained", vi)[2:4] == ["Có", "Không"]
    assert texts(workspace, "initiative_id", vi)[1:3] == ["Tự quản", "Cụm PCCC"]
    assert texts(workspace, "initiative_id", vi)[4] == ""


def test_a_category_says_its_two_levels(workspace, vi: Words) -> None:
    told = texts(workspace, "category", vi, LayerKind.INCIDENTS)
    assert told == ["Cháy rừng", "Tội phạm về trật tự xã hội – Trộm cắp tài sản"]


def test_kept_columns_of_a_sheet_are_readable(workspace, vi: Words) -> None:
    assert texts(workspace, "extra", vi, LayerKind.INCIDENTS) == ["Cột lạ: 1; Có", ""]


def test_text_is_sorted_in_vietnamese_and_the_unknown_comes_last(workspace, vi: Words) -> None:
    # An Ăn Dương Đông Em –
    assert order(workspace, "name", vi) == "cbfdae"
    assert order(workspace, "name", vi, is_down=True) == "adfbce"


def test_numbers_dates_and_lists_are_sorted_as_such(workspace, vi: Words) -> None:
    assert order(workspace, "teams", vi) == "dfaecb"
    assert order(workspace, "teams", vi, is_down=True) == "caefdb"
    assert order(workspace, "founded_on", vi) == "cbfade"
    # As the list stands: Tốt, Khá, Trung bình, Yếu; equal ones as they stood.
    assert order(workspace, "rating", vi) == "bdfeac"


def test_a_second_column_decides_between_equal_ones(workspace, vi: Words) -> None:
    source = rows_of(workspace, LayerKind.SITES, vi)
    columns = {column.name: column for column in source.columns}
    keys = [(source.reader(columns["rating"]).order, False), (source.reader(columns["name"]).order, True)]
    assert "".join(source.ids(sorted_places(np.arange(6), keys))) == "dfbeac"


def test_a_number_has_the_decimals_it_needs(vi: Words) -> None:
    assert [number_text(v, vi) for v in (11.0, 0.4, 0.1 + 0.2, 1234.5678)] == [
        "11",
        "0,4",
        "0,3",
        "1.234,568",
    ]


def test_what_may_be_chosen_leaves_out_what_is_no_longer_used(vi: Words) -> None:
    workspace = toy_workspace()
    from layers.commands import change_cells

    key = "rating/weak"
    workspace.execute(change_cells(workspace, "vocabulary", {key: {"retired": True}}))
    source = rows_of(workspace, LayerKind.SITES, vi)
    rating = next(column for column in source.columns if column.name == "rating")
    assert "weak" not in dict(source.lists.offered(rating))
    assert source.reader(rating).text(0) == "Yếu"
