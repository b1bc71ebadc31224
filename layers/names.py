"""How names of places are compared: with tones, without tones, and taken apart as people write them.

Knows nothing of which units exist: `layers.registers` holds those.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_TONES = frozenset("\u0300\u0309\u0303\u0301\u0323")
_VOWELS = frozenset("aeiouy")


class Era(StrEnum):
    """What the writer says about the age of a name: "xã Phổng Lái cũ", "Mai Sơn (mới)"."""

    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A place name taken apart.

    Attributes
    ----------
    name : str
        The name without its kind, empty where none was written.
    unit_type : str or None
        ``xa``, ``phuong`` or ``thi_tran`` where the kind was written.
    district : str or None
        Name after "huyện", "thị xã" or "thành phố", without that word.
    hints : tuple of str
        Other names written beside it: a district without its kind, or a former or present unit.
    era : Era or None
    """

    name: str
    unit_type: str | None = None
    district: str | None = None
    hints: tuple[str, ...] = ()
    era: Era | None = None


@lru_cache(65536)
def toned_key(text: str) -> str:
    """Return the form in which names with tones are compared.

    Case, spaces, signs, NFC or NFD and the place of the tone ("Hoà", "Hòa") do not matter; tones and the
    marks of letters do.

    Examples
    --------
    >>> toned_key("Liên  Hoà") == toned_key("LIÊN HÒA"), toned_key("Chiềng An") == toned_key("Chiềng Ân")
    (True, False)
    """
    out: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", text.casefold()):
        if char in _TONES:
            tones.append(char)
        elif unicodedata.combining(char):
            out.append(char)
        else:
            if tones and char not in _VOWELS:
                out += tones
                tones.clear()
            if char.isalnum():
                out.append(char)
    return "".join(out + tones)


@lru_cache(65536)
def plain_key(text: str) -> str:
    """Return the form in which names are compared without tones and marks; đ is d.

    Examples
    --------
    >>> plain_key("Chiềng Ân"), plain_key("Đoàn Kết")
    ('chiengan', 'doanket')
    """
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(char for char in plain if char.isalnum())


# Kinds as people write them, matched on the text without tones. A single letter needs its dot or a space.
_KIND = re.compile(
    r"(?P<xa>xa\s+|x\s*\.\s*|x\s+)|(?P<phuong>phuong\s+|ph\s*\.\s*|p\s*\.\s*|p\s+)"
    r"|(?P<thi_tran>thi\s+tran\s+|t\s*\.?\s*t\s*\.\s*|tt(?:r|ran)?\s*\.?\s+)"
)
_DISTRICT = re.compile(
    r"(?:huyen\s+|h\s*\.\s*|h\s+|thi\s+xa\s+|tx\s*\.?\s*|thanh\s+pho\s+|t\s*\.?\s*p\s*\.?\s+|tp\s*\.\s*)"
)
# With tones, for "Tô Hiệu" is no tổ; "Bản Lầm" was a commune, so a village gives way only to a stated kind.
_VILLAGE = re.compile(r"(?:bản|tiểu khu|tk|tổ dân phố|tdp|tổ|xóm|thôn|số|đường|khu)\b[\s.]", re.IGNORECASE)
_PROVINCE = re.compile(r"(?:(?:tinh|t\.)\s*son la|viet nam)$")
_LEAD = re.compile(r"(?:nay (?:la|thuoc)|truoc (?:day )?(?:la|thuoc)|ten cu(?: la)?|thuoc|tuc)\s*:?\s+")
_ERA = re.compile(r"(?:^|\s)(?P<word>cu|moi|truoc day)\s*$")
_PAREN = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
_SPLIT = re.compile(r"[,;|/\n]|\s[-–—]+\s|\s*[–—]\s*")


def parse_name(text: str) -> WrittenName:
    """Take apart what somebody wrote in a column of communes.

    Examples
    --------
    >>> parse_name("Chiềng Chung (Mai Sơn)")
    WrittenName(name='Chiềng Chung', unit_type=None, district=None, hints=('Mai Sơn',), era=None)
    >>> parse_name("TT. Hát Lót, huyện Mai Sơn, tỉnh Sơn La").district
    'Mai Sơn'
    """
    text = " ".join(unicodedata.normalize("NFC", text).replace("_", " ").split(" "))
    inner = [part for group in _PAREN.findall(text) for part in _SPLIT.split(group)]
    outer = _SPLIT.split(_PAREN.sub(" , ", text) if _PAREN.search(text) else text)
    parts = [_Part.of(part) for part in outer]
    asides = [_Part.of(part) for part in inner]

    named = [part for part in parts if part.name and not part.district]
    main = next((part for part in named if part.unit_type), named[0] if named else None)
    rest = [part for part in parts + asides if part is not main]
    district = next((part.name for part in rest if part.district and part.name), None)
    hints = tuple(part.name for part in rest if part.name and not part.district and not part.village)
    # "(cũ)" alone belongs to the name before it; "(Cò Nòi cũ)" says something about Cò Nòi only.
    era = (main.era if main else None) or next(
        (part.era for part in rest if part.era and not part.name), None
    )
    if main is None:
        return WrittenName("", None, district, hints, era)
    return WrittenName(main.name, main.unit_type, district, hints, main.era or era)


@dataclass(frozen=True, slots=True)
class _Part:
    """One piece between commas or brackets; `name` is empty for the province and for a lone "(cũ)"."""

    name: str
    unit_type: str | None = None
    district: bool = False
    village: bool = False
    era: Era | None = None

    @classmethod
    def of(cls, text: str) -> _Part:
        text = " ".join(text.split()).strip(" .:")
        plain = _plain_words(text)
        if lead := _LEAD.match(plain):
            text, plain = text[lead.end() :], plain[lead.end() :]
        era = None
        if mark := _ERA.search(plain):
            era = Era.NEW if mark["word"] == "moi" else Era.OLD
            text, plain = text[: mark.start()].strip(), plain[: mark.start()].strip()
        if not plain or _PROVINCE.match(plain):
            return cls("", era=era)
        if kind := _KIND.match(plain):
            return cls(text[kind.end() :].strip(), kind.lastgroup, era=era)
        if district := _DISTRICT.match(plain):
            return cls(text[district.end() :].strip(), district=True, era=era)
        return cls(text, village=bool(_VILLAGE.match(text)), era=era)


def _plain_words(text: str) -> str:
    """Return NFC `text` without tones, letter for letter, so that positions stay those of the text."""
    return "".join(unicodedata.normalize("NFD", char.lower().replace("đ", "d"))[0] for char in text)
