"""The communes as areas, in the metric system of the house, with what the register knows of each.

Built from a boundary file, from the table `communes` or from the schematic ones; knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from layers.crs import METRIC, STORE, transformer
from layers.errors import BadParameter
from layers.layer import Frames, Layer, layer_class
from layers.schema import LayerKind
from layers.units import CURRENT, KIND_NAMES

GeometryArray = npt.NDArray[np.object_]

COLUMNS = (
    "code",
    "name",
    "full_name",
    "unit_type",
    "district",
    "area_declared_km2",
    "population",
    "households",
    "seat",
    "uncertain",
)

# Beyond this share of the declared area the drawn line is in doubt: in the public file of 2025 the three
# communes of one dispute differ by 8 to 28 %, all others by less than 2 %.
UNCERTAIN_SHARE = 0.05


@dataclass(frozen=True)
class ReadNotes:
    """How a file was understood: told to the analyst, stored nowhere.

    Attributes
    ----------
    crs : str
        System of the file, "EPSG:9206".
    crs_guessed : bool
        The file did not say, or said what cannot be.
    code_column, name_column : str or None
        Columns recognised by content.
    repaired, joined, unknown : tuple of str
        Names in the file: rings made valid; several rows of one unit; rows that are no unit of the register.
    ignored : int
        Rows outside the province.
    """

    crs: str
    crs_guessed: bool
    code_column: str | None
    name_column: str | None
    repaired: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    ignored: int = 0


@dataclass(frozen=True, eq=False)
class PreparedAreas:
    """What takes long to make of areas, made before: `layers.io.boundary_cache` keeps it.

    Attributes
    ----------
    areas : ndarray of shapely geometry, shape (n,)
        Valid MultiPolygons in the order of codes, EPSG:9206.
    overlap_km2 : float
    simplified : mapping of float to ndarray
        Tolerance in metres → areas with fewer vertices.
    """

    areas: GeometryArray
    overlap_km2: float
    simplified: Mapping[float, GeometryArray]


@dataclass(frozen=True, eq=False)
class Boundaries:
    """All communes of one vintage.

    Attributes
    ----------
    gdf : GeoDataFrame
        EPSG:9206, RangeIndex, one row a commune in the order of codes, valid MultiPolygons; columns code,
        name, full_name, unit_type, district, area_declared_km2, population (Int64), households (Int64), seat,
        uncertain (bool), geometry. Never changed in place.
    vintage : str
        One of `layers.registers.VINTAGES`.
    schematic : bool
        Not administrative boundaries: every page says so.
    overlap_km2 : float
        Area drawn twice, summed over the pairs of communes.
    source : str
        Name of the file, never its path; empty for the schematic ones.
    notes : ReadNotes or None
        Where they were read from a file just now.
    """

    gdf: gpd.GeoDataFrame
    vintage: str
    schematic: bool = False
    overlap_km2: float = 0.0
    source: str = ""
    notes: ReadNotes | None = None
    _simplified: dict[float, gpd.GeoSeries] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def build(
        cls,
        facts: pd.DataFrame,
        geometry: Sequence[object] | GeometryArray,
        *,
        vintage: str,
        schematic: bool = False,
        source: str = "",
        notes: ReadNotes | None = None,
    ) -> Boundaries:
        """Put facts and areas together: sorted, valid, multipart, overlaps measured.

        Parameters
        ----------
        facts : DataFrame
            Columns of `gdf` without geometry; missing ones are filled with nothing; `uncertain` is derived
            from declared and drawn area where it is not given.
        geometry : sequence of shapely geometry, aligned with `facts`, EPSG:9206
        """
        areas = multipart(np.asarray(geometry, dtype=object))
        frame = _facts(facts, areas, is_schematic=schematic)
        gdf = gpd.GeoDataFrame(frame, geometry=areas, crs=METRIC).sort_values("code", ignore_index=True)
        pairs = overlapping_pairs(gdf.geometry.to_numpy())
        return cls(gdf, vintage, schematic, float(sum(km2 for _, _, km2 in pairs)), source, notes)

    @classmethod
    def of_prepared(
        cls,
        facts: pd.DataFrame,
        prepared: PreparedAreas,
        *,
        vintage: str,
        schematic: bool = False,
        source: str = "",
        notes: ReadNotes | None = None,
    ) -> Boundaries:
        """Put facts and areas together that `build` has checked and measured before.

        Parameters
        ----------
        facts : DataFrame
            As for `build`; in the order of codes the rows are those of `prepared`.
        """
        frame = _facts(facts.sort_values("code"), prepared.areas, is_schematic=schematic)
        gdf = gpd.GeoDataFrame(frame, geometry=prepared.areas, crs=METRIC)
        made = cls(gdf, vintage, schematic, prepared.overlap_km2, source, notes)
        for tolerance_m, areas in prepared.simplified.items():
            made._simplified[tolerance_m] = gpd.GeoSeries(areas, index=gdf.index, crs=METRIC)
        return made

    def prepared(self, tolerances_m: Iterable[float]) -> PreparedAreas:
        """Return what took long to make, with the areas simplified to some tolerances."""
        thinner = {tolerance: self.simplified(tolerance).to_numpy() for tolerance in tolerances_m}
        return PreparedAreas(self.gdf.geometry.to_numpy(), self.overlap_km2, thinner)

    @classmethod
    def from_communes(
        cls, frame: pd.DataFrame, vintage: str, source: str = "", prepared: PreparedAreas | None = None
    ) -> Boundaries:
        """Take the rows of a vintage from the table `communes` (geometry in EPSG:4326).

        Parameters
        ----------
        prepared : PreparedAreas, optional
            Made of the same rows before; they are not projected and checked again.

        Raises
        ------
        BadParameter
            When the table has no row of that vintage.
        """
        rows = frame[frame["vintage"] == vintage]
        if rows.empty:
            known = sorted(frame["vintage"].dropna().unique())
            raise BadParameter(name="vintage", value=vintage, allowed=known or ["-"])
        schematic = bool(rows["schematic"].fillna(False).any())
        if prepared is not None:
            return cls.of_prepared(rows, prepared, vintage=vintage, schematic=schematic, source=source)
        metric = project(rows["geom"].to_numpy(), STORE, METRIC)
        return cls.build(rows, repaired(metric), vintage=vintage, schematic=schematic, source=source)

    def to_communes(self) -> pd.DataFrame:
        """Return the rows for the table `communes`: index "vintage/code", geometry in EPSG:4326."""
        frame = pd.DataFrame(self.gdf.drop(columns=["geometry", "full_name"]))
        frame.insert(0, "vintage", self.vintage)
        frame["schematic"] = pd.array([self.schematic] * len(frame), dtype="boolean")
        frame["uncertain"] = frame["uncertain"].astype("boolean")
        frame["source_id"] = pd.array([None] * len(frame), dtype="str")
        frame["geom"] = project(self.gdf.geometry.to_numpy(), METRIC, STORE)
        frame.index = pd.Index(frame["vintage"] + "/" + frame["code"], name="id", dtype="str")
        return frame

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Return the codes in the order of the rows."""
        return tuple(self.gdf["code"])

    @cached_property
    def areas_km2(self) -> npt.NDArray[np.float64]:
        """Return the areas as drawn, in EPSG:9206, aligned with the rows."""
        return np.asarray(self.gdf.geometry.area, dtype=np.float64) / 1e6

    @cached_property
    def bounds_m(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north in metres."""
        west, south, east, north = self.gdf.total_bounds
        return float(west), float(south), float(east), float(north)

    def row_of(self, code: str) -> int:
        """Return the row of a commune, or raise KeyError."""
        return self._rows[code]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {code: row for row, code in enumerate(self.codes)}

    def simplified(self, tolerance_m: float) -> gpd.GeoSeries:
        """Return the areas with fewer vertices; borders stay shared. Kept for the next call.

        Parameters
        ----------
        tolerance_m : float
            About the largest distance a line moves; 0 returns the areas as drawn.

        Returns
        -------
        GeoSeries
            Aligned with `gdf`, EPSG:9206, for drawing only: never for a figure.
        """
        if tolerance_m < 0:
            raise BadParameter(name="tolerance_m", value=tolerance_m, allowed=["≥ 0"])
        if tolerance_m not in self._simplified:
            drawn = self.gdf.geometry.to_numpy()
            thinner = shapely.coverage_simplify(drawn, tolerance_m) if tolerance_m else drawn
            thinner = np.where(shapely.is_empty(thinner), drawn, thinner)
            self._simplified[tolerance_m] = gpd.GeoSeries(thinner, index=self.gdf.index, crs=METRIC)
        return self._simplified[tolerance_m]


def _facts(facts: pd.DataFrame, areas: GeometryArray, *, is_schematic: bool) -> pd.DataFrame:
    """Return the columns of `Boundaries.gdf` without geometry, aligned with `areas`."""
    frame = facts.reset_index(drop=True).reindex(columns=list(COLUMNS))
    declared = pd.to_numeric(frame["area_declared_km2"]).astype("float64")
    drawn_km2 = pd.Series(shapely.area(areas) / 1e6, index=frame.index)
    in_doubt = ((drawn_km2 - declared).abs() > UNCERTAIN_SHARE * declared) & (not is_schematic)
    given = frame["uncertain"].astype("boolean")
    return frame.assign(
        area_declared_km2=declared,
        population=frame["population"].astype("Int64"),
        households=frame["households"].astype("Int64"),
        seat=frame["seat"].astype("str"),
        full_name=[
            f"{KIND_NAMES.get(kind, '')} {name}".strip()
            for kind, name in zip(frame["unit_type"], frame["name"], strict=True)
        ],
        uncertain=given.fillna(in_doubt).astype(bool),
    )


def project(geometry: GeometryArray, source: object, target: object) -> GeometryArray:
    """Project every vertex once; two areas that share a vertex share it afterwards.

    Parameters
    ----------
    geometry : ndarray of shapely geometry, shape (n,)
    source, target : CRS or its name
    """
    change = transformer(str(source), str(target))

    def shift(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(change.transform(points[:, 0], points[:, 1]))

    flat = shapely.force_2d(np.asarray(geometry, dtype=object))
    projected: GeometryArray = shapely.transform(flat, shift)
    return projected


def multipart(geometry: GeometryArray) -> GeometryArray:
    """Return polygons as MultiPolygons; lines and points that a repair left over are dropped."""
    parts, owner = shapely.get_parts(geometry, return_index=True)
    nested, owner_of = shapely.get_parts(parts, return_index=True)
    owner = owner[owner_of]
    polygons = shapely.get_type_id(nested) == shapely.GeometryType.POLYGON
    full = polygons & (shapely.area(nested) > 0)
    out = np.empty(len(geometry), dtype=object)
    out[:] = shapely.MultiPolygon()
    if full.any():
        shapely.multipolygons(nested[full], indices=owner[full], out=out)
    return out


def repaired(geometry: GeometryArray) -> GeometryArray:
    """Return the geometry with invalid members made valid; valid ones are the same objects."""
    out = np.array(geometry, dtype=object)
    broken = ~shapely.is_valid(out)
    out[broken] = shapely.make_valid(out[broken], method="structure", keep_collapsed=False)
    return out


def overlapping_pairs(geometry: GeometryArray, least_km2: float = 0.0) -> list[tuple[int, int, float]]:
    """Return (row, row, km²) of every two areas that share more than `least_km2`.

    Parameters
    ----------
    geometry : ndarray of shapely geometry, shape (n,), metres
    """
    tree = shapely.STRtree(geometry)
    left, right = tree.query(geometry, predicate="intersects")
    once = left < right
    left, right = left[once], right[once]
    # Neighbours that only touch are the rule: tell them from overlaps before the costly intersection.
    deep = ~shapely.touches(geometry[left], geometry[right])
    left, right = left[deep], right[deep]
    km2 = shapely.area(shapely.intersection(geometry[left], geometry[right])) / 1e6
    found = [
        (int(i), int(j), float(area)) for i, j, area in zip(left, right, km2, strict=True) if area > least_km2
    ]
    return sorted(found)


@layer_class(LayerKind.BOUNDARIES)
class BoundariesLayer(Layer):
    """The communes of the vintage the document works with."""

    also_reads = frozenset({"sources"})

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._built: tuple[pd.DataFrame, str, Boundaries | None] | None = None

    def rows(self, source: Frames) -> pd.DataFrame:
        """Return the rows of the document's vintage; other vintages are kept beside them, not shown."""
        frame = source.frame(self.table)
        return frame[frame["vintage"] == _vintage(source)]

    def boundaries(self, source: Frames) -> Boundaries | None:
        """Return the areas of `rows`, built once a revision of the table; None while there are none."""
        frame, vintage = source.frame(self.table), _vintage(source)
        if self._built is None or self._built[0] is not frame or self._built[1] != vintage:
            self._built = frame, vintage, boundaries_of(source)
        return self._built[2]


def boundaries_of(source: Frames, prepared: PreparedAreas | None = None) -> Boundaries | None:
    """Return the areas of the vintage a workspace or snapshot works with; None while there are none.

    Parameters
    ----------
    prepared : PreparedAreas, optional
        Made of the same rows (`communes_of`) before.
    """
    rows = communes_of(source)
    if rows.empty:
        return None
    read_from = rows["source_id"].dropna()
    sources = source.frame("sources")
    known = read_from.isin(sources.index)
    file_name = str(sources.at[read_from[known].iloc[0], "file_name"]) if known.any() else ""
    return Boundaries.from_communes(rows, _vintage(source), file_name, prepared)


def communes_of(source: Frames) -> pd.DataFrame:
    """Return the rows of the table `communes` in the vintage a workspace or snapshot works with."""
    frame = source.frame("communes")
    return frame[frame["vintage"] == _vintage(source)]


def _vintage(source: Frames) -> str:
    return source.meta.get("vintage") or CURRENT
