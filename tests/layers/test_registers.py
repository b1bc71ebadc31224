from __future__ import annotations

import unicodedata
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.errors import BadParameter
from layers.names import plain_key, toned_key
from layers.registers import CURRENT, VINTAGES, Register, Unit


def meanings(register: Register, text: object, **options: str | None) -> set[tuple[str, str]]:
    return {(m.full_name, m.vintage) for m in register.resolve(text, **options).matches}


# -- facts ----------------------------------------------------------------------------------------------


def test_the_three_vintages_have_their_units(register: Register) -> None:
    assert [register.count(vintage) for vintage in VINTAGES] == [204, 200, 75]
    kinds = register.communes()["unit_type"].value_counts().to_dict()
    assert kinds == {"xa": 67, "phuong": 8}
    assert register.communes("2025-02")["unit_type"].value_counts().to_dict() == {
        "xa": 177,
        "phuong": 15,
        "thi_tran": 8,
    }


def test_the_sums_are_those_of_the_sources(register: Register) -> None:
    communes = register.communes()
    assert communes["area_km2"].sum() == pytest.approx(14_108.89)
    assert communes["population"].sum() == 1_404_587
    assert communes.index.is_unique
    assert communes.index.is_monotonic_increasing
    assert (communes.index.str.len() == 5).all()
    assert communes["lon"].between(103.1, 105.1).all()
    assert communes["lat"].between(20.5, 22.1).all()


def test_repaired_figures_and_empty_seats(register: Register) -> None:
    communes = register.communes()
    repaired = {"03757": 24570, "03781": 14560, "03814": 21010, "03892": 6720, "03997": 18380}
    assert communes.loc[list(repaired), "population"].to_dict() == repaired
    empty = communes.index[communes["seat"].isna()]
    assert communes.loc[empty, "name"].tolist() == ["Mường É", "Chiềng Lao", "Lóng Sập", "Lóng Phiêng"]
    assert not communes["seat"].str.contains("\n", na=False).any()


def test_text_is_composed(register: Register) -> None:
    texts = [t for v in VINTAGES for u in register.units(v) for t in (u.name, u.district, *u.spellings)]
    assert all(unicodedata.is_normalized("NFC", text) and text == text.strip() for text in texts)


def test_every_successor_is_a_commune_of_today(register: Register) -> None:
    today = set(register.communes().index)
    for vintage in VINTAGES:
        reached = {code for unit in register.units(vintage) for code in unit.successors[:1]}
        assert reached == today
        assert {code for unit in register.units(vintage) for code in unit.successors} == today


def test_every_commune_of_today_holds_the_unit_whose_code_it_took(register: Register) -> None:
    for unit in register.units():
        former = register.unit(unit.code, "2025-02")
        assert former is not None
        assert former.successors == (unit.code,)


def test_the_200_are_the_204_less_seven_absorbed_plus_three_new(register: Register) -> None:
    before = {unit.code for unit in register.units("2024-12")}
    after = {unit.code for unit in register.units("2025-02")}
    names = {register.unit(code, "2024-12").name for code in before - after}  # type: ignore[union-attr]
    assert names == {"Chiềng Ly", "Phù Yên", "Huy Bắc", "Tân Hợp", "Qui Hướng", "Tà Lai", "Yên Châu"}
    assert {register.unit(code, "2025-02").name for code in after - before} == {  # type: ignore[union-attr]
        "Mộc Lỵ",
        "Bình Minh",
        "Cờ Đỏ",
    }


def test_split_towns_keep_all_successors(register: Register) -> None:
    assert register.successors("03979", "2024-12") == ("03979", "03980")
    assert register.successors("03982", "2024-12") == ("03982", "04000", "03980", "04033")
    walk = register.crosswalk("2024-12")
    assert walk.groupby("old_code")["new_code"].first().loc["03982"] == "03982"
    assert set(walk.loc[walk["split"], "old_code"]) == {"03979", "03982"}
    assert len(walk) == 204 + 1 + 3
    assert register.crosswalk("2025-02")["split"].sum() == 0


def test_districts_and_frames_of_older_vintages(register: Register) -> None:
    assert len(register.districts()) == 12
    assert register.communes().loc["03985", "district"] == "Thị xã Mộc Châu, Huyện Vân Hồ"
    old = register.communes("2024-12")
    assert old["population"].isna().all()
    assert old["population"].dtype == pd.Int64Dtype()
    assert register.successors("99999", "2024-12") == ()


