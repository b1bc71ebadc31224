"""Places names on the map without overlaps and draws them with a halo, as text that can be searched.

Knows nothing of communes: it is handed texts, places, priorities and the frame they must stay in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from exports import fonts
from exports.symbols import corners_of

Box = tuple[float, float, float, float]  # left, top, right, bottom

HALO_PT = 1.7
LINE_LEADING = 0.86
PADDING_PT = 1.8


@dataclass(frozen=True, slots=True)
class LabelRequest:
    """A name that wants to stand on the map.

    Attributes
    ----------
    key, text : str
        Identity (a code) and what is written.
    x, y : float
        Where it belongs, in points of the painter (y down).
    priority : float
        The higher, the earlier it chooses.
    room_pt : float
        Width of its area there; a name wider than this is broken into two lines first.
    anchors : tuple of (float, float)
        Other places inside its area, tried in this order after (x, y).
    """

    key: str
    text: str
    x: float
    y: float
    priority: float = 0.0
    room_pt: float = 0.0
    anchors: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A placed name: centre of its lines in points, size, and the start of a leader line if it has one."""

    key: str
    lines: tuple[str, ...]
    x: float
    y: float
    size_pt: float
    leader: tuple[float, float] | None = None

    @property
    def box(self) -> Box:
        """Return left, top, right, bottom in points."""
        width, height = block_size(self.lines, self.size_pt)
        return (self.x - width / 2, self.y - height / 2, self.x + width / 2, self.y + height / 2)


@dataclass(frozen=True, slots=True)
class Placement:
    """Labels that found a place, and the requests that did not (in the order of priority)."""

    labels: tuple[Label, ...]
    left_over: tuple[LabelRequest, ...]


@lru_cache(maxsize=4096)
def block_size(lines: tuple[str, ...], size_pt: float) -> tuple[float, float]:
    """Return width and height in points of centred lines of text."""
    width = max((fonts.text_width(line, size_pt, medium=True) for line in lines), default=0.0)
    return width, len(lines) * fonts.line_height(size_pt, LINE_LEADING)


@lru_cache(maxsize=1024)
def two_lines(text: str) -> tuple[str, ...]:
    """Break a name into two lines as equal as its words allow."""
    words = text.split()
    if len(words) < 2:
        return (text,)
    cuts = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    return min(cuts, key=lambda pair: max(len(pair[0]), len(pair[1])))


class _Taken:
    """Boxes already used, asked by rectangle; a few hundred at most, so plain arrays do."""

    def __init__(self, obstacles: Iterable[Box]) -> None:
        self._boxes = np.array(list(obstacles), float).reshape(-1, 4)

    def add(self, box: Box) -> None:
        self._boxes = np.vstack([self._boxes, box])

    def is_free(self, box: Box) -> bool:
        boxes = self._boxes
        hits = (
            (boxes[:, 0] < box[2]) & (boxes[:, 2] > box[0]) & (boxes[:, 1] < box[3]) & (boxes[:, 3] > box[1])
        )
        return not bool(hits.any())


def place_labels(
    requests: Sequence[LabelRequest],
    frame: Box,
    *,
    sizes_pt: Sequence[float] = (7.5, 6.8, 6.2),
    obstacles: Iterable[Box] = (),
    leaders: bool = False,
    broken: bool = False,
) -> Placement:
    """Give names places in which no two overlap and none leaves the frame.

    Each name takes, in the order of priority, the first that is free of: its anchors at the first size, then
    at smaller sizes; then, with `leaders`, a place nearby joined by a thin line.

    Parameters
    ----------
    requests : sequence of LabelRequest
    frame : (left, top, right, bottom)
        In points; boxes stay inside.
    sizes_pt : sequence of float
        Type sizes, tried from the first to the last.
    obstacles : iterable of (left, top, right, bottom)
        What must stay free: legend, scale bar, north arrow.
    leaders : bool
        Whether a name may stand beside its area with a leader line.
    broken : bool
        Whether a name may take two lines: good on a screen; in a PDF it is then no longer found as a whole.

    Returns
    -------
    Placement
        `labels` in the order placed; the same input always gives the same output.
    """
    taken = _Taken(obstacles)
    labels: list[Label] = []
    waiting: list[LabelRequest] = []
    for request in sorted(requests, key=lambda r: (-r.priority, r.key)):
        label = _inside(request, frame, sizes_pt, taken, broken)
        if label is None:
            waiting.append(request)
            continue
        taken.add(_padded(label.box))
        labels.append(label)
    left_over: list[LabelRequest] = []
    for request in waiting:
        label = _beside(request, frame, sizes_pt[-1], taken) if leaders else None
        if label is None:
            left_over.append(request)
            continue
        taken.add(_padded(label.box))
        labels.append(label)
    return Placement(tuple(labels), tuple(left_over))


def _padded(box: Box) -> Box:
    return (box[0] - PADDING_PT, box[1] - PADDING_PT / 2, box[2] + PADDING_PT, box[3] + PADDING_PT / 2)


