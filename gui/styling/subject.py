"""What the style window needs of a layer: its rows as they are shown, and which columns may decide its look.

Knows layers and results as they are handed over; never a widget.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from exports.context import NO_NAMES, Form, form_of
from exports.points import POINT_KINDS, rows_of
from exports.shading import SHARES, rates
from exports.style_columns import Choice, ChoiceKind, ValueNames, choices, label_choices, numbers_of
from layers.schema import LayerKind

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from layers.layer import Frames, Layer
    from layers.words import Words


@dataclass(frozen=True, eq=False)
class Subject:
    """One layer whose look is set.

    Attributes
    ----------
    kind : LayerKind
    title : str
    rows : DataFrame
        What is shown of it; of communes the table of the result.
    names : ValueNames
    choices, labels : tuple of Choice
        Columns that may decide the look, and those that may be written beside points.
    form : Form
        Of a context layer: points, lines or areas; sizes and density are for points.
    """

    kind: LayerKind
    title: str
    rows: pd.DataFrame
    names: ValueNames
    choices: tuple[Choice, ...]
    labels: tuple[Choice, ...]
    bundle: ResultBundle | None
    form: Form = Form.POINT

    @classmethod
    def of(cls, layer: Layer, source: Frames, bundle: ResultBundle | None, words: Words) -> Subject:
        """Take a layer as the map shows it now."""
        rows = _rows(layer, source, bundle)
        is_context = layer.kind is LayerKind.CONTEXT
        return cls(
            kind=layer.kind,
            title=layer.title(words),
            rows=rows,
            # The columns of a context layer are its own: no list of the workspace speaks of them.
            names=NO_NAMES if is_context else ValueNames.of_source(source),
            form=form_of(rows) if is_context else Form.POINT,
            choices=choices(layer.kind, rows, words),
            labels=label_choices(layer.kind, rows, words) if layer.kind is not LayerKind.BOUNDARIES else (),
            bundle=bundle,
        )

    @property
    def is_communes(self) -> bool:
        """Whether the layer is the communes, whose counts are never shaded."""
        return self.kind is LayerKind.BOUNDARIES

    @property
    def is_points(self) -> bool:
        """Whether rows are points, which may differ in size and be counted by cells."""
        return self.form is Form.POINT and not self.is_communes

    def of_kind(self, *kinds: ChoiceKind) -> tuple[Choice, ...]:
        """Return the columns of some kinds."""
        return tuple(choice for choice in self.choices if choice.kind in kinds)

    def is_share(self, column: str) -> bool:
        """Say whether the values of a column are written as percentages."""
        return any(choice.is_share for choice in self.choices if choice.column == column)

    def numbers(self, column: str) -> npt.NDArray[np.float64]:
        """Return the number of each row, NaN where there is none."""
        if self.is_communes and column in SHARES and self.bundle is not None:
            known = rates(self.bundle, SHARES[column]).values()
            return np.array([np.nan if rate is None else rate for rate in known], dtype=np.float64)
        return numbers_of(self.rows, column)


def _rows(layer: Layer, source: Frames, bundle: ResultBundle | None) -> pd.DataFrame:
    if bundle is not None and layer.kind is LayerKind.BOUNDARIES:
        return bundle.coverage.communes
    if bundle is not None and layer.kind.value in POINT_KINDS:
        return rows_of(bundle, layer.kind.value)
    return layer.rows(source)
