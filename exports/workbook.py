"""Writes the figures of a result as an Excel workbook: communes, villages without a site, sites, rules.

Knows nothing of maps; codes stay text, the unknown stays unknown, no cell of a sender becomes a formula.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from exports.figures import (
    about_rates,
    how_counted,
    initiatives_text,
    key_figures,
    period_text,
    remarks,
    reported_text,
    stock_text,
    vintage_text,
)
from exports.shading import Measure, parts_of
from exports.sheet import source_of, subtitle_of, title_of
from exports.sheet_options import SheetOptions
from exports.workbook_archive import finish
from layers.progress import SILENT, Progress
from layers.style import LIGHT
from layers.words import Words, collation_key

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

HEAD_ROW = 5
# A font of openpyxl without a name becomes a serif in other programs than Excel.
FACE = "Calibri"
_HEAD = PatternFill("solid", fgColor=LIGHT.accent.lstrip("#"))
_BANNER = PatternFill("solid", fgColor=LIGHT.warning_soft.lstrip("#"))
_UNKNOWN = Font(name=FACE, italic=True, color=LIGHT.muted.lstrip("#"))
_LINE = Border(bottom=Side(style="thin", color=LIGHT.line.lstrip("#")))


@dataclass(frozen=True, slots=True)
class Col:
    """A column of a sheet: heading, number format ("@" for text), width and how it is summed.

    Attributes
    ----------
    total : str
        "" no total, "sum" the sum, "ratio:A:B" the quotient of the totals of the columns A and B.
    """

    key: str
    heading: str
    form: str = "@"
    width: float = 14.0
    total: str = ""


def write(
    bundle: ResultBundle, path: Path, options: SheetOptions, words: Words, progress: Progress = SILENT
) -> None:
    """Write the workbook to `path`."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    book.properties.title = title_of(bundle, options, words)
    book.properties.creator = options.prepared_by or words("app.title")
    stamp = dt.datetime.combine(bundle.as_of, dt.time())
    book.properties.created = book.properties.modified = stamp
    heads = (title_of(bundle, options, words), subtitle_of(bundle, options, words))
    marks = _marks(bundle, options, words)
    sheets = (
        (words("book.communes"), *_communes(bundle, words)),
        (words("book.villages_without"), *_villages_without(bundle, words)),
        (words("book.sites"), *_sites(bundle, words)),
    )
    results: dict[int, dict[str, float | str]] = {}
    for number, (name, columns, rows) in enumerate(sheets):
        progress.report(0.1 + 0.25 * number, "progress.export")
        sheet = book.create_sheet(name)
        _heading(sheet, heads, marks, words)
        results[number + 1] = _write_sheet(sheet, columns, rows, words)
        if number == 0:
            _write_footnotes(sheet, bundle, HEAD_ROW + len(rows) + 2, words)
    notes = book.create_sheet(words("book.notes"))
    _heading(notes, heads, marks, words)
    _write_notes(notes, bundle, options, words)
    book.save(path)
    finish(path, bundle.as_of, results)


# -- what the sheets hold ---------------------------------------------------------------------------


def _communes(bundle: ResultBundle, words: Words) -> tuple[list[Col], list[dict[str, Any]]]:
    columns = [
        Col("code", words("book.code"), "@", 9),
        Col("name", words("book.commune"), "@", 24),
        Col("state", words("book.reported"), "@", 16),
        Col("sites", words("book.all_sites"), "#,##0", 11, "sum"),
        Col("active_sites", words("book.active_sites"), "#,##0", 13, "sum"),
    ]
    for measure in (Measure.VILLAGES, Measure.HOUSEHOLDS, Measure.POPULATION, Measure.AREA):
        parts = parts_of(measure, bundle)
        if parts is None:
            continue
        top, bottom = parts
        form = "#,##0.0" if measure is Measure.AREA else "#,##0"
        columns += [
            Col(top, words(f"book.{measure.value}.part"), form, 14, "sum"),
            Col(bottom, words(f"book.{measure.value}.whole"), form, 14, "sum"),
            Col(f"{top}/{bottom}", words(f"book.{measure.value}.share"), "0%", 11, f"ratio:{top}:{bottom}"),
        ]
    columns.append(Col("incidents", words("book.incidents"), "#,##0", 11, "sum"))
    full_names = dict(zip(bundle.boundaries.gdf["code"], bundle.boundaries.gdf["full_name"], strict=True))
    rows = []
    for code, row in bundle.coverage.communes.iterrows():
        reported = bool(row["reported"]) if pd.notna(row["reported"]) else True
        answer = ("yes" if reported else "no") if bundle.submissions_kept else "unkept"
        state = words(f"book.reported.{answer}")
        values = {column.key: row.get(column.key) for column in columns}
        rows.append({**values, "code": str(code), "name": full_names[code], "state": state})
    return columns, sorted(rows, key=lambda entry: collation_key(str(entry["name"])))


