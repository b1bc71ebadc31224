"""Every text is there in both languages, takes the same values, is used, and keeps to the list of words."""

from __future__ import annotations

import ast
import json
import re
import string
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from layers import errors
from layers.words import LANGUAGES, Words

PACKAGES = ("app.py", "bootstrap.py", "layers", "analysis", "exports", "gui", "cli", "benchmarks")
# A string of the code that looks like this and starts as some key does is taken for a key.
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_\-]+)+")

# Words that mean something else in this house, or that nobody here says (docs: the glossary).
FORBIDDEN = (
    "độ phủ", "khoảng trống", "quy hoạch", "hồ sơ", "điểm nóng", "đối tượng", "phê duyệt", "ứng viên",
    "mục tiêu", "thôn", "làng", "bảng thuộc tính", "trường dữ liệu", "bản đồ nhiệt", "xã/phường", "n/a",
    "pccc & cnch", "cụm pccc", "cụm an toàn pccc", "hộ dân cư", "tối ưu hóa", "tải lên", "mức độ mật",
    "ranh giới sơ đồ", "hết hạn", "vô nghiệm", "dashboard", "kết xuất",
)  # fmt: skip
# Has not existed since 1 July 2025: only in the names of old units and where old names are told.
ONLY_OF_THE_PAST = ("thị trấn",)


def _texts(root: Path, language: str) -> dict[str, str]:
    return json.loads((root / "resources" / "i18n" / f"{language}.json").read_text("utf-8"))


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _sources(root: Path) -> Iterator[Path]:
    for name in PACKAGES:
        path = root / name
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def _strings(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the string literals of a module outside its docstrings, f-strings with `*` for what is put in."""
    tree = ast.parse(path.read_text("utf-8"))
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
            yield node.lineno, text
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs | parts:
            yield node.lineno, node.value


@pytest.fixture(scope="module")
def literals(root: Path) -> list[tuple[str, int, str]]:
    return [
        (path.relative_to(root).as_posix(), line, text)
        for path in _sources(root)
        for line, text in _strings(path)
    ]


def test_both_languages_have_the_same_keys(root: Path) -> None:
    assert set(_texts(root, "vi")) == set(_texts(root, "en"))


def test_both_languages_take_the_same_values(root: Path) -> None:
    vi, en = _texts(root, "vi"), _texts(root, "en")
    different = {key for key in vi if _placeholders(vi[key]) != _placeholders(en.get(key, ""))}
    assert not different


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_filled(root: Path, language: str) -> None:
    words = Words.load(language)
    for key, template in words.texts.items():
        filled = words(key, **dict.fromkeys(_placeholders(template), "•"))
        assert filled.strip(), key
        assert unicodedata.is_normalized("NFC", filled), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_without_values_shows_no_doubled_brace(root: Path, language: str) -> None:
    """A text that takes no value is shown as it stands: braces are doubled only where values are put in."""
    texts = _texts(root, language)
    assert not [key for key, text in texts.items() if "{{" in text and not _placeholders(text)]


def test_the_texts_are_sorted_and_whole(root: Path) -> None:
    for language in LANGUAGES:
        keys = list(_texts(root, language))
        assert keys == sorted(keys)


def test_every_key_asked_for_exists(root: Path, literals: list[tuple[str, int, str]]) -> None:
    texts = _texts(root, "vi")
    families = {key.split(".")[0] for key in texts}
    calls = [
        (f"{path}:{line}", text)
        for path, line, text in literals
        if KEY.fullmatch(text) and text.split(".")[0] in families and text.rpartition(".")[2] not in NOT_KEYS
    ]
    missing = [(place, text) for place, text in calls if text not in texts and not _is_prefix(text, texts)]
    assert not missing


# Endings that make a dotted word a file, a module or a colour and not a key.
NOT_KEYS = frozenset(
    [
        "py",
        "json",
        "csv",
        "gpkg",
        "cfg",
        "md",
        "html",
        "css",
        "js",
        "qss",
        "svg",
        "ttf",
        "xlsx",
        "png",
        "pdf",
        "log",
    ]
)


def _form(text: str) -> re.Pattern[str]:
    """Return what keys an f-string can make: what is put in may hold dots."""
    return re.compile(re.escape(text).replace(r"\*", r".+"))


def _is_prefix(text: str, texts: dict[str, str]) -> bool:
    return any(key.startswith(text + ".") for key in texts)


def test_every_key_built_from_a_value_has_a_family(root: Path, literals: list[tuple[str, int, str]]) -> None:
    """An f-string such as ``cli.{verb}`` must fit at least one key."""
    texts = _texts(root, "vi")
    families = {key.split(".")[0] for key in texts}
    built = [
        (f"{path}:{line}", text)
        for path, line, text in literals
        if re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z0-9_.*\-]*\*[a-z0-9_.*\-]*", text)
        and text.split(".")[0] in families
    ]
    fitting = [(place, text, _form(text)) for place, text in built]
    assert not [(place, text) for place, text, form in fitting if not any(map(form.fullmatch, texts))]


def test_every_text_is_used(root: Path, literals: list[tuple[str, int, str]]) -> None:
    texts = _texts(root, "vi")
    used = {text for _, _, text in literals}
    # f-strings, and beginnings such as "qt." to which the rest is added.
    forms = [_form(text) for text in used if re.search(r"\w\.[\w.]*\*|\*\.\w", text)]
    forms += [_form(text + "*") for text in used if re.fullmatch(r"[a-z_.]+\.", text)]
    error_keys = {
        f"error.{kind.key}"
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.AppError)
    }
    unused = {
        key
        for key in texts
        if key not in used and key not in error_keys and not any(form.fullmatch(key) for form in forms)
    }
    assert not unused


def test_every_error_has_its_sentence(root: Path) -> None:
    kinds = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.AppError)
    ]
    texts = _texts(root, "vi")
    assert not [kind.__name__ for kind in kinds if f"error.{kind.key}" not in texts]
    keys = [kind.key for kind in kinds]
    assert len(keys) == len(set(keys))


def test_only_the_words_of_the_house_are_used(root: Path) -> None:
    found = {
        (key, word)
        for key, text in _texts(root, "vi").items()
        for word in FORBIDDEN
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text.casefold())
    }
    assert not found


def test_units_of_the_past_are_named_only_as_such(root: Path) -> None:
    texts = _texts(root, "vi")
    found = {
        key
        for key, text in texts.items()
        for word in ONLY_OF_THE_PAST
        if word in text.casefold() and "cũ" not in text
    }
    assert not {key for key in found if not key.startswith("unit_type.")}


def test_a_percentage_stands_without_a_space(root: Path) -> None:
    for language in LANGUAGES:
        assert not {key for key, text in _texts(root, language).items() if re.search(r"[\d}] %", text)}
