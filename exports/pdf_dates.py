"""Puts the date of the figures in place of the clock into the metadata of a PDF, byte for byte.

Knows nothing of pages: lengths stay, so the table of offsets stays true.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

_DATE = re.compile(rb"/(CreationDate|ModDate)(\s*)\(D:(\d{14})([^)]*)\)")
_XMP = re.compile(rb'(xmp:\w+Date=")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([^"]*)"')
_UUID = re.compile(rb'(DocumentID="uuid:)([0-9a-f-]+)"')
_ID = re.compile(rb"/ID\s*\[\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*\]")


def fix_dates(path: Path, day: dt.date) -> None:
    """Write `day` at 00:00 UTC as the date of creation and a fixed identity over those Qt made up."""
    data = path.read_bytes()
    data = _DATE.sub(lambda found: _dated(found, day), data)
    data = _XMP.sub(lambda found: _dated_xmp(found, day), data)
    data = _UUID.sub(lambda found: found[1] + re.sub(rb"[0-9a-f]", b"0", found[2]) + b'"', data)
    data = _ID.sub(_zeroed, data)
    path.write_bytes(data)


def _dated(found: re.Match[bytes], day: dt.date) -> bytes:
    # The zone keeps its form (+07'00', Z): only its digits become zero.
    stamp = day.strftime("%Y%m%d").encode() + b"000000"
    zone = re.sub(rb"\d", b"0", found[4])
    return b"/" + found[1] + found[2] + b"(D:" + stamp + zone.replace(b"-", b"+") + b")"


def _dated_xmp(found: re.Match[bytes], day: dt.date) -> bytes:
    zone = re.sub(rb"\d", b"0", found[2]).replace(b"-", b"+")
    return found[1] + day.isoformat().encode() + b"T00:00:00" + zone + b'"'


def _zeroed(found: re.Match[bytes]) -> bytes:
    text = found[0]
    for part in (found[1], found[2]):
        text = text.replace(part, b"0" * len(part))
    return text
