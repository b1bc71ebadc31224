"""One administrative unit of one vintage, and the files of data/registers that list them all.

Knows nothing of how a name is matched: that is `layers.registers`.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CURRENT = "2025-07"
VINTAGES: tuple[str, ...] = ("2024-12", "2025-02", CURRENT)
FOLDER = Path(__file__).resolve().parent.parent / "data" / "registers"

# The kind of a unit is a part of its official name, the same in every language of the window.
KIND_NAMES = {"xa": "Xã", "phuong": "Phường", "thi_tran": "Thị trấn"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One administrative unit of one vintage.

    Attributes
    ----------
    code : str
        Five digits, leading zeros kept. Codes are reused: one means something only with its vintage.
    district : str
        Former district with its kind; for the current vintage all districts it was formed from.
    successors : tuple of str
        Codes of 2025-07; the first is the commune a split unit goes to as a whole.
    spellings : tuple of str
        Other ways the name was written in public sources.
    """

    vintage: str
    code: str
    name: str
    unit_type: str
    district: str
    successors: tuple[str, ...]
    spellings: tuple[str, ...] = ()
    area_km2: float | None = None
    population: int | None = None
    lon: float | None = None
    lat: float | None = None
    seat: str | None = None

    @property
    def full_name(self) -> str:
        """Return the name with its kind: "Phường Tô Hiệu"."""
        return f"{KIND_NAMES[self.unit_type]} {self.name}"

    @property
    def split(self) -> bool:
        """Say whether its land lies in several communes of today."""
        return len(self.successors) > 1


def read_units(folder: Path = FOLDER) -> Iterator[Unit]:
    """Yield the units of the three vintages; those of today carry the districts they were formed from."""
    districts: dict[str, dict[str, None]] = defaultdict(dict)
    for vintage in VINTAGES[:-1]:
        for row in _rows(folder / f"units_{vintage}.csv"):
            districts[row["new_code"]].setdefault(row["district"])
            successors = tuple((row.get("successors") or row["new_code"]).split(";"))
            yield Unit(
                vintage,
                row["code"],
                row["name"],
                row["unit_type"],
                row["district"],
                successors,
                tuple(filter(None, row["spellings"].split(";"))),
            )
        if vintage == VINTAGES[0]:
            districts.clear()  # the districts of today's communes are those of the last old vintage
    for row in _rows(folder / f"communes_{CURRENT}.csv"):
        yield Unit(
            CURRENT,
            row["code"],
            row["name"],
            row["unit_type"],
            ", ".join(districts[row["code"]]),
            (row["code"],),
            area_km2=float(row["area_km2"]),
            population=int(row["population"]),
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            seat=row["seat"] or None,
        )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