def _villages_without(bundle: ResultBundle, words: Words) -> tuple[list[Col], list[dict[str, Any]]]:
    columns = [
        Col("name", words("book.village"), "@", 30),
        Col("commune", words("book.commune"), "@", 24),
        Col("households", words("book.households"), "#,##0", 10, "sum"),
        Col("population", words("book.population"), "#,##0", 12, "sum"),
        Col("households_business", words("book.households_business"), "#,##0", 18, "sum"),
    ]
    villages = bundle.villages
    without = villages[~villages["with_sites"].astype(bool)]
    reported = bundle.coverage.communes["reported"].fillna(True).astype(bool)
    # A commune that has not reported has no known gaps: its villages are not listed.
    without = without[~without["commune_code_at"].isin(set(reported.index[~reported]))]
    return columns, _rows(without, columns, _full_names(bundle))


def _sites(bundle: ResultBundle, words: Words) -> tuple[list[Col], list[dict[str, Any]]]:
    columns = [
        Col("name", words("book.site"), "@", 34),
        Col("initiative_name", words("book.initiative"), "@", 34),
        Col("commune", words("book.commune"), "@", 24),
        Col("status", words("book.status"), "@", 16),
        Col("counted", words("book.counted"), "@", 11),
        Col("position", words("book.position"), "@", 13),
        Col("founded_on", words("book.founded_on"), "dd/mm/yyyy", 13),
        Col("last_activity_on", words("book.last_activity_on"), "dd/mm/yyyy", 15),
        Col("households_enrolled", words("book.households_enrolled"), "#,##0", 12, "sum"),
        Col("lon", words("book.lon"), "0.000000", 12),
        Col("lat", words("book.lat"), "0.000000", 12),
    ]
    sites = bundle.sites
    shown = sites.assign(
        status=[_word(words, "site_status", value) for value in sites["status"]],
        position=[_word(words, "position", value) for value in sites["position"]],
        counted=[words("book.yes" if counts else "book.no") for counts in sites["counts"]],
    )
    return columns, _rows(shown, columns, _full_names(bundle))


def _full_names(bundle: ResultBundle) -> dict[str, str]:
    gdf = bundle.boundaries.gdf
    return {str(code): str(name) for code, name in zip(gdf["code"], gdf["full_name"], strict=True)}


def _rows(frame: pd.DataFrame, columns: Sequence[Col], communes: dict[str, str]) -> list[dict[str, Any]]:
    keys = [column.key for column in columns if column.key in frame.columns]
    rows = [
        {**dict(zip(keys, values, strict=True)), "commune": communes.get(str(code), "")}
        for values, code in zip(
            frame[keys].itertuples(index=False, name=None), frame["commune_code_at"], strict=True
        )
    ]
    return sorted(rows, key=lambda row: (collation_key(row["commune"]), collation_key(str(row["name"]))))


def _word(words: Words, group: str, value: object) -> str:
    return words(f"{group}.{value}") if isinstance(value, str) else ""


# -- how they are written ---------------------------------------------------------------------------


def _write_sheet(
    sheet: Worksheet,
    columns: Sequence[Col],
    rows: Sequence[dict[str, Any]],
    words: Words,
) -> dict[str, float | str]:
    """Write heads, rows and totals; return what each formula gives."""
    letters = {column.key: get_column_letter(number) for number, column in enumerate(columns, 1)}
    for number, column in enumerate(columns, 1):
        cell = sheet.cell(HEAD_ROW, number, column.heading)
        cell.font, cell.fill = Font(name=FACE, bold=True, color="FFFFFF"), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[letters[column.key]].width = column.width
    sheet.row_dimensions[HEAD_ROW].height = 48
    last = HEAD_ROW + len(rows)
    for line, row in enumerate(rows, HEAD_ROW + 1):
        for number, column in enumerate(columns, 1):
            _write_cell(sheet, line, number, column, row, letters, words)
    if rows:
        _write_totals(sheet, columns, letters, last, words)
    results = _results(columns, rows, letters, words)
    sheet.freeze_panes = f"C{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(columns))}{max(last, HEAD_ROW)}"
    _page_setup(sheet, f"{HEAD_ROW}:{HEAD_ROW}")
    return results


