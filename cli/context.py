"""What `app.py` hands to a verb, and what a verb hands back. Knows no verb and reads nothing by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from layers.words import Words

if TYPE_CHECKING:
    from layers.registers import Register


@dataclass(frozen=True)
class Context:
    """The surroundings of one run of the command line.

    Parameters
    ----------
    boundary_folder : Path
        Where headquarters puts its boundary file.
    log_file : Path
        Takes the details of a failure nobody foresaw; never names, numbers or positions.
    stdout, stderr : TextIO
    load_register : callable
        Returns the register of communes; called by the verbs that need it.
    load_words : callable
        Returns the words of a language.
    words : Words
        Of the language asked for.
    user : str
        Who works here, for the history of a workspace; "" where the system does not say.
    """

    boundary_folder: Path
    log_file: Path
    stdout: TextIO
    stderr: TextIO
    load_register: Callable[[], Register]
    load_words: Callable[[str], Words]
    words: Words
    user: str = ""


@dataclass(frozen=True)
class Origin:
    """What every answer says of the data behind it.

    Parameters
    ----------
    stamp : str
        SHA-256 that tells these inputs and parameters from any others.
    sample : bool
        True when the data are made up (MINH HỌA).
    vintage : str or None
        Of the boundaries; None where there are none.
    schematic : bool
    overlap_km2 : float or None
        Area drawn twice.
    """

    stamp: str
    sample: bool = False
    vintage: str | None = None
    schematic: bool = False
    overlap_km2: float | None = None

    def to_json(self) -> dict[str, object]:
        """Return the keys that open the JSON object of every verb."""
        return {
            "schema": 1,
            "stamp": self.stamp,
            "sample": self.sample,
            "boundaries": {
                "vintage": self.vintage,
                "schematic": self.schematic,
                "overlap_km2": self.overlap_km2,
            },
        }


@dataclass(frozen=True)
class Answer:
    """What a verb found or did.

    Parameters
    ----------
    data : mapping
        The JSON object, whole.
    lines : sequence of str
        The same for people.
    failure : str
        One sentence when the thing was not done or found unusable: exit code 1, and `lines` go to stderr.
    """

    data: Mapping[str, object]
    lines: tuple[str, ...] = field(default=())
    failure: str = ""
