"""The changes of background pictures by name: adding one, and saying where its file is now.

They look at a document and return its deltas; they read no file.
"""

from __future__ import annotations

from layers.commands import Document, change_cells, new_id
from layers.deltas import ChangeRows, Delta, Many
from layers.schema import LayerKind

# Of the communes over a picture, where they were drawn denser: shades stay readable, and so does the ground.
OPACITY_OVER_PICTURE = 0.55


def add_raster(workspace: Document, name: str, path: str, sha256: str) -> Many:
    """Add a picture below all other layers; communes that would hide it are let through.

    Parameters
    ----------
    name : str
        What the layer is called.
    path : str
        As `layers.rasters.stated_path` gives it.
    sha256 : str
        Of the file as it is now.
    """
    layers = workspace.frame("layers")
    place = int(layers["position"].min()) - 1 if len(layers) else 0
    row = {"kind": LayerKind.RASTER.value, "name": name, "position": place, "path": path, "sha256": sha256}
    deltas: list[Delta] = [ChangeRows.of("layers", {new_id(): (None, row)}), *_let_through(workspace)]
    return Many("command.add_raster", tuple(deltas), {"name": name})


def let_through(workspace: Document) -> Many:
    """Let the communes through to what lies under them, where they are drawn denser."""
    return Many("command.set_layer_opacity", tuple(_let_through(workspace)), {})


def set_raster_file(workspace: Document, identity: str, path: str, sha256: str) -> Many:
    """Say where the file of a picture is now, and which one it is."""
    cells = {identity: {"path": path, "sha256": sha256}}
    return Many("command.set_raster_file", change_cells(workspace, "layers", cells).deltas, {})


def _let_through(workspace: Document) -> list[Delta]:
    layers = workspace.frame("layers")
    hides = (layers["kind"] == LayerKind.BOUNDARIES.value) & (layers["opacity"] > OPACITY_OVER_PICTURE)
    cells = {str(identity): {"opacity": OPACITY_OVER_PICTURE} for identity in layers.index[hides]}
    return list(change_cells(workspace, "layers", cells).deltas) if cells else []
