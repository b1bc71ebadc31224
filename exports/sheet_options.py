"""What may be set for a sheet, as one frozen value: words, paper, and which layers it shows and how.

Knows values only; nothing of results, of layouts or of where the wishes come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from exports.context import Context
from exports.shading import Measure
from layers.errors import BadParameter
from layers.style import Style

PAPERS_MM: Mapping[str, tuple[float, float]] = {"A3": (420.0, 297.0), "A4": (297.0, 210.0)}


@dataclass(frozen=True)
class SheetOptions:
    """What the analyst may set for a sheet.

    Attributes
    ----------
    title, subtitle : str
        Empty: made from what is counted.
    paper : {"A3", "A4"}
    landscape : bool
    dpi : int
        Of a PNG (50 to 600).
    prepared_by, unit, source : str
        Free text; an empty `prepared_by` leaves a dotted line to sign on, `unit` stands above the title.
    handling : str or None
        Note on handling; None gives the house default, an empty text leaves it out.
    measure : Measure or None
        What is shaded; None chooses by the result.
    layers : tuple of str or None
        Kinds of layer and keys of context layers that are drawn, from bottom to top. None: sites and
        clusters, and incidents where a period or a category is asked about (all of them together would
        hide the map).
    styles : mapping of str to Style
        Look of a kind where the analyst changed it.
    names : mapping of str to str
        Name of a kind where the analyst renamed its layer.
    opacities : mapping of str to float
        Opacity of a kind where it is not 1.
    context : tuple of Context
        Context layers that are shown, from bottom to top; where they lie among the others say `layers`.
    missing : tuple of str
        Names of pictures that should be shown and whose file is not there: papers say so.
    """

    title: str = ""
    subtitle: str = ""
    paper: str = "A3"
    landscape: bool = True
    dpi: int = 200
    prepared_by: str = ""
    unit: str = ""
    source: str = ""
    handling: str | None = None
    measure: Measure | None = None
    layers: tuple[str, ...] | None = None
    styles: Mapping[str, Style] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    opacities: Mapping[str, float] = field(default_factory=dict)
    context: tuple[Context, ...] = ()
    missing: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        paper = self.paper.upper()
        if paper not in PAPERS_MM:
            raise BadParameter(name="paper", value=self.paper, allowed=list(PAPERS_MM))
        if not 50 <= self.dpi <= 600:
            raise BadParameter(name="dpi", value=self.dpi, allowed="50–600")
        object.__setattr__(self, "paper", paper)

    @property
    def size_mm(self) -> tuple[float, float]:
        """Return width and height of the page."""
        long, short = PAPERS_MM[self.paper]
        return (long, short) if self.landscape else (short, long)
