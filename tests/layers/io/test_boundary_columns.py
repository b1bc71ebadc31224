from __future__ import annotations

import pandas as pd
import pytest

from layers.io.boundary_columns import recognise
from layers.registers import CURRENT, VINTAGES, Register


def table(register: Register, vintage: str = CURRENT) -> pd.DataFrame:
    units = register.units(vintage)
    columns = {
        "c1": [unit.code for unit in units],
        "c2": [unit.name for unit in units],
        "c3": [unit.full_name for unit in units],
        "c4": [unit.district for unit in units],
        "c5": [unit.full_name.removesuffix(unit.name).strip() for unit in units],
        "c6": [str(1000 + number) for number in range(len(units))],
        "c7": ["ghi chú"] * len(units),
    }
    return pd.DataFrame(columns, dtype="str")


@pytest.mark.parametrize("vintage", VINTAGES)
@pytest.mark.parametrize("columns", [["c1"], ["c6", "c1", "c7"], ["c7", "c3", "c2", "c1"]])
def test_codes_are_found_and_their_vintage(register: Register, vintage: str, columns: list[str]) -> None:
    found = recognise(table(register, vintage)[columns], register)
    assert found is not None
    assert (found.vintage, found.code_column) == (vintage, "c1")
    assert [min(codes) for codes in found.meanings] == [unit.code for unit in register.units(vintage)]


@pytest.mark.parametrize("vintage", VINTAGES)
@pytest.mark.parametrize("columns", [["c3", "c4"], ["c7", "c2", "c4", "c5"]])
def test_names_are_found_with_kind_and_district(register: Register, vintage: str, columns: list[str]) -> None:
    found = recognise(table(register, vintage)[columns], register)
    assert found is not None
    assert found.vintage == vintage
    assert found.code_column is None
    assert [set(codes) for codes in found.meanings] == [{unit.code} for unit in register.units(vintage)]


def test_lost_zeros_other_spellings_and_rows_that_are_no_commune(register: Register) -> None:
    cells = table(register)[["c1", "c2"]]
    cells["c1"] = cells["c1"].str.lstrip("0")
    cells = pd.concat([cells, pd.DataFrame({"c1": ["99999"], "c2": ["Hồ Thủy điện"]})], ignore_index=True)
    found = recognise(cells, register)
    assert found is not None
    assert found.matched == 75
    assert found.meanings[-1] == frozenset()
    assert found.labels[-1] == "Hồ Thủy điện"


def test_two_rows_of_one_name_stay_doubtful_without_district(register: Register) -> None:
    cells = table(register, "2025-02")[["c2"]]
    found = recognise(cells, register)
    assert found is not None
    doubtful = {found.labels[row] for row, codes in enumerate(found.meanings) if len(codes) > 1}
    assert doubtful == {"Chiềng Chung", "Hát Lót"}


def test_a_doubtful_row_is_settled_when_the_other_is_certain(register: Register) -> None:
    cells = table(register, "2025-02")[["c2"]]
    cells.loc[cells["c2"] == "Hát Lót", "c2"] = ["Thị trấn Hát Lót", "Hát Lót"]
    found = recognise(cells, register)
    assert found is not None
    settled = [codes for codes, label in zip(found.meanings, found.labels, strict=True) if "Hát Lót" in label]
    assert settled == [{"04105"}, {"04135"}]


def test_code_and_name_that_disagree_are_told(register: Register) -> None:
    cells = table(register)[["c1", "c3"]]
    cells.loc[[0, 1], "c3"] = cells.loc[[1, 0], "c3"].to_numpy()
    found = recognise(cells, register)
    assert found is not None
    assert found.disagreeing == ("Phường Chiềng An", "Phường Tô Hiệu")
    assert found.meanings[0] == {"03646"}


def test_a_table_without_codes_or_names_is_not_recognised(register: Register) -> None:
    assert recognise(table(register)[["c4", "c5", "c7"]], register) is None
    assert recognise(table(register).head(3), register) is None
    assert recognise(pd.DataFrame(index=range(75)), register) is None
