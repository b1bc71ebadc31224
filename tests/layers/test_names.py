from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.names import Era, parse_name, plain_key, toned_key
from layers.registers import VINTAGES, Register

NAMES = sorted({unit.name for vintage in VINTAGES for unit in Register.load().units(vintage)})


@pytest.mark.parametrize("other", ["liên hòa", "LIÊN HOÀ", "Liên  Hòa ", "Liên-Hoà", "LiênHòa"])
def test_case_spaces_signs_and_the_place_of_the_tone_do_not_matter(other: str) -> None:
    assert toned_key(other) == toned_key("Liên Hoà")


@pytest.mark.parametrize(
    ("left", "right"),
    [("Chiềng An", "Chiềng Ân"), ("Mường Sại", "Mường Sai"), ("Chiềng Đông", "Chiềng Dong")],
)
def test_tones_and_marks_matter_with_tones_and_not_without(left: str, right: str) -> None:
    assert toned_key(left) != toned_key(right)
    assert plain_key(left) == plain_key(right)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(["NFC", "NFD"]), st.sampled_from([str.upper, str.lower, str]))
def test_keys_are_the_same_in_every_form_and_case(name: str, form: str, case: object) -> None:
    written = unicodedata.normalize(form, case(name))  # type: ignore[operator,arg-type]
    assert toned_key(written) == toned_key(name)
    assert plain_key(written) == plain_key(name)
    assert parse_name(f"Xã {written}").name == unicodedata.normalize("NFC", case(name))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "name", "unit_type"),
    [
        ("Xã Mường Lèo", "Mường Lèo", "xa"),
        ("xa muong leo", "muong leo", "xa"),
        ("X.Mường Lèo", "Mường Lèo", "xa"),
        ("X. Mường Lèo", "Mường Lèo", "xa"),
        ("P Tô Hiệu", "Tô Hiệu", "phuong"),
        ("P.Tô Hiệu", "Tô Hiệu", "phuong"),
        ("Phường Tô Hiệu", "Tô Hiệu", "phuong"),
        ("TT Hát Lót", "Hát Lót", "thi_tran"),
        ("T.T. Hát Lót", "Hát Lót", "thi_tran"),
        ("thị trấn NT Mộc Châu", "NT Mộc Châu", "thi_tran"),
        ("Pắc Ngà", "Pắc Ngà", None),
        ("Pá Ma Pha Khinh", "Pá Ma Pha Khinh", None),
        ("Xím Vàng", "Xím Vàng", None),
        ("Tô Hiệu", "Tô Hiệu", None),
        ("Bản Lầm", "Bản Lầm", None),
        ("Huy Hạ", "Huy Hạ", None),
        ("", "", None),
        (" ( ) ", "", None),
    ],
)
def test_the_kind_is_taken_off_and_nothing_else(text: str, name: str, unit_type: str | None) -> None:
    written = parse_name(text)
    assert (written.name, written.unit_type) == (name, unit_type)


def test_an_address_is_taken_apart() -> None:
    written = parse_name("Bản Nà Hát, xã Mường Bám, huyện Thuận Châu, tỉnh Sơn La")
    assert (written.name, written.district, written.hints) == ("Mường Bám", "Thuận Châu", ())


def test_what_stands_in_brackets_is_a_hint() -> None:
    assert parse_name("Chiềng Chung (Mai Sơn)").hints == ("Mai Sơn",)
    assert parse_name("Phổng Lái (nay là xã Bình Thuận)").hints == ("Bình Thuận",)


def test_old_and_new_belong_to_the_name_they_stand_at() -> None:
    assert parse_name("xã Phổng Lái cũ").era is Era.OLD
    assert parse_name("xã Phổng Lái (cũ)").era is Era.OLD
    assert parse_name("Mai Sơn (mới)").era is Era.NEW
    assert parse_name("Xã Mai Sơn (Cò Nòi cũ)").era is None
