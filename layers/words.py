"""Every text, number and date that a person reads, in Vietnamese or English, from resources/i18n.

Plain Python, so that window, command line and papers say the same. Knows nothing of Qt or of what is counted.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from layers.errors import AppError

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "i18n"

# Vietnamese order of the letters; the tone decides only between words that are otherwise equal.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTER_MARKS = {"\u0306", "\u0302", "\u031b"}


class Words:
    """Texts of one language, with its numbers, dates and alphabetical order.

    Parameters
    ----------
    language : {"vi", "en"}
    texts : mapping of str to str
        Key to template in `str.format` form.

    Examples
    --------
    >>> words = Words.load("vi")
    >>> words.number(1234.5, 1), words.percent(0.453), words.count(3)
    ('1.234,5', '45%', '03')
    """

    def __init__(self, language: Language, texts: Mapping[str, str]) -> None:
        self.language = language
        self.texts: Mapping[str, str] = MappingProxyType(dict(texts))

    @classmethod
    def load(cls, language: Language = "vi") -> Words:
        """Read the texts of a language from resources/i18n."""
        path = FOLDER / f"{language}.json"
        return cls(language, json.loads(path.read_text(encoding="utf-8")))

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of `key` with `values` put in.

        Raises
        ------
        KeyError
            When the key or one of the values is missing: a fault of the program, never of the data.
        """
        template = self.texts[key]
        return template.format(**values) if values else template

    def has(self, key: str) -> bool:
        """Say whether there is a text for `key`."""
        return key in self.texts

    # -- numbers ------------------------------------------------------------------------------------

    @cached_property
    def _marks(self) -> tuple[str, str]:
        return (".", ",") if self.language == "vi" else (",", ".")

    def number(self, value: float | None, decimals: int = 0) -> str:
        """Write a number: 1.234,5 in Vietnamese, 1,234.5 in English; unknown (None, NaN) as "no data"."""
        value = _known(value)
        if value is None:
            return self("value.no_data")
        step = Decimal(1).scaleb(-decimals)
        rounded = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)
        if rounded == 0:
            rounded = abs(rounded)
        group, point = self._marks
        plain = f"{rounded:,.{decimals}f}"
        return plain.replace(",", "\0").replace(".", point).replace("\0", group)

    def percent(self, share: float | None, decimals: int = 0) -> str:
        """Write a share (0 to 1) as a percentage without a space: 45%.

        A share that is neither 0 nor 1 is never rounded to 0% or 100%: it gets decimals until it is not,
        and where three are not enough it is said to lie under 0,001% or over 99,999%.
        """
        share = _known(share)
        if share is None:
            return self("value.no_data")
        value = share * 100
        while decimals < 3 and 0 < value < 100 and round(value, decimals) in (0.0, 100.0):
            decimals += 1
        if 0 < value < 100 and (end := round(value, decimals)) in (0.0, 100.0):
            step = 10.0**-decimals
            name, limit = ("under", step) if end == 0 else ("over", 100 - step)
            return self(f"value.percent_{name}", limit=self.number(limit, decimals) + "%")
        return self.number(value, decimals) + "%"

    def share(
        self, part: float | None, whole: float | None, decimals: int = 0, *, part_decimals: int = 0
    ) -> str:
        """Write a share with its numerator and denominator: 31% (692/2.230)."""
        part, whole = _known(part), _known(whole)
        if part is None or not whole:
            return self("value.no_data")
        rate = self.percent(part / whole, decimals)
        return f"{rate} ({self.number(part, part_decimals)}/{self.number(whole, part_decimals)})"

    def count(self, value: float | None) -> str:
        """Write a count as reports do: two digits at least in Vietnamese (03 vụ)."""
        text = self.number(value)
        return "0" + text if self.language == "vi" and len(text) == 1 else text

    def length(self, metres: float | None) -> str:
        """Write a distance: metres below 1 km, kilometres with one decimal below 100 km."""
        metres = _known(metres)
        if metres is None:
            return self("value.no_data")
        if metres < 1000:
            return f"{self.number(metres)} m"
        return f"{self.number(metres / 1000, 1 if metres < 100_000 else 0)} km"

    # -- dates --------------------------------------------------------------------------------------

    def date(self, value: dt.date | None, precision: str = "day") -> str:
        """Write a date dd/mm/yyyy, or mm/yyyy and yyyy when only the month or year is known."""
        if value is None or value != value:  # NaT is not equal to itself
            return self("value.unknown")
        if precision == "year":
            return f"{value.year:04d}"
        if precision == "month":
            return f"{value.month:02d}/{value.year:04d}"
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"

    def time(self, value: str) -> str:
        """Write a time of day that is kept as HH:MM: 04h50 in Vietnamese, 04:50 in English.

        Examples
        --------
        >>> Words.load("vi").time("04:50")
        '04h50'
        """
        return value.replace(":", "h", 1) if self.language == "vi" else value

    def long_date(self, value: dt.date) -> str:
        """Write a date for headings: ngày 05 tháng 01 năm 2026 (0 before days under 10 and months 1, 2)."""
        if self.language == "en":
            return f"{value.day} {value:%B} {value.year}"
        month = f"{value.month:02d}" if value.month < 3 else str(value.month)
        return f"ngày {value.day:02d} tháng {month} năm {value.year}"

    # -- lists and errors ---------------------------------------------------------------------------

    def listing(self, items: Iterable[str], most: int | None = None) -> str:
        """Join names with commas; beyond `most` say how many more there are."""
        names = list(items)
        if most is not None and len(names) > most:
            more = self("list.more", n=self.number(len(names) - most))
            return ", ".join(names[:most]) + " " + more
        return ", ".join(names)

    def error(self, error: BaseException) -> str:
        """Put an error into one sentence: what, where, what to do."""
        if not isinstance(error, AppError):
            return self("error.unknown", detail=type(error).__name__)
        values = {name: self._field(name, value) for name, value in error.fields.items()}
        return self(f"error.{error.key}", **values)

    def _field(self, name: str, value: object) -> str:
        if name == "table" and self.has(f"table.{value}"):
            return self(f"table.{value}")
        if name == "reason":
            known = (f"{kind}.{value}" for kind in ("reason", "table"))
            return next((self(key) for key in known if self.has(key)), str(value))
        if isinstance(value, Path):
            return value.name
        if isinstance(value, (list, tuple, set, frozenset)):
            return self.listing([str(item) for item in value], most=8)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return str(value)
        return self.number(value, 0 if float(value).is_integer() else 2)


