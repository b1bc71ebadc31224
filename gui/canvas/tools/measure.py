"""The tools that measure distances and areas on the ground.

Know corners and words; never a layer. The figures are those of `analysis.geodesic`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from analysis.geodesic import area_and_perimeter, leg_lengths
from gui.canvas.sketch import Note, Place, Sketch
from gui.canvas.tools.corners import CornersTool
from gui.canvas.tools.measure_text import area_text, length_text


class MeasureLengthTool(CornersTool):
    """Writes the length of each leg and, at its end, of the whole line."""

    name = "measure_length"
    hint = "tool.measure_length.hint"
    hint_going = "tool.line.hint"
    hint_done = "tool.measured.hint"

    def sketch(self) -> Sketch:
        """Return the line with its lengths."""
        made = super().sketch()
        words, line = self.stage.words, _line(made)
        legs = leg_lengths(line)
        notes = []
        if len(legs) > 1:
            notes = [
                Note(*_middle(one, other), length_text(metres, words), leg=(one, other))
                for one, other, metres in zip(line, line[1:], legs.tolist(), strict=False)
            ]
        if len(legs):
            notes.append(Note(*line[-1], length_text(float(legs.sum()), words), is_total=True))
        return replace(made, notes=tuple(notes))

    @property
    def result_text(self) -> str:
        """Lengths of the legs and their sum, one a line, with a tab before the figure."""
        words, legs = self.stage.words, leg_lengths(self.corners)
        if len(legs) == 0:
            return ""
        lines = [
            f"{words('measure.leg', n=words.number(number))}\t{length_text(metres, words)}"
            for number, metres in enumerate(legs.tolist(), start=1)
        ]
        lines = lines if len(legs) > 1 else []
        return "\n".join([*lines, f"{words('measure.total')}\t{length_text(float(legs.sum()), words)}"])


class MeasureAreaTool(CornersTool):
    """Writes the area into the ring, and its perimeter below."""

    name = "measure_area"
    hint = "tool.measure_area.hint"
    hint_going = "tool.ring.hint"
    hint_done = "tool.measured.hint"
    is_area = True

    def sketch(self) -> Sketch:
        """Return the ring with its area."""
        made = super().sketch()
        ring, words = _line(made), self.stage.words
        if len(ring) < 2:
            return made
        area, perimeter = area_and_perimeter(ring)
        if len(ring) == 2:
            return replace(made, notes=(Note(*ring[-1], length_text(perimeter / 2, words), is_total=True),))
        polygon = shapely.Polygon(ring)
        around = words("measure.perimeter_is", length=length_text(perimeter, words))
        if not polygon.is_valid:
            # The parts of a ring that crosses itself count against each other: no figure is better.
            return replace(made, notes=(Note(*ring[-1], words("measure.crosses"), is_total=True),))
        inside = polygon.representative_point()
        return replace(made, notes=(Note(inside.x, inside.y, area_text(area, words), around, is_total=True),))

    @property
    def result_text(self) -> str:
        """Area and perimeter, one a line, with a tab before the figure."""
        words = self.stage.words
        if len(self.corners) < self.least or not shapely.Polygon(self.corners).is_valid:
            return ""
        area, perimeter = area_and_perimeter(self.corners)
        return (
            f"{words('measure.area')}\t{area_text(area, words)}\n"
            f"{words('measure.perimeter')}\t{length_text(perimeter, words)}"
        )


def _line(sketch: Sketch) -> list[Place]:
    """Return the corners with the loose end, unless it stands on the last of them or closes the ring."""
    loose = sketch.loose
    if loose is None or sketch.snaps or loose == sketch.corners[-1]:
        return list(sketch.corners)
    return [*sketch.corners, loose]


def _middle(one: Place, other: Place) -> Place:
    x, y = np.mean([one, other], axis=0).tolist()
    return x, y
