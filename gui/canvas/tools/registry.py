"""The tools of the map by name; knows nothing of when they are used."""

from __future__ import annotations

from gui.canvas.tools.base import Tool
from gui.canvas.tools.identify import IdentifyTool
from gui.canvas.tools.pan import PanTool
from gui.canvas.tools.zoom_box import ZoomBoxTool

TOOLS: dict[str, type[Tool]] = {tool.name: tool for tool in (PanTool, ZoomBoxTool, IdentifyTool)}