def collation_key(text: str) -> tuple[tuple[tuple[int, ...], ...], tuple[int, ...], str]:
    """Return a sort key for Vietnamese order: An, Ăn, Ân, Bản, Dương, Đông, Em, Ê.

    Words are compared one after the other by their letters (ă, â, đ, ê, ô, ơ, ư are letters of their own);
    tones count only between texts with the same letters; digits are compared as numbers.
    """
    words: list[tuple[int, ...]] = []
    tones: list[int] = []
    for word in unicodedata.normalize("NFC", text).casefold().split():
        letters: list[int] = []
        digits = ""
        for char in word + "\0":
            if char.isdecimal():
                digits += char
                continue
            if digits:
                letters += [0, int(digits)]
                digits = ""
            if char != "\0":
                letter, tone = letter_and_tone(char)
                letters.append(letter)
                tones.append(tone)
        words.append(tuple(letters))
    return tuple(words), tuple(tones), text


def without_tones(text: str) -> str:
    """Return `text` in lower case without tone and letter marks, đ as d, spaces folded: for searching."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def letter_and_tone(char: str) -> tuple[int, int]:
    """Return the place of one folded character among the letters, and its tone (0 without), for sorting."""
    base, tone = "", 0
    for part in unicodedata.normalize("NFD", char):
        if part in _TONES:
            tone = _TONES[part]
        elif part in _LETTER_MARKS or not unicodedata.combining(part):
            base += part
    place = _ALPHABET.find(unicodedata.normalize("NFC", base))
    return (place + 10 if place >= 0 else 1000 + ord(base[0])), tone


def _known(value: float | None) -> float | None:
    """Return `value` as a finite float, or None for None, NaN, infinity and pandas.NA."""
    try:
        number = float(value)  # type: ignore[arg-type]
    except TypeError:
        return None
    return number if math.isfinite(number) else None
