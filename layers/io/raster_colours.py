"""The pixels of a raster as red, green, blue and alpha: palettes, grey values stretched, what is no data.

Knows bands and values; nothing of places or of where a file comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from layers.io.raster_opening import opened

if TYPE_CHECKING:
    from rasterio.io import DatasetReader

Picture = npt.NDArray[np.uint8]

SAMPLE_PX = 512  # side of the picture that the stretch of grey values is taken from
STRETCH_PERCENT = (2.0, 98.0)


@dataclass(frozen=True)
class Stretch:
    """Lowest and highest value of each band that is drawn as grey or colour."""

    low: tuple[float, ...]
    high: tuple[float, ...]


def stretch_of(path: Path, kind: str) -> Stretch | None:
    """Return (and keep) the stretch of a raster, None where its values are colours already."""
    stat = path.stat()
    return _read_stretch(str(path.resolve()), stat.st_mtime_ns, stat.st_size, kind)


@lru_cache(maxsize=32)
def _read_stretch(path: str, _changed_ns: int, _size: int, kind: str) -> Stretch | None:
    """Return the stretch of a file, from a coarse picture of the whole; None where values are colours."""
    from rasterio.enums import Resampling

    with opened(Path(path), kind) as source:
        bands = _colour_bands(source)
        if _palette(source, bands) is not None or (len(bands) == 3 and source.dtypes[0] == "uint8"):
            return None
        share = min(1.0, SAMPLE_PX / max(source.width, source.height))
        shape = (max(1, round(source.height * share)), max(1, round(source.width * share)))
        values = source.read(bands, out_shape=(len(bands), *shape), resampling=Resampling.nearest)
        seen = source.dataset_mask(out_shape=shape) > 0
    low, high = [], []
    for band in values.astype(np.float64):
        known = band[seen & np.isfinite(band)]
        ends = np.percentile(known, STRETCH_PERCENT) if len(known) else np.array([0.0, 1.0])
        low.append(float(ends[0]))
        high.append(float(ends[1]))
    if len(bands) == 3:  # one stretch for all three, or the colours would change
        low, high = [min(low)] * 3, [max(high)] * 3
    return Stretch(tuple(low), tuple(high))


def _colour_bands(source: DatasetReader) -> list[int]:
    """Return the bands (from 1) that make the picture: red, green, blue where there are, else the first."""
    from rasterio.enums import ColorInterp

    named = {interp: band for band, interp in zip(source.indexes, source.colorinterp, strict=True)}
    colours = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
    if all(colour in named for colour in colours):
        return [named[colour] for colour in colours]
    plain = [band for band in source.indexes if source.colorinterp[band - 1] is not ColorInterp.alpha]
    return plain[:3] if len(plain) >= 3 else plain[:1]


def _palette(source: DatasetReader, bands: list[int]) -> Picture | None:
    """Return red, green, blue, alpha of each value of a band with a palette, None where it has none."""
    from rasterio.enums import ColorInterp

    if len(bands) != 1 or source.colorinterp[bands[0] - 1] is not ColorInterp.palette:
        return None
    size = 65_536 if source.dtypes[bands[0] - 1] == "uint16" else 256
    colours = np.zeros((size, 4), np.uint8)
    for value, colour in source.colormap(bands[0]).items():
        if 0 <= value < size:
            colours[value] = colour
    return colours


def read_rgba(source: DatasetReader, window: Any, shape: tuple[int, int], stretch: Stretch | None) -> Picture:
    """Read a part of a file at a scale as red, green, blue, alpha."""
    from rasterio.enums import Resampling

    bands = _colour_bands(source)
    palette = _palette(source, bands)
    # Codes of a palette must not be averaged.
    is_smaller = shape[0] < window.height or shape[1] < window.width
    way = Resampling.average if palette is None and is_smaller else Resampling.nearest
    values = source.read(bands, window=window, out_shape=(len(bands), *shape), resampling=way)
    mask = source.dataset_mask(window=window, out_shape=shape)
    if palette is not None:
        rgba: Picture = palette[np.clip(values[0].astype(np.int64), 0, len(palette) - 1)]
        rgba[..., 3] = np.minimum(rgba[..., 3], mask)
        return rgba
    rgba = np.empty((*shape, 4), np.uint8)
    for place in range(3):
        band = values[min(place, len(values) - 1)]
        if stretch is not None:
            number = min(place, len(stretch.low) - 1)
            band, mask = _stretched(band, mask, stretch.low[number], stretch.high[number])
        rgba[..., place] = band
    rgba[..., 3] = mask
    return rgba


def _stretched(
    band: npt.NDArray[Any], mask: npt.NDArray[np.uint8], low: float, high: float
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    values = band.astype(np.float64)
    known = np.isfinite(values)
    share = (np.where(known, values, low) - low) / (high - low) if high > low else np.full(band.shape, 0.5)
    return (np.clip(share, 0, 1) * 255).round().astype(np.uint8), np.where(known, mask, 0).astype(np.uint8)


def premultiplied(rgba: Picture) -> Picture:
    """Return a picture whose colours are weighed by alpha: smoothing then makes no dark rims."""
    if (rgba[..., 3] == 255).all():
        return rgba
    out = rgba.copy()
    out[..., :3] = (rgba[..., :3].astype(np.uint16) * rgba[..., 3:].astype(np.uint16) + 127) // 255
    return out


def straight(rgba: Picture) -> Picture:
    """Return a premultiplied picture with its plain colours."""
    alpha = rgba[..., 3]
    soft = (alpha > 0) & (alpha < 255)
    out = np.ascontiguousarray(rgba)
    if soft.any():
        part = out[soft].astype(np.uint16)
        part[:, :3] = np.minimum(255, part[:, :3] * 255 // part[:, 3:])
        out[soft] = part.astype(np.uint8)
    return out
