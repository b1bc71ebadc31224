"""Makes the text of an SVG keep its width where Roboto is not installed.

Knows nothing of pages: it reads what Qt wrote, in order, and adds lengths to the texts.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

from exports import fonts

FAMILIES = f"{fonts.FAMILY}, Arial, 'Noto Sans', sans-serif"
_PIECE = re.compile(
    r'font-family="(?P<family>[^"]+)" font-size="(?P<size>[\d.]+)" font-weight="(?P<weight>\d+)"'
    r"|<text (?P<head>[^>]*)>(?P<text>[^<]*)</text>"
)


def fix_widths(path: Path) -> None:
    """Name faces that may stand in for Roboto and state the length of every line of text."""
    size, weight = 0.0, 400

    def fixed(found: re.Match[str]) -> str:
        nonlocal size, weight
        if found["family"] is not None:
            size, weight = float(found["size"]), int(found["weight"])
            return found[0].replace(f'"{fonts.FAMILY}"', f'"{FAMILIES}"', 1)
        text = html.unescape(found["text"])
        length = fonts.text_width(text, size, bold=weight >= 700, medium=weight == 500)
        said = f'textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs"'
        head = found["head"].replace(f'"{fonts.FAMILY}"', f'"{FAMILIES}"')
        return f"<text {said} {head}>{found['text']}</text>"

    path.write_text(_PIECE.sub(fixed, path.read_text(encoding="utf-8")), encoding="utf-8")
