"""A chart as it is copied: its heading, the drawing, all its notes and where the figures come from.

Knows a pane's texts and pixels; never the clipboard or the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPixmap

from layers.style import Theme
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

SCALE = 2.0
MARGIN_PX = 14
TITLE_PT, NOTE_PT = 10.0, 8.0


def footer(bundle: ResultBundle, words: Words) -> str:
    """Return the day of the figures, and that they are made up where they are: on every picture."""
    parts = [words("charts.as_of", date=words.date(bundle.as_of))]
    if bundle.sample:
        parts.append(words("sample.mark"))
    return " · ".join(parts)


def picture(drawing: QPixmap, heading: str, notes: Sequence[str], theme: Theme, font: QFont) -> QImage:
    """Compose the picture: every note in full, below the drawing.

    Parameters
    ----------
    drawing : QPixmap
        With its device pixel ratio.
    heading : str
    notes : sequence of str
    theme : Theme
    font : QFont
        Family of the window.
    """
    size = drawing.deviceIndependentSize().toSize()
    title, note = QFont(font), QFont(font)
    title.setPointSizeF(TITLE_PT)
    title.setBold(True)
    note.setPointSizeF(NOTE_PT)
    flags = int(Qt.TextFlag.TextWordWrap)
    room = QRect(0, 0, size.width(), 4000)
    above = QFontMetrics(title).boundingRect(room, flags, heading).height() + 6
    text = "\n".join(notes)
    below = QFontMetrics(note).boundingRect(room, flags, text).height() + 6
    whole = (size.width() + 2 * MARGIN_PX, above + size.height() + below + 2 * MARGIN_PX)
    image = QImage(round(whole[0] * SCALE), round(whole[1] * SCALE), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    image.fill(QColor(theme.panel))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setPen(QColor(theme.text))
    painter.setFont(title)
    painter.drawText(QRectF(MARGIN_PX, MARGIN_PX, size.width(), above), flags, heading)
    painter.drawPixmap(MARGIN_PX, MARGIN_PX + above, drawing)
    painter.setPen(QColor(theme.muted))
    painter.setFont(note)
    place = QRectF(MARGIN_PX, MARGIN_PX + above + size.height() + 4, size.width(), below)
    painter.drawText(place, flags, text)
    painter.end()
    return image
