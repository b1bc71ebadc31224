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
    for size in SIZES:
        made.addPixmap(pixmap(name, colour, size), QIcon.Mode.Normal, QIcon.State.Off)
        made.addPixmap(pixmap(name, active or colour, size), QIcon.Mode.Normal, QIcon.State.On)
        made.addPixmap(pixmap(name, disabled, size), QIcon.Mode.Disabled)
    return made


def pixmap(name: Icon, colour: str, size: int) -> QPixmap:
    """Draw one icon at `size` × `size` device pixels."""
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    made = QPixmap(QSize(size, size))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return made


@lru_cache(maxsize=64)
def _source(name: Icon) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
