"""From where the province, or one commune, is seen best: large, little of it under the cards.

Knows a camera, bounds and rectangles; never a card or a layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF

from gui.canvas.camera import Bounds, Camera, usable_bounds

MARGIN = 0.02  # share of the view on every side
SMALLER = (1.0, 0.97, 0.94, 0.91, 0.88, 0.85, 0.82)
STEPS = 13  # places tried across and down
COST_OF_SMALLER = 0.12  # share of the places hidden that a map of no size at all would be worth
COST_OF_ASIDE = 0.01  # and a map that stands at the edge of the view
EDGE_PX = 8.0
FAR_M = 600_000.0  # three provinces away from the others, a commune is where it is by mistake


@dataclass(frozen=True)
class HomeView:
    """A camera that shows the whole of something, and how good it is: the smaller `cost` the better."""

    camera: Camera
    cost: float


def home_view(
    camera: Camera,
    bounds: Bounds,
    places: npt.NDArray[np.float64],
    cards: Sequence[QRectF],
    margin: float = MARGIN,
) -> HomeView:
    """Return the view that shows `bounds`, of several sizes and places the one with the least cost.

    Parameters
    ----------
    places : ndarray, shape (n, 2), metres
        What should not be hidden: places spread over the communes.
    cards : sequence of QRectF
        What stands over the map, logical pixels.

    Returns
    -------
    HomeView
        Its cost is the share of `places` under cards, and a little for being smaller or farther aside than
        it could be.
    """
    fitted = camera.fitted(bounds, margin)
    if not cards or len(places) == 0:
        return HomeView(fitted, 0.0)
    grown = [card.adjusted(-EDGE_PX, -EDGE_PX, EDGE_PX, EDGE_PX) for card in cards]
    tried = (_best_place(fitted.zoomed(factor), factor, bounds, places, grown) for factor in SMALLER)
    return min(tried, key=lambda view: view.cost)


def _best_place(
    camera: Camera,
    factor: float,
    bounds: Bounds,
    places: npt.NDArray[np.float64],
    cards: Sequence[QRectF],
) -> HomeView:
    """Return the best of all the places where a map of this size lies within the view."""
    side = max(0.0, (camera.width - (bounds[2] - bounds[0]) / camera.m_per_px) / 2 - EDGE_PX)
    above = max(0.0, (camera.height - (bounds[3] - bounds[1]) / camera.m_per_px) / 2 - EDGE_PX)
    right, down = np.linspace(-side, side, STEPS), np.linspace(-above, above, STEPS)
    x, y = camera.to_screen(places[:, 0], places[:, 1])
    cost = COST_OF_SMALLER * (1.0 - factor) + COST_OF_ASIDE * (
        np.abs(right[:, None]) / camera.width + np.abs(down[None, :]) / camera.height
    )
    for card in cards:
        across = (x + right[:, None] > card.left()) & (x + right[:, None] < card.right())
        along = (y + down[:, None] > card.top()) & (y + down[:, None] < card.bottom())
        cost += across.astype(float) @ along.astype(float).T / len(places)
    i, j = np.unravel_index(int(np.argmin(cost)), cost.shape)
    return HomeView(camera.panned(float(right[i]), float(down[j])), float(cost[i, j]))


def bounds_together(each: npt.NDArray[np.float64]) -> Bounds | None:
    """Return the bounds of what lies together; what a mistake has put far away from the others is left out.

    Parameters
    ----------
    each : ndarray of float64, shape (n, 4)
        Bounds in metres; NaN where there is no area.

    Returns
    -------
    tuple of float or None
        None where there is nothing.
    """
    known = each[np.isfinite(each).all(axis=1)]
    if len(known) == 0:
        return None
    middles = (known[:, :2] + known[:, 2:]) / 2
    is_near = (np.abs(middles - np.median(middles, axis=0)) <= FAR_M).all(axis=1)
    near = known[is_near] if is_near.any() else known
    return usable_bounds(np.concatenate([near[:, :2].min(axis=0), near[:, 2:].max(axis=0)]))
