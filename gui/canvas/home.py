"""From where the whole province is seen best: as large as it fits, little of it under the legend.

Knows a camera, bounds and rectangles; never a card or a layer.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF

from gui.canvas.camera import Bounds, Camera

MARGIN = 0.045  # share of the view on every side
SMALLER = (1.0, 0.95, 0.9, 0.85, 0.8)
COST_OF_SMALLER = 25.0  # hidden places that a map of no size at all would be worth
EDGE_PX = 12.0


def home_camera(
    camera: Camera, bounds: Bounds, places: npt.NDArray[np.float64], card: QRectF | None, right_px: float
) -> Camera:
    """Return the camera that shows `bounds`.

    Parameters
    ----------
    places : ndarray, shape (n, 2), metres
        What should not be hidden: the middles of the communes.
    card : QRectF or None
        What stands over the lower left corner, logical pixels.
    right_px : float
        Room to leave at the right, for buttons.

    Returns
    -------
    Camera
        Of five sizes the one that hides few places without being much smaller than it could be. The map is
        moved to the right and up as far as the view allows, but no farther than it helps.
    """
    fitted = camera.fitted(bounds, MARGIN)
    if card is None or len(places) == 0:
        return fitted
    best, least = fitted, float("inf")
    for factor in SMALLER:
        moved = _moved(fitted.zoomed(factor), bounds, card, right_px)
        x, y = moved.to_screen(places[:, 0], places[:, 1])
        under = (x < card.right() + EDGE_PX) & (y > card.top() - EDGE_PX)
        cost = int(under.sum()) + COST_OF_SMALLER * (1.0 - factor)
        if cost < least:
            best, least = moved, cost
    return best


def _moved(camera: Camera, bounds: Bounds, card: QRectF, right_px: float) -> Camera:
    """Return the camera with the map moved into the free room at the right and above."""
    side = (camera.width - (bounds[2] - bounds[0]) / camera.m_per_px) / 2
    above = (camera.height - (bounds[3] - bounds[1]) / camera.m_per_px) / 2
    right = max(0.0, min(card.right() + EDGE_PX - side, side - right_px))
    up = max(0.0, min(camera.height - card.top() - above, above - EDGE_PX))
    return camera.panned(right, -up)
