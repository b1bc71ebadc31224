"""Where the map is looked at from, as a value: centre, scale and size of the view.

Knows metres and logical pixels; never a widget.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Bounds = tuple[float, float, float, float]
FloatArray = npt.NDArray[np.float64]

METRES_PER_LOGICAL_PX = 0.0254 / 96  # one logical pixel is 1/96 inch: the scale that is written
CLOSEST_DENOMINATOR = 2_000.0
WIDEST_FACTOR = 4.0  # the whole province, four times as wide
PROVINCE_BOUNDS: Bounds = (416_000.0, 2_274_000.0, 609_000.0, 2_438_000.0)


@dataclass(frozen=True, slots=True)
class Camera:
    """A north-up view of the plane; y of the map points up, y of the screen down.

    Attributes
    ----------
    x, y : float
        Metres at the middle of the view.
    m_per_px : float
        Metres a logical pixel.
    width, height : float
        Size of the view in logical pixels.

    Examples
    --------
    >>> camera = Camera(1000.0, 500.0, 10.0, 200.0, 100.0)
    >>> camera.to_map(0.0, 0.0)
    (0.0, 1000.0)
    >>> camera.bounds
    (0.0, 0.0, 2000.0, 1000.0)
    """

    x: float
    y: float
    m_per_px: float
    width: float
    height: float

    @property
    def bounds(self) -> Bounds:
        """Return min x, min y, max x, max y of the view in metres."""
        half_w, half_h = self.width * self.m_per_px / 2, self.height * self.m_per_px / 2
        return (self.x - half_w, self.y - half_h, self.x + half_w, self.y + half_h)

    @property
    def denominator(self) -> float:
        """Return the denominator of the scale, 1 logical pixel being 1/96 inch."""
        return self.m_per_px / METRES_PER_LOGICAL_PX

    def to_map(self, px: float, py: float) -> tuple[float, float]:
        """Return metres at a place of the view."""
        return (
            self.x + (px - self.width / 2) * self.m_per_px,
            self.y - (py - self.height / 2) * self.m_per_px,
        )

    def to_screen(self, x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return logical pixels of places in metres."""
        scale = 1.0 / self.m_per_px
        px = (np.asarray(x, float) - self.x) * scale + self.width / 2
        py = (self.y - np.asarray(y, float)) * scale + self.height / 2
        return px, py

    def resized(self, width: float, height: float) -> Camera:
        """Return the camera for another size of view: same centre, same scale."""
        return replace(self, width=max(1.0, width), height=max(1.0, height))

    def panned(self, dx_px: float, dy_px: float) -> Camera:
        """Return the camera after the map was pulled by logical pixels."""
        return replace(self, x=self.x - dx_px * self.m_per_px, y=self.y + dy_px * self.m_per_px)

    def zoomed(self, factor: float, px: float | None = None, py: float | None = None) -> Camera:
        """Return the camera `factor` times closer, the place under (px, py) staying where it is."""
        px = self.width / 2 if px is None else px
        py = self.height / 2 if py is None else py
        x, y = self.to_map(px, py)
        scale = self.m_per_px / factor
        return replace(
            self,
            x=x - (px - self.width / 2) * scale,
            y=y + (py - self.height / 2) * scale,
            m_per_px=scale,
        )

    def fitted(self, bounds: Bounds, margin: float = 0.0) -> Camera:
        """Return the camera that shows these bounds with `margin` (share of the view) on every side."""
        min_x, min_y, max_x, max_y = bounds
        inner = max(0.05, 1 - 2 * margin)
        scale = max((max_x - min_x) / (self.width * inner), (max_y - min_y) / (self.height * inner))
        return replace(
            self, x=(min_x + max_x) / 2, y=(min_y + max_y) / 2, m_per_px=scale if scale > 0 else self.m_per_px
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """How near, how far and how far away the camera may go, about the bounds of the province."""

    bounds: Bounds = PROVINCE_BOUNDS

    def widest(self, camera: Camera) -> float:
        """Return the most metres a pixel: the whole province, four times as wide."""
        return camera.fitted(self.bounds).m_per_px * WIDEST_FACTOR

    def scale(self, camera: Camera, m_per_px: float) -> float:
        """Return the allowed scale nearest to `m_per_px`."""
        nearest = CLOSEST_DENOMINATOR * METRES_PER_LOGICAL_PX
        return float(min(max(m_per_px, nearest), max(nearest, self.widest(camera))))

    def held(self, camera: Camera, px: float | None = None, py: float | None = None) -> Camera:
        """Return the camera within the limits: scale about (px, py), centre within the province."""
        allowed = self.scale(camera, camera.m_per_px)
        if allowed != camera.m_per_px:
            camera = camera.zoomed(camera.m_per_px / allowed, px, py)
        min_x, min_y, max_x, max_y = self.bounds
        return replace(
            camera, x=float(np.clip(camera.x, min_x, max_x)), y=float(np.clip(camera.y, min_y, max_y))
        )


def usable_bounds(bounds: Bounds | npt.ArrayLike) -> Bounds | None:
    """Return bounds as four finite floats, or None where they are not a place."""
    values = [float(value) for value in np.asarray(bounds, float).ravel()]
    if len(values) != 4 or not all(np.isfinite(values)) or values[0] > values[2] or values[1] > values[3]:
        return None
    return (values[0], values[1], values[2], values[3])
