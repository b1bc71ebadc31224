"""Rows as Excel takes them from the clipboard: plain text with tabs, and a table whose cells keep their kind.

Knows texts and kinds of cells; nothing of widgets. No cell of a sender becomes a formula.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from gui.table.source import RowSource
from gui.table.values import IntArray
from layers.progress import SILENT, Progress
from layers.table_columns import Form, TableColumn
from layers.words import Words

_FORMULA = re.compile(r"\s*[=+\-@]")
_BREAKS = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_EXCEL_DAY_ZERO = 25_569  # 1970-01-01 as Excel counts days

# How Excel is to show a kind of cell; a text stays what it is, with its leading zeros.
_STYLES = (
    'br{mso-data-placement:same-cell}td{white-space:nowrap}.t{mso-number-format:"\\@"}'
    '.w{mso-number-format:"\\#\\,\\#\\#0"}.y{mso-number-format:"0"}.r{mso-number-format:"General"}'
    '.d{mso-number-format:"dd\\/mm\\/yyyy"}.h{mso-number-format:"hh\\:mm"}'
)
_CLASSES = {Form.WHOLE: "w", Form.YEAR: "y", Form.REAL: "r", Form.DEGREES: "r", Form.DATE: "d"}


@dataclass(frozen=True)
class Copied:
    """What goes to the clipboard."""

    text: str
    html: str
    rows: int


def copied(
    source: RowSource,
    columns: Sequence[TableColumn],
    places: IntArray,
    words: Words,
    *,
    has_headings: bool = True,
    progress: Progress = SILENT,
) -> Copied:
    """Write rows for the clipboard.

    Parameters
    ----------
    columns : sequence of TableColumn
        In the order in which they are shown.
    places : ndarray of int
        Rows, in the order in which they are shown.

    Returns
    -------
    Copied
        Numbers and whole dates stay such for Excel, everything else is text; the unknown is empty.
    """
    plain: list[list[str]] = []
    marked: list[list[str]] = []
    for number, column in enumerate(columns):
        progress.report(0.9 * number / len(columns), "job.copy_rows")
        texts = _written(source, column, places)
        plain.append(_plain(column, texts))
        marked.append(_marked(source, column, texts, places))
    titles = [column.title(words) for column in columns]
    lines = ["\t".join(row) for row in zip(*plain, strict=True)]
    cells = ["".join(row) for row in zip(*marked, strict=True)]
    head = ""
    if has_headings:
        lines.insert(0, "\t".join(_safe(title) for title in titles))
        head = "<tr>" + "".join(f"<th>{escape(title)}</th>" for title in titles) + "</tr>"
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    html = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8">'
        f"<style>{_STYLES}</style></head><body><table>{head}{body}</table></body></html>"
    )
    return Copied("\r\n".join(lines) + "\r\n", html, len(places))


def _written(source: RowSource, column: TableColumn, places: IntArray) -> list[str]:
    """Return the texts of a column; times of day as Excel reads them in every language."""
    reader = source.reader(column)
    if column.form is Form.TIME:
        return reader.kept_texts(places)
    return reader.texts(places)


def _plain(column: TableColumn, texts: list[str]) -> list[str]:
    if column.form.is_number or column.form is Form.DATE:
        return texts
    safe = {text: _safe(text) for text in set(texts)}
    return [safe[text] for text in texts]


def _safe(text: str) -> str:
    """Return a text as one cell that is no formula.

    Examples
    --------
    >>> _safe("=1+1"), _safe("hai\\ndòng")
    ("'=1+1", 'hai dòng')
    """
    flat = _BREAKS.sub(" ", text)
    return f"'{flat}" if _FORMULA.match(flat) else flat


def _marked(source: RowSource, column: TableColumn, texts: list[str], places: IntArray) -> list[str]:
    if column.form is Form.TIME:
        cells = {text: _time_cell(text) for text in set(texts)}
        return [cells[text] for text in texts]
    kind = _CLASSES.get(column.form)
    if kind is None:
        cells = {text: _text_cell(text) for text in set(texts)}
        return [cells[text] for text in texts]
    numbers = source.reader(column).numbers(places)
    return [_number_cell(kind, text, number) for text, number in zip(texts, numbers, strict=True)]


def _text_cell(text: str) -> str:
    if not text:
        return "<td></td>"
    lines = "<br>".join(escape(line) for line in _BREAKS.split(text))
    # Excel takes the attribute before the text: a formula stays the text that it is.
    return f'<td class=t x:str="{escape(_BREAKS.sub(" ", text))}">{lines}</td>'


def _time_cell(text: str) -> str:
    match = _TIME.fullmatch(text)
    if match is None:
        return _text_cell(text)
    minutes = 60 * int(match[1]) + int(match[2])
    return f'<td class=h x:num="{minutes / 1440:.15g}">{text}</td>'


def _number_cell(kind: str, text: str, number: float | None) -> str:
    if number is None:
        return "<td></td>"
    if kind != "d":
        return f'<td class={kind} x:num="{number:.15g}">{text}</td>'
    if text.count("/") != 2:  # only the month or year is known: a date would say more than that
        return f'<td class=t x:str="{text}">{text}</td>'
    return f'<td class=d x:num="{int(number) + _EXCEL_DAY_ZERO}">{text}</td>'