def test_an_unknown_vintage_is_refused(register: Register) -> None:
    with pytest.raises(BadParameter):
        register.communes("2019")
    with pytest.raises(BadParameter):
        register.resolve("Mường Bú", vintage="2019")


# -- names ----------------------------------------------------------------------------------------------


def test_every_name_resolves_to_itself_in_its_vintage(register: Register) -> None:
    for vintage in VINTAGES:
        for unit in register.units(vintage):
            found = register.resolve(unit.full_name, vintage=vintage, district=unit.district.split(",")[0])
            assert unit.code in {match.code for match in found.matches}, unit
            assert {toned_key(match.name) for match in found.matches} == {toned_key(unit.name)}
            assert not found.contradicted


def test_the_names_of_today_are_unique_without_tones(register: Register) -> None:
    keys = [plain_key(unit.name) for unit in register.units()]
    assert len(set(keys)) == 75
    assert all(register.resolve(u.name, vintage=CURRENT).unique == u.code for u in register.units())


TRAPS = [
    ("Chiềng An", "Chiềng Ân"),
    ("Chiềng Ơn", "Chiềng On"),
    ("Mường Sại", "Mường Sai"),
    ("Mường Bang", "Mường Bằng"),
    ("Chiềng Hắc", "Chiềng Hặc"),
    ("Chiềng Đông", "Chiềng Dong"),
]


@pytest.mark.parametrize(("left", "right"), TRAPS)
def test_tones_decide_where_they_are_written_and_are_asked_for_where_not(
    register: Register, left: str, right: str
) -> None:
    for name, other in ((left, right), (right, left)):
        found = register.resolve(name)
        assert {match.name for match in found.matches} == {name}
        assert all(match.why in ("exact", "old_name") for match in found.matches)
        assert found.unique is not None
        assert found.unique != register.resolve(other).unique
    plain = register.resolve(plain_key(left))
    assert {match.name for match in plain.matches} == {left, right}
    assert all(match.why == "without_tones" for match in plain.matches)
    assert plain.unique is None
    assert len(plain.codes) == 2


def test_a_kind_without_tones_does_not_choose_between_two_names(register: Register) -> None:
    assert register.resolve("xa chieng an").unique is None
    assert register.resolve("phuong chieng an").unique is None


def test_hat_lot_is_a_town_and_a_commune(register: Register) -> None:
    assert meanings(register, "Hát Lót") == {("Thị trấn Hát Lót", "2025-02"), ("Xã Hát Lót", "2025-02")}
    assert meanings(register, "thị trấn Hát Lót") == {("Thị trấn Hát Lót", "2025-02")}
    assert meanings(register, "xã Hát Lót") == {("Xã Hát Lót", "2025-02")}
    assert register.resolve("Hát Lót").unique == "04105"  # both are in xã Mai Sơn today


def test_chieng_chung_needs_its_district(register: Register) -> None:
    both = register.resolve("Chiềng Chung")
    assert both.unique is None
    assert both.codes == ("04000", "04117")
    assert register.resolve("Chiềng Chung (Mai Sơn)").unique == "04117"
    assert register.resolve("xã Chiềng Chung, huyện Mai Sơn").unique == "04117"
    assert register.resolve("Chiềng Chung - TX Mộc Châu").unique == "04000"
    assert register.resolve("Chiềng Chung", district="huyen mai son").unique == "04117"
    assert register.resolve("Chiềng Chung", vintage="2024-12").unique == "04117"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("xã Phổng Lái cũ", "03724"),
        ("Phổng Lái (nay là xã Bình Thuận)", "03724"),
        ("Xã Mai Sơn (Cò Nòi cũ)", "04105"),
        ("X.Mường Lèo", "04240"),
        ("PHƯỜNG TÔ HIỆU", "03646"),
        (unicodedata.normalize("NFD", "Phường Tô Hiệu"), "03646"),
        ("to hieu, Sơn La", "03646"),
        ("Bản Nà Hát, xã Mường Bám, tỉnh Sơn La", "03760"),
        ("ChiềngCơi", "03670"),
        ("Liên Hoà", "04006"),
        ("Nông trường Mộc Châu", None),
        ("Qui Hướng", "04000"),
        ("Quy Hướng", "04000"),
        ("Sơn La", None),
        ("Hà Nội", None),
        ("", None),
    ],
)
def test_what_people_write(register: Register, text: str, code: str | None) -> None:
    assert register.resolve(text).unique == code


