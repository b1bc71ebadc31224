"""Lets a paper show what the map shows: which layers, in which order, with which looks, names and opacity.

Knows layers as they are handed over; nothing of the document they belong to, of windows or of verbs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from exports.context import Background, Context, ContextRows
from exports.sheet_options import SheetOptions
from layers.layer import Layer
from layers.rasters import RasterLayer
from layers.schema import LayerKind


def as_shown(options: SheetOptions, layers: Iterable[Layer]) -> SheetOptions:
    """Return options that show the visible ones of some layers (bottom first) as they look on the map.

    A raster whose file is not there is left out, as on the map, and named among what is missing. Rows of
    context layers are handed over as they are now: frames are never changed in place.
    """
    tree = tuple(layers)
    shown = [layer for layer in tree if layer.is_shown]
    context = {layer.id: one for layer in shown if (one := brought(layer)) is not None}
    own = (LayerKind.CONTEXT, LayerKind.RASTER)
    return replace(
        options,
        layers=tuple(
            layer.id if layer.kind in own else layer.kind.value
            for layer in shown
            if layer.kind not in own or layer.id in context
        ),
        styles={layer.kind.value: layer.style for layer in tree if layer.kind not in own},
        names={layer.kind.value: layer.name for layer in tree if layer.name and layer.kind not in own},
        opacities={layer.kind.value: layer.shown_opacity for layer in shown if layer.kind not in own},
        context=tuple(context.values()),
        missing=tuple(layer.name or layer.table for layer in tree if _is_missing(layer)),
    )


def _is_missing(layer: Layer) -> bool:
    """Say whether a raster is switched on and its file cannot be drawn."""
    if not isinstance(layer, RasterLayer) or not layer.is_switched_on:
        return False
    return layer.fault is not None or not layer.file.is_file()


def brought(layer: Layer) -> Context | None:
    """Return a context layer or raster as papers and legend take it, None for any other layer."""
    name = layer.name or layer.table
    if isinstance(layer, RasterLayer):
        file = layer.file
        return Background(layer.id, name, file, layer.shown_opacity) if file.is_file() else None
    if layer.kind is LayerKind.CONTEXT and layer.source is not None:
        return ContextRows(layer.id, name, layer.rows(layer.source), layer.style, layer.shown_opacity)
    return None
