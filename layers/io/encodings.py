"""From the bytes of a text file to Unicode in NFC, with the name of the encoding that was recognised.

Knows nothing of columns or rows; what no encoding explains is refused, never read with letters replaced.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from layers.errors import EncodingWrong, FileDamaged

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A text of Latin letters in UTF-16 has a zero in every other byte; Vietnamese still in most of them.
_UTF16_ZEROS = 0.4
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r\x0b\x0c\x1a"))
_CONTROL = re.compile(f"[{re.escape(_CONTROLS.decode('ascii'))}]")


@dataclass(frozen=True)
class Decoded:
    """Text in NFC and the Python name of the encoding it came in."""

    text: str
    encoding: str


def decode(data: bytes, *, path: str, encoding: str | None = None) -> Decoded:
    """Turn bytes into text: byte order mark, UTF-16 without one, UTF-8, then windows-1258.

    Parameters
    ----------
    data : bytes
    path : str
        Name of the file for the error.
    encoding : str, optional
        Takes the place of recognition.

    Raises
    ------
    EncodingWrong
        When `encoding` is unknown or does not fit the bytes.
    FileDamaged
        When the bytes are no text.

    Examples
    --------
    >>> decode("Mường Lèo".encode("utf-16"), path="a.csv")
    Decoded(text='Mường Lèo', encoding='utf-16')
    """
    if encoding is not None:
        return _named(data, path, encoding)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _recognised(data, path, name)
    zeros = _utf16_without_mark(data)
    if zeros is not None:
        return _recognised(data, path, zeros)
    if data.translate(None, _CONTROLS) != data:
        raise FileDamaged(path=path, format="CSV")
    try:
        return Decoded(to_nfc(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        return _recognised(data, path, "cp1258")


def to_nfc(text: str) -> str:
    """Return `text` with composed letters, as everything in the workspace is."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _named(data: bytes, path: str, encoding: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
        text = data.decode(name)
    except (LookupError, UnicodeError, ValueError):
        raise EncodingWrong(path=path, encoding=encoding) from None
    return Decoded(to_nfc(text.removeprefix("\ufeff")), name)


def _recognised(data: bytes, path: str, name: str) -> Decoded:
    try:
        text = data.decode(name)
    except UnicodeError:
        raise FileDamaged(path=path, format="CSV") from None
    if _CONTROL.search(text):
        raise FileDamaged(path=path, format="CSV")
    return Decoded(to_nfc(text.removeprefix("\ufeff")), name)


def _utf16_without_mark(data: bytes) -> str | None:
    """Return the byte order when the zeros of the bytes lie on one side only and are many."""
    sample = data[:4096]
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if high > _UTF16_ZEROS * half and not low:
        return "utf-16-le"
    if low > _UTF16_ZEROS * half and not high:
        return "utf-16-be"
    return None