def test_missing_cells_resolve_to_nothing(register: Register) -> None:
    assert register.resolve(None).matches == ()
    assert register.resolve(float("nan")).matches == ()


def test_a_name_of_today_that_was_also_the_name_of_a_split_town_is_asked(register: Register) -> None:
    found = register.resolve("Mộc Châu")
    assert {(m.full_name, m.why) for m in found.matches} == {
        ("Phường Mộc Châu", "exact"),
        ("Thị trấn Mộc Châu", "old_name"),
    }
    assert found.unique is None
    assert register.resolve("Mộc Châu", vintage=CURRENT).unique == "03980"
    assert register.resolve("Phường Mộc Châu").unique == "03980"
    assert register.resolve("Thị trấn Mộc Châu").codes == ("03979", "03980")


def test_a_name_that_kept_its_place_is_not_asked(register: Register) -> None:
    found = register.resolve("Mường Bú")
    assert {m.vintage for m in found.matches} == {CURRENT, "2025-02"}
    assert found.unique == "03847"


def test_a_recorded_spelling_comes_after_the_names(register: Register) -> None:
    assert register.resolve("Chiềng Sơ").unique == "04195"  # the census of 2009 calls Phổng Lăng so as well
    found = register.resolve("Chiềng Sơ", district="Thuận Châu")
    assert [(m.name, m.current_codes) for m in found.matches] == [("Phổng Lăng", ("03721",))]


@pytest.mark.parametrize("district", ["Mường La", "H. Mường La", "-", " ", "Tỉnh Sơn La", "Sơn La", None])
def test_a_district_column_that_fits_or_says_nothing(register: Register, district: str | None) -> None:
    assert register.resolve("Mường Bú", district=district).unique == "03847"


@pytest.mark.parametrize("district", ["Mai Sơn", "TP Sơn La", "Điện Biên"])
def test_a_district_column_that_does_not_fit(register: Register, district: str) -> None:
    found = register.resolve("Mường Bú", district=district)
    assert found.contradicted
    assert found.unique is None


UNITS = [unit for vintage in VINTAGES for unit in Register.load().units(vintage)]


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(UNITS),
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from([str.upper, str.lower, str.title]),
    st.sampled_from(["{}", "  {} ", "{}, tỉnh Sơn La", "Bản Mới, {}"]),
)
def test_the_way_of_writing_does_not_change_the_meaning(
    unit: Unit, form: str, case: Any, pattern: str
) -> None:
    register = Register.load()
    plain = register.resolve(unit.full_name)
    written = register.resolve(pattern.format(unicodedata.normalize(form, case(unit.full_name))))
    assert written.codes == plain.codes
    assert set(unit.successors) <= set(plain.codes)


def test_a_contradiction_is_asked_even_when_one_name_fits(register: Register) -> None:
    found = register.resolve("Phổng Lái (Mai Sơn)")
    assert found.contradicted
    assert found.codes == ("03724",)
    assert found.unique is None


def test_old_is_believed_even_in_a_sheet_of_today(register: Register) -> None:
    assert register.resolve("Phổng Lái", vintage=CURRENT).matches == ()
    assert register.resolve("Phổng Lái cũ", vintage=CURRENT).unique == "03724"


def test_nearest_names_for_what_fits_nothing(register: Register) -> None:
    assert "Phường Chiềng Cơi" in register.nearest("Chiềng Cợii")
    assert register.nearest("zzzz") == ()


# -- codes ----------------------------------------------------------------------------------------------


def test_a_code_without_vintage_has_all_its_meanings(register: Register) -> None:
    assert meanings(register, "03664") == {("Phường Chiềng An", CURRENT), ("Xã Chiềng Xôm", "2025-02")}
    assert meanings(register, "03664", vintage="2025-02") == {("Xã Chiềng Xôm", "2025-02")}
    assert all(match.why == "code" for match in register.resolve("03664").matches)
    assert register.resolve("03979").unique is None  # a town of two communes in 2024


@pytest.mark.parametrize("code", ["03664", 3664, "3664", "03664.0", " 03664 ", 3664.0])
def test_a_code_that_lost_its_zero_is_found(register: Register, code: object) -> None:
    assert register.resolve(code, vintage=CURRENT).unique == "03664"


def test_code_and_name_together_must_agree(register: Register) -> None:
    assert register.resolve("03646 - Phường Tô Hiệu").unique == "03646"
    wrong = register.resolve("03646 - Xã Mai Sơn")
    assert wrong.contradicted
    assert wrong.unique is None
    assert register.resolve("12345").matches == ()
