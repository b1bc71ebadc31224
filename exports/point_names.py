"""Asks for names beside points on a sheet: which, where, and how important each is.

Knows results, styles and points of a page; nothing of painting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from exports.labels import LabelRequest, block_size
from exports.point_looks import PointGroup, point_looks
from exports.points import POINT_KINDS, rows_of
from exports.style_columns import label_texts, label_weights
from layers.style import Style

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

FloatArray = npt.NDArray[np.float64]

MOST_NAMES = 600  # of one kind, the most important
GAP_PT = 2.2  # between a symbol and its name
_RANK = 1e12  # a kind above another outweighs any number of people


def name_requests(
    bundle: ResultBundle,
    styles: Mapping[str, Style],
    visible: set[str],
    scale: int,
    to_page_pt: Callable[[FloatArray], FloatArray],
) -> dict[float, list[LabelRequest]]:
    """Return size of type → names that want to stand on a sheet, clusters over sites over villages.

    Parameters
    ----------
    scale : int
        Denominator of the sheet; styles say from which one names are written.
    to_page_pt : callable
        Metres (n, 2) → points of the page.
    """
    asked: dict[float, list[LabelRequest]] = {}
    for rank, kind in enumerate(reversed(POINT_KINDS)):
        labels = styles[kind].labels
        if kind not in visible or not labels or (labels.from_scale and scale > labels.from_scale):
            continue
        rows = rows_of(bundle, kind)
        texts = label_texts(labels, rows)
        looks = point_looks(bundle, kind, styles[kind])
        if texts is None or looks.density is not None:
            continue
        weights = label_weights(labels, rows, kind)
        made = []
        for group in looks.groups:
            made += group_requests(group, kind, texts, weights + rank * _RANK, to_page_pt, labels.size_pt)
        made.sort(key=lambda request: -request.priority)
        asked.setdefault(labels.size_pt, []).extend(made[:MOST_NAMES])
    return asked


def group_requests(
    group: PointGroup,
    key: str,
    texts: npt.NDArray[np.object_],
    weights: FloatArray,
    to_page_pt: Callable[[FloatArray], FloatArray],
    size_pt: float,
) -> list[LabelRequest]:
    """Return the names of places that stand for one point each."""
    sizes = np.full(len(group.places), group.symbol.size_pt) if group.sizes_pt is None else group.sizes_pt
    alone = np.flatnonzero(group.counts == 1)
    first = np.cumsum(group.counts) - group.counts
    page = to_page_pt(group.places)
    requests = []
    for place in alone.tolist():
        row = int(group.rows[first[place]])
        text = str(texts[row])
        if not text:
            continue
        x, y = (float(value) for value in page[place])
        width, height = block_size((text,), size_pt)
        across, up = sizes[place] / 2 + GAP_PT + width / 2, sizes[place] / 2 + GAP_PT + height / 2
        anchors = ((x - across, y), (x, y - up), (x, y + up))
        requests.append(
            LabelRequest(f"{key}/{row}", text, x + across, y, float(weights[row]), width, anchors)
        )
    return requests
