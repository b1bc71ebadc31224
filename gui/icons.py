"""The line icons of the window, drawn from resources/icons in the colours of the theme.

Knows no action and no widget.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons"
SIZES = (16, 20, 24, 32, 40, 48, 64)


class Icon(StrEnum):
    """Name of an icon: the file resources/icons/<name>.svg, drawn in currentColor on 24 × 24."""

    HOME = "home"
    MAP = "map"
    NEW = "new"
    OPEN = "open"
    SAVE = "save"
    UNDO = "undo"
    REDO = "redo"
    PAN = "pan"
    SELECT = "select"
    SELECT_BOX = "select_box"
    SELECT_POLYGON = "select_polygon"
    MEASURE_LENGTH = "measure_length"
    MEASURE_AREA = "measure_area"
    IDENTIFY = "identify"
    ZOOM_BOX = "zoom_box"
    PREVIOUS_VIEW = "previous_view"
    NEXT_VIEW = "next_view"
    PLUS = "plus"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    PROVINCE = "province"
    BOUNDARIES = "boundaries"
    IMAGE = "image"
    PAGE = "page"
    TABLE = "table"
    GLOBE = "globe"
    CLOSE = "close"
    INFO = "info"
    WARNING = "warning"
    LAYERS = "layers"
    COVERAGE = "coverage"
    SAMPLE = "sample"
    SUN = "sun"
    MOON = "moon"
    COPY = "copy"
    CHEVRON = "chevron"
    EARLIER = "earlier"
    LATER = "later"
    CALENDAR = "calendar"
    STYLE = "style"
    COMPARE = "compare"
    PLAY = "play"
    PAUSE = "pause"
    STEP_BACK = "step_back"
    STEP_ON = "step_on"
    SEARCH = "search"
    PLACE = "place"
    COMMAND = "command"
    RECENT = "recent"
    GROUP = "group"
    INITIATIVE = "initiative"
    PRESENT = "present"
    TOUR = "tour"


def icon(name: Icon, colour: str, disabled: str, active: str | None = None) -> QIcon:
    """Return an icon in the colours of a theme.

    Parameters
    ----------
    colour, disabled : str
        ``#RRGGBB`` for the normal and the disabled state.
    active : str, optional
        Colour of the checked state; `colour` where absent.
    """
    made = QIcon()
    # A picture is read once a colour and not once a size: a window has sixty icons.
    pictures = [_renderer(name, shade) for shade in (colour, active or colour, disabled)]
    for size in SIZES:
        made.addPixmap(_drawn(pictures[0], size), QIcon.Mode.Normal, QIcon.State.Off)
        made.addPixmap(_drawn(pictures[1], size), QIcon.Mode.Normal, QIcon.State.On)
        made.addPixmap(_drawn(pictures[2], size), QIcon.Mode.Disabled)
    return made


def pixmap(name: Icon, colour: str, size: int) -> QPixmap:
    """Draw one icon at `size` × `size` device pixels."""
    return _drawn(_renderer(name, colour), size)


def _renderer(name: Icon, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))


def _drawn(picture: QSvgRenderer, size: int) -> QPixmap:
    made = QPixmap(QSize(size, size))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    picture.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return made.copy()  # a picture once painted on keeps memory for the next painter; a copy does not


@lru_cache(maxsize=64)
def _source(name: Icon) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
