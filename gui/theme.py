"""The look of the window: style sheet and palette made from the tokens of `layers.style.Theme`.

Knows no widget; every colour of the window passes through here.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from gui.settings import ThemeChoice
from layers.style import DARK, LIGHT, Theme

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "styles"

# Pairs of tokens that carry text: (text, ground). A test holds each at 4.5:1 or more in both themes.
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    ("text", "panel"),
    ("text", "ground"),
    ("text", "hover"),
    ("text", "accent_soft"),
    ("muted", "panel"),
    ("muted", "ground"),
    ("accent", "panel"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("warning", "warning_soft"),
    ("warning", "panel"),
    ("text", "warning_soft"),
    ("text", "map_ground"),
    ("muted", "accent_soft"),
    ("muted", "hover"),
    ("accent", "ground"),
    ("accent", "hover"),
    ("warning", "ground"),
)


def resolve(choice: ThemeChoice) -> Theme:
    """Return the theme that is meant: the chosen one, or that of the system."""
    if choice is ThemeChoice.SYSTEM:
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
    return DARK if choice is ThemeChoice.DARK else LIGHT


def style_sheet(theme: Theme) -> str:
    """Fill the template of the style sheet with the tokens of a theme."""
    tokens = {name: value for name, value in asdict(theme).items() if isinstance(value, str)}
    tokens |= {"art": FOLDER.as_posix(), "radius": "6px"}
    return Template((FOLDER / "window.qss").read_text(encoding="utf-8")).substitute(tokens)


def palette(theme: Theme) -> QPalette:
    """Return the palette for what a style sheet does not reach (text cursors, links, native parts)."""
    made = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.ground,
        role.WindowText: theme.text,
        role.Base: theme.panel,
        role.AlternateBase: theme.ground,
        role.Text: theme.text,
        role.Button: theme.panel,
        role.ButtonText: theme.text,
        role.BrightText: theme.on_accent,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted,
        role.Highlight: theme.accent_soft,
        role.HighlightedText: theme.text,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Accent: theme.accent,
        role.Mid: theme.line,
        role.Midlight: theme.hover,
        role.Light: theme.panel,
        role.Dark: theme.line,
        role.Shadow: theme.line,
    }
    for which, colour in colours.items():
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.muted))
    return made


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2: 1 to 21)."""
    lights = sorted((_luminance(first), _luminance(second)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
