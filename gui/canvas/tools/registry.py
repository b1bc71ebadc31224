"""The tools of the map by name; knows nothing of when they are used."""

from __future__ import annotations

from gui.canvas.tools.base import Tool
from gui.canvas.tools.identify import IdentifyTool
from gui.canvas.tools.measure import MeasureAreaTool, MeasureLengthTool
from gui.canvas.tools.pan import PanTool
from gui.canvas.tools.select import SelectBoxTool, SelectTool
from gui.canvas.tools.select_polygon import SelectPolygonTool
from gui.canvas.tools.zoom_box import ZoomBoxTool

TOOLS: dict[str, type[Tool]] = {
    tool.name: tool
    for tool in (
        PanTool,
        SelectTool,
        SelectBoxTool,
        SelectPolygonTool,
        MeasureLengthTool,
        MeasureAreaTool,
        IdentifyTool,
        ZoomBoxTool,
    )
}
