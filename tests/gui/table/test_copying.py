"""What goes to Excel keeps its kind: codes their zeros, dates their days; nothing becomes a formula."""

from __future__ import annotations

import numpy as np
import pytest

from gui.table.copying import Copied, copied
from layers import commands
from layers.schema import LayerKind
from layers.words import Words

from .toy_rows import rows_of, toy_workspace


@pytest.fixture(scope="module")
def copy():
    workspace = toy_workspace()

    def make(words: Words, names: list[str], places: list[int], **given) -> Copied:
        source = rows_of(workspace, LayerKind.SITES, words)
        known = {column.name: column for column in source.columns}
        return copied(source, [known[name] for name in names], np.array(places), words, **given)

    return make


def test_rows_and_columns_stand_as_shown_under_their_headings(copy, vi: Words) -> None:
    made = copy(vi, ["status", "name"], [1, 0])
    assert made.text == "Trạng thái\tTên điểm\r\nDự kiến\tĂn\r\nĐang hoạt động\tEm\r\n"
    assert made.rows == 2
    assert "<th>Trạng thái</th><th>Tên điểm</th>" in made.html


def test_headings_may_stay_away(copy, vi: Words) -> None:
    made = copy(vi, ["name"], [0], has_headings=False)
    assert made.text == "Em\r\n"
    assert "<th>" not in made.html


def test_a_code_keeps_its_zeros_and_a_number_its_value(copy, vi: Words) -> None:
    assert '<td class=t x:str="00042">00042</td>' in copy(vi, ["ext_key"], [5]).html
    assert '<td class=r x:num="1234.5">1.234,5</td>' in copy(vi, ["cost"], [0]).html


def test_a_time_of_day_is_read_as_is_usual_and_copied_as_excel_reads_it(vi: Words, en: Words) -> None:
    workspace = toy_workspace()
    times = {"i": {"happened_time": "04:50"}}
    workspace.execute(commands.change_cells(workspace, "incidents", times))
    for words, shown in ((vi, "04h50"), (en, "04:50")):
        source = rows_of(workspace, LayerKind.INCIDENTS, words)
        column = next(column for column in source.columns if column.name == "happened_time")
        places = source.frame.index.get_indexer(["i", "j"])
        assert source.reader(column).texts(places) == [shown, ""]
        made = copied(source, [column], places, words, has_headings=False)
        assert made.text == "04:50\r\n\r\n"
        # 4 hours 50 minutes are 290 of the 1440 minutes of a day.
        assert f'<td class=h x:num="{290 / 1440:.15g}">04:50</td>' in made.html


def test_a_date_is_one_only_where_the_day_is_known(copy, vi: Words) -> None:
    html = copy(vi, ["founded_on"], [0, 1, 2, 3]).html
    # 25 June 2025 is day 45833 of Excel.
    assert '<td class=d x:num="45833">25/06/2025</td>' in html
    assert '<td class=t x:str="10/2023">10/2023</td>' in html
    assert '<td class=t x:str="2022">2022</td>' in html
    assert "<td></td>" in html


def test_the_unknown_is_an_empty_cell_and_zero_is_not(copy, vi: Words) -> None:
    made = copy(vi, ["teams"], [1, 3], has_headings=False)
    assert made.text == "\r\n0\r\n"
    assert '<td></td></tr><tr><td class=w x:num="0">0</td>' in made.html


def test_no_cell_becomes_a_formula_or_two_cells(copy, vi: Words) -> None:
    made = copy(vi, ["note"], [5], has_headings=False)
    assert made.text == "'=1+1 một hai\r\n"
    assert '<td class=t x:str="=1+1 một hai">=1+1<br>một<br>hai</td>' in made.html


def test_english_headings(copy, en: Words) -> None:
    assert copy(en, ["name", "cost"], [0]).text == "Name of the site\tCost\r\nEm\t1,234.5\r\n"
