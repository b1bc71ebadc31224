"""Colours and patterns of the charts, made from the styles of the map and the tokens of the theme.

Knows nothing of what is drawn; one thing has the look it has on the map.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor

from layers.style import CLUSTERS, INCIDENTS, NO_DATA, NOT_COVERED, RAMP, SITES, Fill, Pattern, Theme

_DARK_LIFT = 0.42


@dataclass(frozen=True)
class Look:
    """Fills and colours in one theme.

    Attributes
    ----------
    incidents, incidents_before : Fill
        Of the period, and of the year before: paler, with an outline.
    covered, not_covered, no_data : Fill
        As on the map: plain, hatched rising, hatched falling.
    clusters, sites : str
        Colours of the area that grows.
    inner : str
        What is selected inside a bar.
    faint : str
        The mark of nothing in a cell.
    theme : Theme
    """

    incidents: Fill
    incidents_before: Fill
    covered: Fill
    not_covered: Fill
    no_data: Fill
    clusters: str
    sites: str
    inner: str
    faint: str
    theme: Theme

    @classmethod
    def of(cls, theme: Theme) -> Look:
        """Return the look in a theme."""
        purple = _lifted(_colour_of(INCIDENTS), theme)
        covered = _lifted(RAMP[3], theme) if _is_dark(theme) else RAMP[3]
        return cls(
            incidents=Fill(Pattern.SOLID, colour=purple, stroke=purple),
            incidents_before=Fill(Pattern.SOLID, colour=mixed(theme.panel, purple, 0.3), stroke=purple),
            covered=Fill(Pattern.SOLID, colour=covered, stroke=covered),
            not_covered=Fill(
                Pattern.HATCH,
                colour=mixed(theme.panel, NOT_COVERED.hatch_colour, 0.22),
                stroke=NOT_COVERED.hatch_colour if _is_dark(theme) else NOT_COVERED.stroke,
                hatch_colour=NOT_COVERED.hatch_colour,
            ),
            no_data=Fill(
                Pattern.BACK_HATCH,
                colour=theme.panel,
                stroke=NO_DATA.stroke,
                hatch_colour=mixed(theme.panel, NO_DATA.hatch_colour, 0.7),
            ),
            clusters=_lifted(_colour_of(CLUSTERS), theme),
            sites=_lifted(_colour_of(SITES), theme),
            inner=theme.text,
            faint=mixed(theme.panel, theme.muted, 0.5),
            theme=theme,
        )


def mixed(first: str, second: str, share: float) -> str:
    """Return a colour between two: 0 is the first, 1 the second.

    Examples
    --------
    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    one, other = QColor(first), QColor(second)
    parts = [
        round(a + (b - a) * share)
        for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    ]
    return QColor(*parts).name()


def _is_dark(theme: Theme) -> bool:
    return QColor(theme.panel).lightnessF() < 0.5


def _lifted(colour: str, theme: Theme) -> str:
    """Return a colour of the map as it is on white, and brighter on a dark ground."""
    return mixed(colour, theme.text, _DARK_LIFT) if _is_dark(theme) else colour


def _colour_of(style: object) -> str:
    symbol = getattr(style, "symbol", None)
    assert symbol is not None
    return str(symbol.colour)
