from __future__ import annotations

import re
from dataclasses import asdict

import pytest
from PySide6.QtGui import QPalette

from gui.charts.look import Look
from gui.settings import ThemeChoice
from gui.theme import FOLDER, TEXT_PAIRS, contrast, palette, resolve, style_sheet
from layers.style import DARK, LIGHT, Theme

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1.0)
    # #767676 on white is the well-known limit of 4.54:1.
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@BOTH
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_is_readable(theme: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@BOTH
def test_focus_and_ticks_stand_out(theme: Theme) -> None:
    assert contrast(theme.accent, theme.panel) >= 3.0
    assert contrast(theme.text, theme.accent) >= 3.0 or contrast(theme.on_accent, theme.accent) >= 4.5


@BOTH
def test_the_style_sheet_has_all_tokens_and_all_pictures(theme: Theme) -> None:
    sheet = style_sheet(theme)
    assert "${" not in sheet
    pictures = set(re.findall(r'url\("([^"]+)"\)', sheet))
    assert pictures
    assert all(FOLDER.joinpath(picture.rsplit("/", 1)[1]).is_file() for picture in pictures)


@BOTH
def test_the_style_sheet_uses_no_colour_of_its_own(theme: Theme) -> None:
    template = (FOLDER / "window.qss").read_text(encoding="utf-8")
    assert re.findall(r"#[0-9A-Fa-f]{6}\b", template) == []
    known = {value for value in asdict(theme).values() if isinstance(value, str)}
    assert set(re.findall(r"#[0-9A-Fa-f]{6}\b", style_sheet(theme))) <= known


@BOTH
def test_the_palette_has_the_grounds_of_the_theme(app, theme: Theme) -> None:
    made = palette(theme)
    assert made.color(QPalette.ColorRole.Window).name().upper() == theme.ground
    assert made.color(QPalette.ColorRole.Text).name().upper() == theme.text


def test_a_chosen_theme_is_taken_whatever_the_system_says(app) -> None:
    assert resolve(ThemeChoice.LIGHT) is LIGHT
    assert resolve(ThemeChoice.DARK) is DARK
    assert resolve(ThemeChoice.SYSTEM) in (LIGHT, DARK)


@BOTH
def test_the_marks_of_charts_and_time_line_stand_out_from_their_panel(theme: Theme) -> None:
    look = Look.of(theme)
    for colour in (look.incidents.colour, look.covered.colour, look.clusters, look.sites):
        assert contrast(colour, theme.panel) >= 3.0