def _results(
    columns: Sequence[Col], rows: Sequence[dict[str, Any]], letters: dict[str, str], words: Words
) -> dict[str, float | str]:
    """Return cell → what its formula gives while no filter is set, for readers that do not compute."""
    known = {
        column.key: pd.Series([row.get(column.key) for row in rows], dtype="Float64")
        for column in columns
        if column.total == "sum"
    }
    total = HEAD_ROW + len(rows) + 1
    results: dict[str, float | str] = {}
    for column in columns if rows else ():
        letter = letters[column.key]
        if column.total == "sum":
            results[f"{letter}{total}"] = float(known[column.key].sum(skipna=True))
        elif column.total.startswith("ratio:"):
            part, whole = (known[key] for key in column.total.split(":")[1:])
            shares = part / whole
            for line, (share, below) in enumerate(zip(shares, whole, strict=True), HEAD_ROW + 1):
                is_known = not pd.isna(share) and below > 0
                results[f"{letter}{line}"] = float(share) if is_known else words("value.no_data")
            below = whole[~part.isna()].sum()
            results[f"{letter}{total}"] = float(part.sum() / below) if below > 0 else 0.0
    return results


def _write_footnotes(sheet: Worksheet, bundle: ResultBundle, line: int, words: Words) -> None:
    """Write below the totals why they are smaller than the totals a leader knows."""
    communes = bundle.coverage.communes
    listed = int(communes["sites"].astype("Int64").sum())
    texts = [words("book.total_note")]
    if listed < len(bundle.sites):
        texts.append(
            words(
                "book.total_sites",
                listed=words.number(listed),
                rest=words.count(len(bundle.sites) - listed),
                all=words.number(len(bundle.sites)),
            )
        )
    for row, text in enumerate([*texts, *about_rates(bundle, words)], line):
        put_text(sheet.cell(row, 1), text)
        sheet.cell(row, 1).font = _UNKNOWN


def _write_cell(
    sheet: Worksheet,
    line: int,
    number: int,
    column: Col,
    row: dict[str, Any],
    letters: dict[str, str],
    words: Words,
) -> None:
    cell = sheet.cell(line, number)
    cell.border = _LINE
    if column.total.startswith("ratio:"):
        _, top, bottom = column.total.split(":")
        a, b = f"{letters[top]}{line}", f"{letters[bottom]}{line}"
        # No share where either part is text (no data) or the whole is zero.
        missing = words("value.no_data")
        cell.value = f'=IF(AND(ISNUMBER({a}),ISNUMBER({b}),N({b})>0),{a}/{b},"{missing}")'
        cell.number_format = column.form
        cell.alignment = Alignment(horizontal="right", shrink_to_fit=True)
        return
    value = row.get(column.key)
    if value is None or pd.isna(value):
        if column.form != "@":
            cell.value, cell.font = words("value.no_data"), _UNKNOWN
            cell.alignment = Alignment(horizontal="right", shrink_to_fit=True)
        return
    if column.form == "@":
        put_text(cell, str(value))
    elif isinstance(value, (dt.date, pd.Timestamp)):
        cell.value = dt.date(value.year, value.month, value.day)
    else:
        plain = float(value)
        cell.value = int(plain) if plain.is_integer() else plain
    cell.number_format = column.form