def _fits(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _inside(
    request: LabelRequest, frame: Box, sizes_pt: Sequence[float], taken: _Taken, broken: bool
) -> Label | None:
    one: tuple[str, ...] = (request.text,)
    for size in sizes_pt:
        wide = block_size(one, size)[0] > request.room_pt
        forms = [one]
        if broken:
            forms.insert(0 if wide else 1, two_lines(request.text))
        for lines in forms:
            for x, y in ((request.x, request.y), *request.anchors):
                label = Label(request.key, lines, x, y, size)
                if _fits(label.box, frame) and taken.is_free(label.box):
                    return label
    return None


def _beside(request: LabelRequest, frame: Box, size: float, taken: _Taken) -> Label | None:
    lines = (request.text,)
    width, height = block_size(lines, size)
    for ring in range(1, 25):
        reach = 3.0 * ring
        for step in range(16):
            angle = np.pi / 8 * step
            x = request.x + float(np.cos(angle)) * (reach + width / 2)
            y = request.y + float(np.sin(angle)) * (reach + height / 2)
            label = Label(request.key, lines, x, y, size, leader=(request.x, request.y))
            if _fits(label.box, frame) and taken.is_free(label.box):
                return label
    return None


# -- drawing ----------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def _glyph_outlines(char: str) -> tuple[npt.NDArray[np.float64], ...]:
    """Return the outer rings of a letter for type of size 1, with few corners: a halo needs no more.

    Full outlines would make up most of a PDF. Letters are flattened small, so that a curve gets one or two
    corners, and counters (the hole of an o) are left out: the halo fills them.
    """
    path = QPainterPath()
    path.addText(QPointF(0, 0), fonts.font(_HALO_PX, medium=True), char)
    rings = []
    for polygon in path.toSubpathPolygons():
        corners = corners_of(polygon) / _HALO_PX
        if len(corners) > 3:
            rings.append(corners)
    if not rings:
        return ()
    areas = [_signed_area(ring) for ring in rings]
    outer = max(areas, key=abs)
    return tuple(ring for ring, area in zip(rings, areas, strict=True) if area * outer > 0)


_HALO_PX = 14


def _signed_area(ring: npt.NDArray[np.float64]) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


def _halo_path(places: Sequence[tuple[float, float, str]], size: float) -> QPainterPath:
    """Return the outlines of lines of text whose base lines start at (x, y), for type of `size` units."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for x, y, line in places:
        for number, char in enumerate(line):
            start = x + fonts.text_width(line[:number], size, medium=True)
            for ring in _glyph_outlines(char):
                corners = np.round(ring * size + (start, y), 0 if size > 40 else 2)
                path.addPolygon(QPolygonF([QPointF(*corner) for corner in corners.tolist()]))
                path.closeSubpath()
    return path


def draw_label(
    painter: QPainter,
    text: str | Sequence[str],
    x: float,
    y: float,
    unit_pt: float,
    *,
    size_pt: float = 7.5,
    colour: str = "#1B2430",
    halo: str | None = "#FFFFFF",
) -> None:
    """Draw lines of text centred on (x, y) in logical units: the halo as a path beneath, then real text."""
    lines = [text] if isinstance(text, str) else list(text)
    face = fonts.font(size_pt, medium=True, unit_pt=unit_pt)
    step = fonts.line_height(size_pt, LINE_LEADING) * unit_pt
    # The middle of a line lies a little above its base line: a third of the type size.
    first = y - step * (len(lines) - 1) / 2 + 0.36 * size_pt * unit_pt
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(face)
    places = []
    for number, line in enumerate(lines):
        width = fonts.text_width(line, size_pt, medium=True) * unit_pt
        places.append((QPointF(x - width / 2, first + number * step), line))
    if halo is not None:
        pen = QPen(QColor(halo), HALO_PT * unit_pt)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(QColor(halo))
        starts = [(place.x(), place.y(), line) for place, line in places]
        painter.drawPath(_halo_path(starts, size_pt * unit_pt))
    painter.setPen(QColor(colour))
    for place, line in places:
        painter.drawText(place, line)
    painter.restore()


def draw_leader(painter: QPainter, label: Label, unit_pt: float, colour: str = "#1B2430") -> None:
    """Draw the thin line from the area of a label to the nearest point of its text."""
    if label.leader is None:
        return
    left, top, right, bottom = label.box
    x, y = label.leader
    near = (min(max(x, left), right), min(max(y, top), bottom))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shade, width in (("#FFFFFF", 1.5), (colour, 0.5)):
        painter.setPen(QPen(QColor(shade), width * unit_pt))
        painter.drawLine(QLineF(x * unit_pt, y * unit_pt, near[0] * unit_pt, near[1] * unit_pt))
    painter.setBrush(QColor(colour))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QPointF(x * unit_pt, y * unit_pt), 0.9 * unit_pt, 0.9 * unit_pt)
    painter.restore()
