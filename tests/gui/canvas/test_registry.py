"""Which item draws which layer."""

from __future__ import annotations

from gui.canvas.items.boundaries import BoundariesItem
from gui.canvas.items.points import PointsItem, VillagesItem
from gui.canvas.items.registry import ITEMS, item_class
from gui.canvas.tools.registry import TOOLS
from layers.boundaries import BoundariesLayer
from layers.layer import Layer
from layers.schema import LayerKind
from layers.sites import ClustersLayer
from layers.villages import VillagesLayer


def test_the_item_of_a_class_is_that_of_its_nearest_ancestor():
    class Special(ClustersLayer):
        """A kind of cluster nobody knows yet."""

    assert item_class(Special("a", LayerKind.CLUSTERS, "sites")) is PointsItem
    assert item_class(VillagesLayer("b", LayerKind.VILLAGES, "villages")) is VillagesItem
    assert item_class(BoundariesLayer("c", LayerKind.BOUNDARIES, "communes")) is BoundariesItem


def test_a_layer_nothing_draws_has_no_item():
    assert item_class(Layer("d", LayerKind.RASTER, "")) is None


def test_every_item_can_be_told_rows_and_style():
    for kind in ITEMS.values():
        assert callable(kind.take_rows)
        assert callable(kind.take_style)


def test_tools_are_known_by_their_own_names():
    assert {"pan", "select", "select_box", "select_polygon", "measure_length", "measure_area"} <= set(TOOLS)
    assert all(tool.name == name for name, tool in TOOLS.items())
