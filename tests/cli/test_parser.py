"""A command line is read in both languages, and what is wrong with it is said in one sentence."""

from __future__ import annotations

import argparse
import datetime as dt

import pytest

from cli.filters import add_filters, check_together
from cli.parser import Parser, UsageError, a_pair, language_of, nearest, split_first_word
from layers.words import Words


@pytest.fixture
def parser(vi: Words) -> Parser:
    parser = Parser(vi, "app.py coverage", "…")
    parser.add_argument("workspace")
    parser.add_argument("--map", type=a_pair(vi))
    add_filters(parser)
    return parser


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ([], "Thiếu tham số: workspace."),
        (["w", "--nothing"], "Không có tham số: --nothing. Thêm --help để xem các tham số."),
        (["w", "x", "y"], "Không có tham số: x y. Thêm --help để xem các tham số."),
        (["w", "--radius-m"], "Tham số --radius-m thiếu giá trị."),
        (["w", "--initiative"], "Tham số --initiative thiếu giá trị."),
        (["w", "--radius-m", "far"], "Tham số --radius-m: “far” không phải số lớn hơn 0."),
        (["w", "--radius-m", "-3"], "Tham số --radius-m: “-3” không phải số lớn hơn 0."),
        (["w", "--radius-m", "nan"], "Tham số --radius-m: “nan” không phải số lớn hơn 0."),
        (["w", "--radius-m", "inf"], "Tham số --radius-m: “inf” không phải số lớn hơn 0."),
        (
            ["w", "--as-of", "31.3"],
            "Tham số --as-of: “31.3” không phải ngày. Viết 2026-03-31 hoặc 31/03/2026.",
        ),
        (
            ["w", "--as-of", "2026-02-30"],
            "Tham số --as-of: “2026-02-30” không phải ngày. Viết 2026-03-31 hoặc 31/03/2026.",
        ),
        (["w", "--map", "tên"], "Tham số --map: “tên” không đúng dạng cột=trường."),
        (["w", "--json=1"], "Lệnh viết chưa đúng. Xem cách viết: app.py coverage --help"),
    ],
)
def test_what_is_wrong_is_said(parser: Parser, line: list[str], said: str) -> None:
    with pytest.raises(UsageError) as error:
        parser.parse_args(line)
    assert str(error.value) == said


def test_a_choice_is_refused_with_the_list(parser: Parser) -> None:
    with pytest.raises(UsageError) as error:
        parser.parse_args(["w", "--by", "luck"])
    # The quoting of the list differs between versions of Python.
    assert str(error.value) == "Giá trị luck của --by không hợp lệ. Cho phép: unit, households, radius."


def test_what_argparse_says_newly_is_still_said_in_the_language(parser: Parser, vi: Words) -> None:
    with pytest.raises(UsageError) as error:
        parser.error("something nobody has seen before")
    assert str(error.value) == vi("usage.general", program="app.py coverage")


def test_an_option_is_never_guessed_from_its_beginning(parser: Parser) -> None:
    with pytest.raises(UsageError):
        parser.parse_args(["w", "--radius", "3000"])


def test_filters_are_read(parser: Parser) -> None:
    options = parser.parse_args(
        ["w", "--initiative", "a", "b", "--initiative", "c", "--as-of", "31/03/2026", "--from", "2026-01-01"]
    )
    assert options.initiative == ["a", "b", "c"]
    assert options.as_of == dt.date(2026, 3, 31)
    assert (options.start, options.end, options.layer, options.by) == (dt.date(2026, 1, 1), None, "all", None)


@pytest.mark.parametrize(
    "line",
    [["--radius-m", "3000", "--by", "unit"], ["--from", "2026-02-01", "--to", "2026-01-01"]],
)
def test_filters_that_contradict_each_other_are_refused(parser: Parser, vi: Words, line: list[str]) -> None:
    with pytest.raises(UsageError):
        check_together(parser.parse_args(["w", *line]), vi)
    check_together(parser.parse_args(["w", "--radius-m", "3000", "--by", "radius"]), vi)


def test_help_is_in_the_language(parser: Parser, vi: Words, en: Words) -> None:
    text = parser.format_help()
    assert text.startswith(vi("usage.prefix") + " app.py coverage")
    assert "usage" not in text
    assert "options:" not in text
    assert en("usage.prefix") in Parser(en, "app.py", "…").format_help()


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ([], "vi"), (["--lang", "en"], "en"), (["coverage", "w", "--lang=en"], "en"), (["--lang"], "vi"),
        (["--lang", "fr", "x"], "vi"),
    ],
)  # fmt: skip
def test_the_language_is_found_anywhere(line: list[str], language: str) -> None:
    assert language_of(line) == language


@pytest.mark.parametrize(
    ("line", "word", "rest"),
    [
        ([], None, []),
        (["--lang", "en"], None, ["--lang", "en"]),
        (["--lang", "en", "coverage", "w"], "coverage", ["--lang", "en", "w"]),
        (["coverage", "w", "--json"], "coverage", ["w", "--json"]),
        (["-h"], None, ["-h"]),
    ],
)
def test_the_first_word_is_found_behind_options(line: list[str], word: str | None, rest: list[str]) -> None:
    assert split_first_word(line) == (word, rest)


def test_the_nearest_word_is_found_without_tones() -> None:
    assert nearest("covrage", ["new", "coverage", "export"]) == ["coverage"]
    assert nearest("xyz", ["new", "coverage"]) in (["new"], ["coverage"])
    assert nearest("Chieng An", ["Mường Lèo", "Chiềng Ân"]) == ["Chiềng Ân"]


def test_a_pair_is_split_at_the_first_equals_sign(vi: Words) -> None:
    assert a_pair(vi)("Tên điểm = name") == ("Tên điểm", "name")
    assert a_pair(vi)("a=b=c") == ("a", "b=c")
    for wrong in ("a", "=b", "a="):
        with pytest.raises(argparse.ArgumentTypeError):
            a_pair(vi)(wrong)
