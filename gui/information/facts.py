"""Columns of one row as labelled facts: numbers, dates and words as they are read, unknown ones left out.

Knows the row, the document and the result; never a widget, and computes no figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from gui.canvas.hover_text import number_of, text_of
from gui.information.card import Fact, Section, Tone
from layers.schema import LayerKind
from layers.table_columns import Form, TableColumn, columns_of
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from layers.boundaries import Boundaries
    from layers.workspace import Workspace

KINDS = {"sites": LayerKind.SITES, "incidents": LayerKind.INCIDENTS, "villages": LayerKind.VILLAGES}


class RowFacts:
    """The facts of one row of a table.

    Parameters
    ----------
    words : Words
    workspace : Workspace
    boundaries : Boundaries or None
        For the names of communes.
    bundle : ResultBundle or None
        For what the result says of the row.
    table, identity : str
    """

    def __init__(
        self,
        words: Words,
        workspace: Workspace,
        boundaries: Boundaries | None,
        bundle: ResultBundle | None,
        table: str,
        identity: str,
    ) -> None:
        self.words = words
        self.workspace = workspace
        self.boundaries = boundaries
        self.bundle = bundle
        self.table = table
        self.id = identity
        frame = workspace.frame(table)
        self.row = frame.loc[identity]
        columns = columns_of(KINDS.get(table, LayerKind.CONTEXT), table, frame)
        self.columns: dict[str, TableColumn] = {column.name: column for column in columns}

    # -- facts --------------------------------------------------------------------------------------

    def fact(self, name: str, label: str = "") -> Fact | None:
        """Return a column as a fact, None where its value is not known."""
        column, value = self.columns[name], self.row.get(name)
        text = self._text(column, value)
        return Fact(label or column.title(self.words), text) if text else None

    def facts(self, names: Iterable[str]) -> tuple[Fact, ...]:
        """Return the known ones of some columns."""
        return tuple(fact for name in names if (fact := self.fact(name)) is not None)

    def section(self, title_key: str, names: Iterable[str], *more: Fact | None) -> Section:
        """Return a section of columns, and of facts made elsewhere."""
        made = tuple(fact for fact in more if fact is not None)
        return Section(self.words(title_key), self.facts(names) + made)

    def share(self, label_key: str, part: str, whole: str) -> Fact | None:
        """Return a share with numerator and denominator; the part alone where the whole is not known."""
        above, below = number_of(self.row, part), number_of(self.row, whole)
        if above is None:
            return None
        text = self.words.share(above, below) if below else self.words.number(above)
        return Fact(self.words(label_key), text)

    def result(self, frame: pd.DataFrame | None, name: str) -> Any:
        """Return what the result says of this row, None where it does not speak of it."""
        if frame is None or self.id not in frame.index:
            return None
        value = frame.at[self.id, name]
        return None if pd.isna(value) else value

    def commune_name(self, code: str) -> str:
        """Return the name with its kind of a commune, '' for an unknown code."""
        if self.boundaries is None or not code:
            return ""
        names = self.boundaries.gdf.loc[(self.boundaries.gdf["code"] == code).to_numpy(bool), "full_name"]
        return str(names.iloc[0]) if len(names) else ""

    def term(self, vocabulary: str, code: object) -> str:
        """Return the word of an open list."""
        terms, key = self.workspace.frame("vocabulary"), f"{vocabulary}/{text_of(code)}"
        if key not in terms.index:
            return text_of(code)
        return text_of(terms.at[key, self.words.language]) or text_of(terms.at[key, "vi"])

    # -- sections of every row ----------------------------------------------------------------------

    def place(self) -> Section:
        """Return how well the place is known, where it is, and the coordinates in both systems."""
        words, row = self.words, self.row
        position = text_of(row.get("position")) or "none"
        quality = words(f"position.{position}")
        doubt = number_of(row, "position_m")
        if doubt is not None:
            quality = words("information.doubt", quality=quality, distance=words.length(doubt))
        facts = [Fact(words("hover.position"), quality, Tone.PLAIN if position == "exact" else Tone.WARNING)]
        facts += self._units()
        x, y = number_of(row, "x"), number_of(row, "y")
        lon, lat = number_of(row, "lon"), number_of(row, "lat")
        if x is not None and y is not None and lon is not None and lat is not None:
            degrees = words("search.place", lat=words.number(lat, 5), lon=words.number(lon, 5))
            metres = words("information.metres", north=words.number(y, 1), east=words.number(x, 1))
            facts += [Fact(words("information.degrees"), degrees), Fact(words("information.vn2000"), metres)]
        written = ("position_text", "verified", "verified_source")
        facts += self.facts(name for name in written if name in self.columns)
        return Section(words("information.place"), tuple(facts))

    def source(self) -> Section:
        """Return the sheet and row it came from, and who changed it when."""
        words, row = self.words, self.row
        facts = []
        sources, identity = self.workspace.frame("sources"), text_of(row.get("source_id"))
        if identity in sources.index:
            name = text_of(sources.at[identity, "file_name"])
            number = number_of(row, "source_row")
            told = words("information.source_row", file=name, row=words.number(number)) if number else name
            facts.append(Fact(words("book.source"), told))
        facts += self.facts(("ext_key", "changed_at", "changed_by"))
        return Section(words("information.origin"), tuple(facts))

    def _units(self) -> list[Fact]:
        words = self.words
        frames = {"sites": "sites", "incidents": "incidents", "villages": "villages"}
        shown = getattr(self.bundle, frames[self.table]) if self.bundle is not None else None
        code = self.result(shown, "commune_code_at") or text_of(self.row.get("commune_code"))
        name = self.commune_name(str(code))
        facts = [Fact(words("information.commune"), name)] if name else []
        stated = text_of(self.row.get("commune_code"))
        if name and stated and stated != code:
            other = self.commune_name(stated) or stated
            facts.append(Fact("", words("information.other_commune", name=other), Tone.WARNING))
        villages, village = self.workspace.frame("villages"), text_of(self.row.get("village_id"))
        if village in villages.index:
            facts.append(Fact(words("book.village"), text_of(villages.at[village, "name"])))
        return facts

    # -- values -------------------------------------------------------------------------------------

    def _text(self, column: TableColumn, value: object) -> str:
        """Return a value as it is read, '' for an unknown one."""
        words, form = self.words, column.form
        if value is None or (not isinstance(value, (list, tuple, dict)) and pd.isna(value)):
            return ""
        if form is Form.DATE:
            return words.date(value, text_of(self.row.get(column.precision)) or "day")
        if form is Form.MOMENT:
            return str(value).replace("T", " ").removesuffix("Z")
        if form is Form.YES_NO:
            return words("book.yes" if bool(value) else "book.no")
        if form is Form.WHOLE:
            return words.number(float(value))
        if form is Form.YEAR:
            return str(int(float(value)))
        if form in (Form.REAL, Form.DEGREES):
            number = float(value)
            return words.number(number, next((n for n in (0, 1) if round(number, n) == number), 2))
        return self._word(column, value)

    def _word(self, column: TableColumn, value: Any) -> str:
        words, form = self.words, column.form
        if form is Form.CHOICE:
            return words(f"{column.of}{value}") if words.has(f"{column.of}{value}") else str(value)
        if form is Form.WORD:
            return self.term(column.of, value)
        if form is Form.COMMUNE:
            return self.commune_name(str(value)) or str(value)
        if form is Form.ROW:
            frame = self.workspace.frame(column.of)
            return (
                text_of(frame.at[value, "name"]) if value in frame.index and "name" in frame.columns else ""
            )
        if isinstance(value, (list, tuple)):
            return ", ".join(str(item) for item in value)
        return str(value) if not isinstance(value, dict) else ""
