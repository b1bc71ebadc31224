"""One cell of a sheet to one typed value: what was written, what was mended on the way, or why it cannot be.

Knows nothing of columns, rows or files. Empty is None, never 0; Vietnamese and English writing are both read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from layers.io.encodings import to_nfc
from layers.schema import Precision
from layers.words import without_tones

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None


@dataclass(frozen=True)
class Reading:
    """The value of a cell (None = unknown), and at most one of: how it was mended, why it cannot be read."""

    value: object = None
    mended: str = ""
    problem: str = ""
    candidates: tuple[str, ...] = ()
    precision: Precision | None = None


EMPTY = Reading()
_BLANK = frozenset({"", "-", "--", "–", "—", "...", "…", ".", "?", "null", "none", "nan", "n/a", "#n/a"})
_NOT_YET = frozenset({"chua", "chua co", "chua ro", "khong ro", "chua xac dinh", "unknown"})
_ZERO = frozenset({"khong", "ko", "k", "khong co", "no"})
_TRUE = frozenset({"co", "x", "v", "dung", "da", "roi", "1", "yes", "y", "true", "co thuong xuyen"})
_FALSE = frozenset({"khong", "ko", "k", "sai", "chua", "0", "no", "n", "false", "khong co"})

_NUMBER = re.compile(r"([+-]?\d[\d.,\u00a0\u202f ]*)\s*(\D*)")
_GROUPED_DOTS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")
_GROUPED_COMMAS = re.compile(r"[1-9]\d{0,2}(,\d{3})+")
_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[t ].*)?")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_MONTH = re.compile(r"(?:t|thang)?\s*\.?\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_YEAR = re.compile(r"(?:nam\s*)?(\d{4})")
_LONG_DAY = re.compile(r"(?:ngay\s*)?(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")
_TIME = re.compile(r"(\d{1,2})\s*(?:h|gio|:|g)\s*(\d{1,2})?\s*(?:'|phut|p|:\d{2})?")
# Excel counts days from here for every date after February 1900.
_EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
_EXCEL_DAYS = (20_000, 80_000)
_YEARS = (1900, 2100)


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Return `text` in lower case, without tones, with words of letters and digits only."""
    return " ".join(re.findall(r"[a-z0-9]+", without_tones(text)))


