"""One row of a sheet to the values of its table, with every finding on the way.

Knows the columns' types and lists; nothing of what is already in the workspace except names to choose from.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from layers.io.cells import (
    EMPTY,
    Cell,
    Reading,
    as_written,
    fold,
    is_blank,
    read_choice,
    read_date,
    read_integer,
    read_real,
    read_text,
    read_time,
    read_truth,
)
from layers.io.headings import PERSONAL, TABLE_OF, Mapped
from layers.io.list_words import category_details, choice_words, vocabulary_words
from layers.io.placing import Place, Placing
from layers.io.readers import RawTable
from layers.io.report import ImportLayer, Problem, Severity
from layers.schema import (
    TABLES,
    Column,
    ColumnType,
    Precision,
    Table,
)

if TYPE_CHECKING:
    import pandas as pd

# Fields that place a row; `layers.io.placing` reads them together.
PLACE_FIELDS = frozenset(
    {"commune", "commune_old", "district", "village", "lat", "lon", "northing", "easting", "coordinates"}
)
_PLACE_COLUMNS = frozenset(
    {"position", "position_m", "position_text", "village_id", "commune_code", "commune_text"}
)
ACTIVITY_FIELDS: Mapping[str, str] = {"meetings": "times", "attendances": "attendances", "tips": "tips"}
_PRECISION_OF = {
    "founded_on": "founded_precision",
    "happened_on": "happened_precision",
}
_CODE_COLUMNS = frozenset({"ext_key", "number", "decision_no"})
_MERGED_DATE = re.compile(r"\s*\(([\d/.\-]+)\)\s*$")


@dataclass
class TypedRow:
    """One row of a sheet on its way into the workspace.

    Attributes
    ----------
    number : int
        As counted in the sheet.
    values : dict
        Columns of the table the sheet speaks of; None where its cell is empty.
    initiative : str or None
        As written; resolved by `layers.io.importing`.
    activity : dict
        times, attendances, tips of the period.
    """

    number: int
    values: dict[str, object] = field(default_factory=dict)
    extra: dict[str, object] = field(default_factory=dict)
    activity: dict[str, object] = field(default_factory=dict)
    cells: dict[str, object] = field(default_factory=dict)
    initiative: str | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_held(self) -> bool:
        """Whether the row may not be taken as it is."""
        return any(problem.severity is Severity.HELD_BACK for problem in self.problems)

    @property
    def is_mended(self) -> bool:
        """Whether the row is taken, but not as it was written."""
        return not self.is_held and any(p.severity is Severity.MENDED for p in self.problems)

    def find(
        self, severity: Severity, column: str, problem: str, value: str = "", candidates: tuple[str, ...] = ()
    ) -> None:
        """Add a finding."""
        self.problems.append(Problem(self.number, column, problem, value, candidates, severity))


class RowReader:
    """Reads the rows of one sheet.

    Parameters
    ----------
    layer : ImportLayer
    raw : RawTable
    mapped : Mapped
    vocabulary : DataFrame
        Table `vocabulary` of the snapshot.
    placing : Placing or None
        None for a layer without places.
    """

    def __init__(
        self,
        layer: ImportLayer,
        raw: RawTable,
        mapped: Mapped,
        vocabulary: pd.DataFrame,
        placing: Placing | None,
    ) -> None:
        self._layer = layer
        self._raw = raw
        self._mapped = mapped
        self._table: Table = TABLES[TABLE_OF[layer]]
        self._placing = placing
        self._words = vocabulary_words(vocabulary)
        self._details = category_details(vocabulary)
        self._readers = {
            name: self._reader(self._table.by_name[name])
            for name in mapped.fields
            if name in self._table.by_name and name not in _PLACE_COLUMNS
        }

    def read(self, place: int) -> TypedRow:
        """Read the row at `place` of the table."""
        cells = self._raw.rows[place]
        row = TypedRow(self._raw.row_numbers[place])

        def cell(name: str) -> Cell:
            where = self._mapped.position(name)
            return None if where is None else cells[where]

        for heading, name, value in zip(self._mapped.headings, self._mapped.fields, cells, strict=True):
            if name == PERSONAL or (name is None and is_blank(value)):
                continue
            row.cells[heading] = _plain(value)
            if name is None:
                row.extra[heading or "?"] = _plain(value)
            elif name in self._readers:
                self._take(row, name, heading, value)
            elif name in ACTIVITY_FIELDS:
                self._take_activity(row, name, heading, value)
            elif name == "id" and not is_blank(value):
                row.values["id"] = as_written(value)
        self._read_words(row, cell)
        if self._placing is not None:
            points, crs = self._raw.points, self._raw.crs
            found = self._placing.find(cell, points[place] if points else None, crs)
            self._take_place(row, found, cell("village"))
        self._require(row)
        return row

    def _reader(self, column: Column) -> Callable[[Cell], Reading]:
        if column.name in _CODE_COLUMNS:
            return read_text
        if column.name == "happened_time":
            return read_time
        if column.name == "category":
            return self._read_category
        if column.choices is not None:
            words = choice_words(column.choices)
            return lambda cell: read_choice(cell, words)
        if column.vocabulary is not None:
            listed = self._words.get(column.vocabulary, {})
            return lambda cell: read_choice(cell, listed)
        if column.type is ColumnType.REAL and column.minimum == 0:
            return _read_amount
        return _READERS[column.type]

    def _take(self, row: TypedRow, name: str, heading: str, cell: Cell) -> None:
        reading = self._readers[name](cell)
        self._tell(row, heading, cell, reading)
        row.values[name] = reading.value
        precision = _PRECISION_OF.get(name)
        if precision in self._table.by_name:
            row.values[str(precision)] = reading.precision.value if reading.precision else None
        elif reading.precision not in (None, Precision.DAY):
            row.find(Severity.MENDED, heading, f"first_day_of_{reading.precision}", as_written(cell))
        if name == "merged_from" and isinstance(reading.value, list):
            self._take_merger(row, reading.value)

    def _take_merger(self, row: TypedRow, names: list[str]) -> None:
        """Split ``A; B (20/07/2023)`` into the names and the day of the merger."""
        for place, name in enumerate(names):
            match = _MERGED_DATE.search(name)
            if match:
                names[place] = name[: match.start()]
                day = read_date(match.group(1))
                if row.values.get("merged_on") is None and day.value is not None:
                    row.values["merged_on"] = day.value

    def _take_activity(self, row: TypedRow, name: str, heading: str, cell: Cell) -> None:
        reading = read_integer(cell)
        self._tell(row, heading, cell, reading)
        if reading.value is not None:
            row.activity[ACTIVITY_FIELDS[name]] = reading.value

    def _tell(self, row: TypedRow, heading: str, cell: Cell, reading: Reading) -> None:
        if reading.problem:
            row.find(Severity.HELD_BACK, heading, reading.problem, as_written(cell), reading.candidates)
        elif reading.mended:
            row.find(Severity.MENDED, heading, reading.mended, as_written(cell), reading.candidates)

    def _read_words(self, row: TypedRow, cell: Callable[[str], Cell]) -> None:
        """Read what needs two cells: initiative, detail of a category, name and founding day of a site."""
        if not is_blank(cell("initiative")):
            row.initiative = str(read_text(cell("initiative")).value)
        detail = cell("subcategory")
        top = row.values.get("category")
        if not is_blank(detail) and isinstance(top, str) and "." not in top:
            code = self._details.get(top, {}).get(fold(as_written(detail)))
            if code is not None:
                row.values["category"] = code
            else:
                heading = self._mapped.heading("subcategory")
                row.extra[heading] = _plain(detail)
                row.find(Severity.NOTE, heading, "detail_unknown", as_written(detail))
        if self._table.name == "sites":
            if row.values.get("name") is None and not is_blank(cell("village")):
                row.values["name"] = read_text(cell("village")).value
            # Biểu 02 asks for the day of launching only; what counts at a date is the founding day.
            if self._mapped.position("founded_on") is None and "launched_on" in row.values:
                launched = read_date(cell("launched_on"))
                row.values["founded_on"] = launched.value
                row.values["founded_precision"] = launched.precision.value if launched.precision else None

    def _take_place(self, row: TypedRow, place: Place, village: Cell) -> None:
        row.values.update(place.values())
        if self._table.name == "villages":
            row.values["village_id"] = None
        elif place.village_id is None and not is_blank(village):
            # The name stays with the row until the village is known.
            row.extra[self._mapped.heading("village")] = _plain(village)
        for severity, findings in (
            (Severity.NOTE, place.notes),
            (Severity.MENDED, place.mended),
            (Severity.HELD_BACK, place.held),
        ):
            for name, problem, value, candidates in findings:
                row.find(severity, self._place_heading(name), problem, value, candidates)

    def _place_heading(self, name: str) -> str:
        names = ("lat", "northing", "coordinates") if name == "lat" else (name,)
        return next((heading for each in names if (heading := self._mapped.heading(each))), "")

    def _require(self, row: TypedRow) -> None:
        """Hold a row back that lacks what makes it one."""
        for names in _REQUIRED.get(self._layer, ()):
            if all(row.values.get(name) is None for name in names):
                heading = next((h for name in names if (h := self._mapped.heading(name))), names[0])
                if not any(problem.column == heading for problem in row.problems):
                    row.find(Severity.HELD_BACK, heading, "required")
        if self._placing is not None and not row.is_held:
            nowhere = row.values["lon"] is None and row.values["commune_code"] is None
            if nowhere:
                row.find(Severity.HELD_BACK, self._place_heading("commune"), "no_place")

    def _read_category(self, cell: Cell) -> Reading:
        if is_blank(cell):
            return EMPTY
        words = fold(as_written(cell))
        listed = self._words.get("incident_category", {})
        if words in listed:
            return Reading(listed[words])
        found = sorted({codes[words] for codes in self._details.values() if words in codes})
        if len(found) == 1:
            return Reading(found[0])
        return Reading(problem="not_in_list", candidates=tuple(found))


_REQUIRED: Mapping[ImportLayer, tuple[tuple[str, ...], ...]] = {
    ImportLayer.SITES: (("name",),),
    ImportLayer.CLUSTERS: (("name",),),
    ImportLayer.INCIDENTS: (("happened_on",), ("category",)),
    ImportLayer.VILLAGES: (("name",),),
    ImportLayer.INITIATIVES: (("name",),),
}


def _read_amount(cell: Cell) -> Reading:
    reading = read_real(cell)
    if isinstance(reading.value, (int, float)) and reading.value < 0:
        return Reading(problem="negative")
    return reading


def _read_list(cell: Cell) -> Reading:
    if is_blank(cell):
        return EMPTY
    names = [" ".join(part.split()) for part in re.split(r"[;\n]", as_written(cell))]
    return Reading([name for name in names if name])


_READERS: Mapping[ColumnType, Callable[[Cell], Reading]] = {
    ColumnType.TEXT: read_text,
    ColumnType.INTEGER: read_integer,
    ColumnType.REAL: read_real,
    ColumnType.BOOLEAN: read_truth,
    ColumnType.DATE: read_date,
    ColumnType.JSON: _read_list,
}


def file_findings(raw: RawTable, mapped: Mapped) -> list[Problem]:
    """Return what is to be said of the sheet as a whole: columns not taken or not known, rows skipped."""
    found = [Problem(number, "", reason) for number, reason in raw.skipped]
    found += [Problem(number, "", reason, value) for number, reason, value in raw.remarks]
    for place, (heading, name) in enumerate(zip(mapped.headings, mapped.fields, strict=True)):
        if name == PERSONAL:
            found.append(Problem(raw.heading_row, heading, "personal_column"))
        elif place in mapped.doubled:
            found.append(Problem(raw.heading_row, heading, "column_doubled"))
        elif name is None and heading and any(not is_blank(row[place]) for row in raw.rows):
            found.append(Problem(raw.heading_row, heading, "column_kept_as_extra"))
    return found


def _plain(cell: Cell) -> object:
    """Return a cell as a JSON value."""
    if isinstance(cell, (dt.datetime, dt.date, dt.time, dt.timedelta)):
        return as_written(cell)
    return cell