def put_text(cell: Any, text: str) -> None:
    """Write text as text: one that starts with = + - @ is never a formula, and control letters go."""
    cell.value = "".join(letter for letter in text if letter in "\t\n" or ord(letter) >= 32)
    cell.data_type = "s"
    if text[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True


def _write_totals(
    sheet: Worksheet, columns: Sequence[Col], letters: dict[str, str], last: int, words: Words
) -> None:
    line = last + 1
    first = HEAD_ROW + 1
    for number, column in enumerate(columns, 1):
        cell = sheet.cell(line, number)
        cell.font, cell.border = Font(name=FACE, bold=True), Border(top=Side(style="medium"))
        letter = letters[column.key]
        if number == 1:
            cell.value = words("book.total")
        elif column.total == "sum":
            # SUBTOTAL follows the filter; 109 adds up what is seen.
            cell.value, cell.number_format = f"=SUBTOTAL(109,{letter}{first}:{letter}{last})", column.form
        elif column.total.startswith("ratio:"):
            cell.value, cell.number_format = _total_ratio(column, letters, first, last), "0.0%"


def _total_ratio(column: Col, letters: dict[str, str], first: int, last: int) -> str:
    """Return the quotient of sums over the visible rows whose numerator is known."""
    _, top, bottom = column.total.split(":")
    a, b = (f"{letters[key]}{first}:{letters[key]}{last}" for key in (top, bottom))
    # SUBTOTAL of single cells tells which rows the filter shows; text counts as zero in SUMPRODUCT.
    seen = f"SUBTOTAL(103,OFFSET({letters[top]}{first},ROW({a})-{first},0))"
    upper, lower = (f"SUMPRODUCT({seen}*ISNUMBER({a}),{part})" for part in (a, b))
    return f"=IF({lower}>0,{upper}/{lower},0)"


def _marks(bundle: ResultBundle, options: SheetOptions, words: Words) -> tuple[str, str]:
    """Return the warnings that stand on every sheet, and the note on handling."""
    warnings = [words("sample.mark")] if bundle.sample else []
    if bundle.schematic:
        warnings.append(words("boundaries.schematic"))
    handling = words("sheet.handling") if options.handling is None else options.handling
    return " · ".join(warnings), handling


def _heading(sheet: Worksheet, heads: tuple[str, str], marks: tuple[str, str], words: Words) -> None:
    put_text(sheet.cell(1, 1), heads[0])
    sheet.cell(1, 1).font = Font(name=FACE, bold=True, size=15)
    warning, handling = marks
    put_text(sheet.cell(2, 1), " · ".join(text for text in (heads[1], handling) if text))
    sheet.cell(2, 1).font = Font(name=FACE, color=LIGHT.muted.lstrip("#"))
    if warning:
        cell = sheet.cell(3, 1, warning)
        cell.font = Font(name=FACE, bold=True, color=LIGHT.warning.lstrip("#"))
        for number in range(1, 6):
            sheet.cell(3, number).fill = _BANNER
    footer: Any = sheet.oddFooter
    footer.left.text, footer.center.text, footer.right.text = warning or None, handling or None, "&P/&N"


def _page_setup(sheet: Worksheet, title_rows: str) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = title_rows


def _write_notes(sheet: Worksheet, bundle: ResultBundle, options: SheetOptions, words: Words) -> None:
    schematic = [(words("book.warning"), words("boundaries.schematic"))] if bundle.schematic else []
    lines: Iterable[tuple[str, str]] = [
        *schematic,
        *((figure.value, figure.text) for figure in key_figures(bundle, words)),
        (words("book.initiative"), initiatives_text(bundle, words, most=20)),
        (words("book.how"), "\n".join(how_counted(bundle, words))),
        (words("book.sites"), stock_text(bundle, words)),
        (words("book.incident_period"), period_text(bundle, words)),
        (words("book.as_of"), words.date(bundle.as_of)),
        (words("book.reported"), reported_text(bundle, words, most=75)),
        *((words("sheet.notes"), text) for text in remarks(bundle, words)),
        (words("book.units"), vintage_text(bundle, words)),
        (words("book.source"), source_of(bundle, options, words)),
        (words("book.crs"), words("sheet.crs")),
        (words("book.prepared_by"), options.prepared_by),
        (words("book.stamp"), bundle.stamp),
    ]
    for line, (label, text) in enumerate(lines, HEAD_ROW):
        put_text(sheet.cell(line, 1), label)
        sheet.cell(line, 1).font = Font(name=FACE, bold=True)
        put_text(sheet.cell(line, 2), text)
        for number in (1, 2):
            sheet.cell(line, number).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 110
    _page_setup(sheet, "1:1")