def as_written(cell: Cell) -> str:
    """Return a cell as the analyst sees it in the sheet."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (dt.datetime, dt.date)):
        return cell.isoformat(sep=" ") if isinstance(cell, dt.datetime) else cell.isoformat()
    return str(cell)


def is_blank(cell: Cell) -> bool:
    """Say whether a cell says nothing: empty, a dash, dots."""
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in _BLANK)


def read_text(cell: Cell) -> Reading:
    """Read a text: NFC, spaces and line breaks folded; whole numbers without a decimal part."""
    if is_blank(cell):
        return EMPTY
    text = " ".join(to_nfc(as_written(cell)).split())
    return Reading(text) if text else EMPTY


def read_integer(cell: Cell) -> Reading:
    """Read a count: 03, 1.040, 09 hộ; "không" is 0; a fraction or a negative number is a problem."""
    if isinstance(cell, str) and _GROUPED_COMMAS.fullmatch(cell.strip()):
        # Nobody writes a count with three decimals: also 1,000 is a thousand, not one.
        return Reading(int(cell.strip().replace(",", "")), mended="thousands_comma")
    number = read_real(cell)
    if number.problem or not isinstance(number.value, (int, float)):
        return number
    value = float(number.value)
    if value < 0:
        return Reading(problem="negative")
    if not value.is_integer():
        return Reading(problem="not_whole", candidates=_times_thousand(value))
    return Reading(int(value), mended=number.mended)


def read_real(cell: Cell) -> Reading:
    """Read a number: 1.234,5 and 1,234.5, 2,5 and 2.5; 1.234 is over a thousand, as written here."""
    if is_blank(cell):
        return EMPTY
    if isinstance(cell, bool):
        return Reading(int(cell), mended="truth_as_number")
    if isinstance(cell, (int, float)):
        return Reading(cell) if cell == cell else EMPTY
    if not isinstance(cell, str):
        return Reading(problem="not_a_number")
    words = fold(cell)
    if words in _NOT_YET:
        return Reading(mended="read_as_empty")
    if words in _ZERO:
        return Reading(0, mended="read_as_zero")
    match = _NUMBER.fullmatch(cell.strip())
    value = parse_number(match.group(1)) if match else None
    if match is None or value is None or re.search(r"[/~<>=%]", match.group(2)):
        return Reading(problem="not_a_number")
    return Reading(value, mended="unit_dropped" if match.group(2).strip() else "")


def parse_number(text: str) -> float | None:
    """Return the number of a text of digits, points and commas, or None.

    Examples
    --------
    >>> parse_number("1.234,5"), parse_number("1,234.5"), parse_number("2,5"), parse_number("1.040")
    (1234.5, 1234.5, 2.5, 1040.0)
    """
    plain = re.sub(r"\s", "", text).rstrip(".,")
    sign = -1 if plain.startswith("-") else 1
    plain = plain.lstrip("+-")
    if "," in plain and "." in plain:
        group, point = (".", ",") if plain.rfind(",") > plain.rfind(".") else (",", ".")
        plain = plain.replace(group, "").replace(point, ".")
    elif _GROUPED_DOTS.fullmatch(plain):
        plain = plain.replace(".", "")
    elif plain.count(",") > 1:
        plain = plain.replace(",", "")
    else:
        plain = plain.replace(",", ".")
    try:
        return sign * float(plain)
    except ValueError:
        return None


def read_date(cell: Cell) -> Reading:
    """Read a date dd/mm/yyyy, ISO, of Excel, 10/2023 or 2024, with its precision (the first day stands)."""
    if is_blank(cell):
        return EMPTY
    if isinstance(cell, dt.datetime):
        return Reading(cell.date(), precision=Precision.DAY)
    if isinstance(cell, dt.date):
        return Reading(cell, precision=Precision.DAY)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _number_as_date(cell)
    if not isinstance(cell, str):
        return Reading(problem="not_a_date")
    if fold(cell) in _NOT_YET:
        return Reading(mended="read_as_empty")
    return _text_as_date(without_tones(cell).strip())


def read_time(cell: Cell) -> Reading:
    """Read a time of day as HH:MM: 05h30, 5:30, 5 giờ 30 phút, a time of Excel."""
    if is_blank(cell):
        return EMPTY
    if isinstance(cell, (dt.datetime, dt.time)):
        return Reading(f"{cell.hour:02d}:{cell.minute:02d}")
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = round(cell * 1440) % 1440
        return Reading(f"{minutes // 60:02d}:{minutes % 60:02d}")
    match = _TIME.fullmatch(without_tones(cell).strip()) if isinstance(cell, str) else None
    if match is None or int(match.group(1)) > 24 or int(match.group(2) or 0) > 59:
        return Reading(problem="not_a_time")
    return Reading(f"{int(match.group(1)) % 24:02d}:{int(match.group(2) or 0):02d}")


def read_truth(cell: Cell) -> Reading:
    """Read có/không, x, yes/no, 1/0."""
    if is_blank(cell):
        return EMPTY
    words = fold(as_written(cell))
    if words in _TRUE:
        return Reading(True)
    if words in _FALSE:
        return Reading(False)
    if words in _NOT_YET:
        return Reading(mended="read_as_empty")
    return Reading(problem="not_yes_or_no")


def read_choice(cell: Cell, choices: Mapping[str, str]) -> Reading:
    """Read one of a list by its code or words; `choices` maps folded words to codes."""
    if is_blank(cell):
        return EMPTY
    code = choices.get(fold(as_written(cell)))
    if code is None:
        return Reading(problem="not_in_list", candidates=tuple(dict.fromkeys(choices.values())))
    return Reading(code)


def _times_thousand(value: float) -> tuple[str, ...]:
    thousand = round(value * 1000, 6)
    return (str(int(thousand)),) if thousand.is_integer() else ()


def _number_as_date(cell: float) -> Reading:
    if float(cell).is_integer() and _YEARS[0] <= cell <= _YEARS[1]:
        return Reading(dt.date(int(cell), 1, 1), precision=Precision.YEAR)
    if _EXCEL_DAYS[0] <= cell <= _EXCEL_DAYS[1]:
        day = _EXCEL_DAY_ZERO + dt.timedelta(days=int(cell))
        return Reading(day, mended="excel_day_number", precision=Precision.DAY)
    return Reading(problem="not_a_date")


def _text_as_date(text: str) -> Reading:
    if match := _ISO.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _LONG_DAY.fullmatch(text):
        return _day(int(match[3]), int(match[2]), int(match[1]))
    if match := _DAY.fullmatch(text):
        year = int(match[3])
        short = year < 100
        return _day(year + 2000 if short else year, int(match[2]), int(match[1]), short)
    if match := _MONTH.fullmatch(text):
        return _day(int(match[2]), int(match[1]), 1, precision=Precision.MONTH)
    if match := _ISO_MONTH.fullmatch(text):
        return _day(int(match[1]), int(match[2]), 1, precision=Precision.MONTH)
    if match := _YEAR.fullmatch(text):
        return _day(int(match[1]), 1, 1, precision=Precision.YEAR)
    return Reading(problem="not_a_date")


def _day(
    year: int, month: int, day: int, short: bool = False, precision: Precision = Precision.DAY
) -> Reading:
    if not _YEARS[0] <= year <= _YEARS[1]:
        return Reading(problem="not_a_date")
    try:
        value = dt.date(year, month, day)
    except ValueError:
        return Reading(problem="not_a_date")
    return Reading(value, mended="short_year" if short else "", precision=precision)
