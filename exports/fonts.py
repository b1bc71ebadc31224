"""The one type family of screen and paper, registered from its package and measured in points.

Knows nothing of what is written.
"""

from __future__ import annotations

import os
from functools import lru_cache
from importlib import resources

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QRawFont

from layers.errors import FontMissing

FAMILY = "Roboto"
_FILES = ("Roboto-Regular.ttf", "Roboto-Medium.ttf", "Roboto-Bold.ttf")
_MUST_HAVE = "ẶửỹĐơƯ–“”"
_REFERENCE_PX = 1000  # metrics are read once at this size, so that layout never depends on a device

Size = tuple[float, float]


def ensure_gui_application() -> QGuiApplication:
    """Return the running application, or make one without windows: text aborts the process otherwise."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    made = QGuiApplication([])
    made.setApplicationName("")
    global _application
    _application = made
    return made


_application: QGuiApplication | None = None


@lru_cache(maxsize=1)
def register_fonts() -> str:
    """Register the packaged fonts with Qt and return the family name.

    Needs a QGuiApplication (see `ensure_gui_application`).

    Raises
    ------
    FontMissing
        When the fonts cannot be loaded or Vietnamese letters have no glyph: Qt would paint nothing, silently.
    """
    folder = resources.files("font_roboto") / "files"
    for name in _FILES:
        data = (folder / name).read_bytes()
        if QFontDatabase.addApplicationFontFromData(data) < 0:
            raise FontMissing(name=name)
    raw = QRawFont.fromFont(font(9))
    missing = [letter for letter in _MUST_HAVE if not raw.supportsCharacter(ord(letter))]
    if missing or raw.familyName() != FAMILY:
        raise FontMissing(name=FAMILY)
    return FAMILY


def font(size_pt: float, *, bold: bool = False, medium: bool = False, unit_pt: float = 1.0) -> QFont:
    """Return the font at `size_pt` for a painter with `unit_pt` logical units a point.

    Kerning stays, hinting goes: widths are then proportional to the size on every device.
    """
    made = QFont(FAMILY)
    made.setPixelSize(max(1, round(size_pt * unit_pt)))
    if bold or medium:
        made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Medium)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@lru_cache(maxsize=4)
def _metrics(bold: bool, medium: bool) -> QFontMetricsF:
    register_fonts()
    return QFontMetricsF(font(_REFERENCE_PX, bold=bold, medium=medium))


@lru_cache(maxsize=8192)
def _advance(text: str, bold: bool, medium: bool) -> float:
    return _metrics(bold, medium).horizontalAdvance(text) / _REFERENCE_PX


def text_width(text: str, size_pt: float, *, bold: bool = False, medium: bool = False) -> float:
    """Return the advance of one line of text in points (or in any unit that `size_pt` is given in)."""
    return _advance(text, bold, medium) * size_pt


def ascent(size_pt: float) -> float:
    """Return the height above the base line that a capital with marks needs, in points."""
    return _metrics(False, False).ascent() * size_pt / _REFERENCE_PX


def descent(size_pt: float) -> float:
    """Return the depth below the base line, in points."""
    return _metrics(False, False).descent() * size_pt / _REFERENCE_PX


def line_height(size_pt: float, leading: float = 1.0) -> float:
    """Return the distance from one base line to the next, in points."""
    return (ascent(size_pt) + descent(size_pt)) * leading


def wrap(text: str, width_pt: float, size_pt: float, *, bold: bool = False) -> list[str]:
    """Break text into lines no wider than `width_pt` points; only a single longer word may exceed it.

    Line breaks in the text are kept. An empty text is no line.
    """
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and text_width(longer, size_pt, bold=bold) > width_pt:
                lines.append(line)
                longer = word
            line = longer
        if line:
            lines.append(line)
    return lines
