"""Finishes a written workbook: the results beside its formulas, and the day of the figures for the clock.

Knows nothing of what the sheets say; a workbook is a zip archive of XML, and one that is not calculated
(Excel's protected view, a preview on a telephone) shows only the results that are stored in it.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

PROPERTIES = "docProps/core.xml"
_MODIFIED = re.compile(r"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"((?: s="\d+")?)[^>]*><f>(.*?)</f><v ?(?:/>|></v>)</c>')

Results = Mapping[str, float | str]


def finish(path: Path, day: dt.date, results: Mapping[int, Results]) -> None:
    """Rewrite the workbook at `path`.

    Parameters
    ----------
    path : Path
    day : date
        Stands as the time of every entry and of the last change: same result, same bytes.
    results : mapping of int to (mapping of str to (float or str))
        Number of the sheet, from 1 → cell ("H6") → what its formula gives.
    """
    moment = (day.year, day.month, day.day, 0, 0, 0)
    sheets = {f"xl/worksheets/sheet{number}.xml": cells for number, cells in results.items()}
    with zipfile.ZipFile(path) as archive:
        entries = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries:
            if name == PROPERTIES:
                text = content.decode("utf-8")
                content = _MODIFIED.sub(rf"\g<1>{day.isoformat()}T00:00:00Z\g<2>", text).encode("utf-8")
            elif name in sheets:
                content = _with_results(content.decode("utf-8"), sheets[name]).encode("utf-8")
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)


def _with_results(text: str, cells: Results) -> str:
    def filled(found: re.Match[str]) -> str:
        cell, style, formula = found.groups()
        value = cells.get(cell)
        if value is None:
            return found[0]
        if isinstance(value, str):
            return f'<c r="{cell}"{style} t="str"><f>{formula}</f><v>{escape(value)}</v></c>'
        return f'<c r="{cell}"{style}><f>{formula}</f><v>{value!r}</v></c>'

    return _FORMULA.sub(filled, text)
