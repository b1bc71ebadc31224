"""The communes of a result as rows of a table, sorted by any shown column in Vietnamese order.

Knows the result only; computes no figure, and keeps what nobody reported out of every order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from layers.words import Words, collation_key

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

Index = QModelIndex | QPersistentModelIndex

LEAST_SHARE = 0.005  # what lies nearer to nothing or all would be written with decimals

SORT_ROLE = Qt.ItemDataRole.UserRole
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
SHARE_ROLE = Qt.ItemDataRole.UserRole + 2


class Column(StrEnum):
    """A column of the list; its heading is ``communes.<name>`` with the ending of how is counted."""

    NAME = "name"
    SHARE = "share"
    LACKING = "lacking"
    SITES = "sites"


COLUMNS: tuple[Column, ...] = tuple(Column)

# How is counted → columns of the result: numerator and denominator of the share, and what is lacking.
PARTS: Mapping[str, tuple[str, str, str]] = {
    "unit": ("villages_with", "villages", "villages_without"),
    "households": ("households_covered", "households", "households_not_covered"),
    "radius": ("covered_km2", "area_km2", "gap_km2"),
}


@dataclass(frozen=True)
class CommuneRow:
    """One commune; None is "not known", never 0."""

    code: str
    name: str
    full_name: str
    is_reported: bool
    part: float | None
    whole: float | None
    lacking: float | None
    sites: float | None

    @property
    def share(self) -> float | None:
        """Part of the whole, or None where one of them is unknown or the whole is zero."""
        if self.part is None or not self.whole:
            return None
        return self.part / self.whole


def rows_of(bundle: ResultBundle) -> list[CommuneRow]:
    """Return the rows of a result in the order of its communes."""
    part, whole, lacking = PARTS[str(bundle.coverage.covered_by)]
    full_names = dict(zip(bundle.boundaries.codes, bundle.boundaries.gdf["full_name"], strict=True))
    rows = []
    for code, values in bundle.coverage.communes.to_dict("index").items():
        numerator, denominator = _known(values.get(part)), _known(values.get(whole))
        missing = _known(values.get(lacking))
        if missing is None and numerator is not None and denominator is not None:
            missing = denominator - numerator
        is_reported = _known(values.get("reported")) != 0
        rows.append(
            CommuneRow(
                code=str(code),
                name=str(values["name"]),
                full_name=str(full_names.get(str(code)) or values["name"]),
                is_reported=is_reported,
                part=numerator if is_reported else None,
                whole=denominator,
                lacking=missing if is_reported else None,
                sites=_known(values.get("active_sites")) if is_reported else None,
            )
        )
    return rows


class CommuneModel(QAbstractTableModel):
    """Rows of `CommuneRow`; the columns are those of `Column`."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._rows: list[CommuneRow] = []
        self._names: list[Any] = []
        self._by = "unit"
        self._who = "site"

    @property
    def by(self) -> str:
        """How is counted: it decides the words of the headings."""
        return self._by

    def show_rows(self, rows: list[CommuneRow], by: str, who: str = "site") -> None:
        """Show these rows in place of those before; `who` is "cluster" where only clusters are counted."""
        self.beginResetModel()
        self._rows, self._by, self._who = rows, by, who
        self._names = [collation_key(row.name) for row in rows]
        self.endResetModel()

    def row_of(self, code: str) -> int:
        """Return the row of a commune, −1 where it is not shown."""
        return next((number for number, row in enumerate(self._rows) if row.code == code), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of communes."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading, and what it counts in full as its tip."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heading(column)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self.heading(column, is_long=True)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if column is Column.NAME else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def heading(self, column: Column, *, is_long: bool = False) -> str:
        """Return the heading of a column, short or as it stands in a sentence."""
        key = f"communes.{column}" + (".long" if is_long else "")
        endings = (f".{self._by}.{self._who}", f".{self._by}", f".{self._who}", "")
        return self._words(next(key + ending for ending in endings if self._words.has(key + ending)))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return text, sort value, row or alignment of a cell."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == SORT_ROLE:
            return self._names[index.row()] if column is Column.NAME else _sort_value(row, column)
        if role == ROW_ROLE:
            return row
        if role == SHARE_ROLE:
            return row.share if column is Column.SHARE else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.heading(column, is_long=True)}: {self._text(row, column)}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if column is Column.NAME else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, row: CommuneRow, column: Column) -> str:
        words = self._words
        if column is Column.NAME:
            return row.full_name
        if column is Column.SHARE:
            if not row.is_reported:
                return words("communes.not_reported")
            return "–" if row.share is None else self._share_text(row.share)
        value = row.lacking if column is Column.LACKING else row.sites
        if value is None:
            return "–"
        decimals = 1 if column is Column.LACKING and self._by == "radius" else 0
        return words.number(value, decimals)

    def _share_text(self, share: float) -> str:
        """Write a share so that it fits a column, never rounded to 0% or 100%; the tip says it exactly."""
        if 0 < share < LEAST_SHARE or 1 - LEAST_SHARE < share < 1:
            return self._words("communes.share.least" if share < LEAST_SHARE else "communes.share.most")
        return self._words.percent(share)

    def _tip(self, row: CommuneRow) -> str:
        if not row.is_reported:
            return f"{row.full_name}: {self._words('value.no_data')}"
        decimals = 1 if self._by == "radius" else 0
        share = self._words.share(row.part, row.whole, 0)
        if decimals and row.part is not None and row.whole:
            part, whole = self._words.number(row.part, 1), self._words.number(row.whole, 1)
            share = f"{self._words.percent(row.share)} ({part}/{whole} km²)"
        return f"{row.full_name}: {self.heading(Column.SHARE, is_long=True)} {share}"


class CommuneOrder(QSortFilterProxyModel):
    """Sorts by the shown column; unknown values stand last in both directions, ties in Vietnamese order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setSortRole(SORT_ROLE)

    def lessThan(self, left: Index, right: Index) -> bool:
        """Compare two cells."""
        model = self.sourceModel()
        first, second = model.data(left, SORT_ROLE), model.data(right, SORT_ROLE)
        is_rising = self.sortOrder() == Qt.SortOrder.AscendingOrder
        if first == second:
            names = [model.data(model.index(i.row(), 0), SORT_ROLE) for i in (left, right)]
            return (names[0] < names[1]) is is_rising
        if first is None or second is None:
            return (first is not None) is is_rising
        return bool(first < second)


def _sort_value(row: CommuneRow, column: Column) -> float | None:
    return {Column.SHARE: row.share, Column.LACKING: row.lacking, Column.SITES: row.sites}[column]


def _known(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return None if number != number else number
