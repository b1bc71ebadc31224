"""Texts as they are compared in a search, letter for letter, so that places in them stay those of the text.

Knows Vietnamese letters and tones; nothing of what is searched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

# "Hoà" and "Hòa" are one word: the tone is moved to where the newer spelling puts it.
_OLDER = {
    normalize("NFC", older): normalize("NFC", newer)
    for first, second in ("oa", "oe", "uy")
    for tone in "\u0300\u0309\u0303\u0301\u0323"
    for older, newer in [(first + second + tone, first + tone + second)]
}
_TONE_AT_END = re.compile(f"(?:{'|'.join(_OLDER)})(?![^\\W\\d_])")


class _Letters(dict[int, str]):
    """Translation of each letter to the one it is compared as; made when first met."""

    def __init__(self, *, keeps_marks: bool) -> None:
        super().__init__({ord("\n"): "\n"})
        self._keeps_marks = keeps_marks

    def __missing__(self, code: int) -> str:
        lower = chr(code).lower()
        letter = lower if len(lower) == 1 else chr(code)
        if not letter.isalnum():
            letter = " "
        elif not self._keeps_marks:
            letter = normalize("NFD", letter)[0]
            letter = {"đ": "d"}.get(letter, letter)
            letter = letter if letter.isascii() else "?"
        self[code] = letter
        return letter


_PLAIN = _Letters(keeps_marks=False)
_TONED = _Letters(keeps_marks=True)


def tidy(text: str) -> str:
    """Return a text in NFC with single spaces.

    Examples
    --------
    >>> tidy("  Phổng \\t Lái ")
    'Phổng Lái'
    """
    return " ".join(normalize("NFC", text).split())


def plain_letters(text: str) -> str:
    """Return NFC `text` in small ASCII letters, đ as d, signs as spaces; as long as the text.

    Examples
    --------
    >>> plain_letters("Tổ 3, Đoàn-Kết")
    'to 3  doan ket'
    """
    return text.translate(_PLAIN)


def toned_letters(text: str) -> str:
    """Return NFC `text` in small letters, tones where the newer spelling puts them; as long as the text.

    Examples
    --------
    >>> toned_letters("HOÀ BÌNH"), toned_letters("Hoàn")
    ('hòa bình', 'hoàn')
    """
    return _TONE_AT_END.sub(lambda found: _OLDER[found[0]], text.translate(_TONED))


@dataclass(frozen=True)
class Query:
    """What was typed, ready to compare.

    Examples
    --------
    >>> query = Query("  Mường   SẠI")
    >>> query.plain, query.has_tones, query.tokens
    ('muong sai', True, ('muong', 'sai'))
    """

    text: str

    @cached_property
    def plain(self) -> str:
        """Small ASCII letters with single spaces."""
        return " ".join(plain_letters(tidy(self.text)).split())

    @cached_property
    def toned(self) -> str:
        """Small letters with marks, as many as in `plain`."""
        return " ".join(toned_letters(tidy(self.text)).split())

    @property
    def has_tones(self) -> bool:
        """Whether tones or marks of letters were typed."""
        return self.toned != self.plain

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The words of `plain`, each once."""
        return tuple(dict.fromkeys(self.plain.split()))

    @cached_property
    def raw(self) -> str:
        """Small letters with signs, for numbers such as 12/2026; without the words before a number."""
        return _BEFORE_NUMBER.sub("", tidy(self.text).lower())


_BEFORE_NUMBER = re.compile(r"^(?:(?:vụ\s+việc|vu\s+viec|vụ|vu)(?:\s+(?:số|so))?|số|so|no\.?)\s+(?=\S*\d)")


def spans(text: str, query: Query) -> tuple[tuple[int, int], ...]:
    """Return where a text holds what was typed, as (start, length): all of it, else its words, else initials.

    Examples
    --------
    >>> spans("Xã Phổng Lái", Query("phong l")), spans("Mường Lạn", Query("ml"))
    (((3, 7),), ((0, 1), (6, 1)))
    """
    plain, wanted = plain_letters(text), query.plain
    if not wanted:
        return ()
    whole = [found.start() for found in re.finditer(rf"\b{re.escape(wanted)}", plain)]
    place = whole[0] if whole else plain.find(wanted)
    if place >= 0:
        return ((place, len(wanted)),)
    parts = []
    for word in query.tokens:
        if found := re.search(rf"\b{re.escape(word)}", plain):
            parts.append((found.start(), len(word)))
    if parts:
        return _apart(parts)
    starts = [found.start() for found in re.finditer(r"\b\w", plain)]
    first = "".join(plain[start] for start in starts).find(wanted)
    return tuple((start, 1) for start in starts[first : first + len(wanted)]) if first >= 0 else ()


def _apart(parts: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the longest of spans that begin at the same place, in their order."""
    longest: dict[int, int] = {}
    for start, length in sorted(parts):
        longest[start] = length
    return tuple(longest.items())
