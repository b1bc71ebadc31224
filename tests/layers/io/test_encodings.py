from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.errors import EncodingWrong, FileDamaged
from layers.io.encodings import decode

TEXT = "Xã, phường;Mường Lèo;Đội chữa cháy rừng;Ặ ử ỹ ế ợ"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_unicode_is_recognised(encoding: str, told: str) -> None:
    decoded = decode((TEXT * 3).encode(encoding), path="a.csv")
    assert (decoded.text, decoded.encoding) == (TEXT * 3, told)


def test_windows_1258_is_decoded_and_composed(to_cp1258: Callable[[str], bytes]) -> None:
    decoded = decode(to_cp1258(TEXT), path="a.csv")
    assert (decoded.text, decoded.encoding) == (TEXT, "cp1258")


def test_decomposed_text_is_composed() -> None:
    assert decode(unicodedata.normalize("NFD", TEXT).encode(), path="a.csv").text == TEXT


def test_what_is_no_text_is_refused() -> None:
    for data in (b"\x00\x01\x02\x03" * 40, b"abc\x00def\x07", b"\xff\xfeA", b"abc \x81\x8a\x8d"):
        with pytest.raises(FileDamaged) as error:
            decode(data, path="a.csv")
        assert error.value.fields["path"] == "a.csv"


def test_a_named_encoding_wins_and_must_fit() -> None:
    assert decode("é".encode("latin-1"), path="a.csv", encoding="latin-1").text == "é"
    with pytest.raises(EncodingWrong):
        decode("Mường".encode(), path="a.csv", encoding="ascii")
    with pytest.raises(EncodingWrong):
        decode(b"abc", path="a.csv", encoding="tiếng Việt")


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60))
@settings(max_examples=50, deadline=None)
def test_any_text_in_utf8_comes_back_in_nfc(text: str) -> None:
    with_mark = decode(text.encode("utf-8-sig"), path="a.csv").text
    assert with_mark == unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
