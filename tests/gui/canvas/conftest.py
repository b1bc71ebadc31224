"""A toy province of nine squares, 10 km each, with a few points, and maps of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd
import pytest
from PySide6.QtWidgets import QApplication
from shapely import box

from gui.canvas.map_view import MapView
from layers.boundaries import Boundaries
from layers.crs import to_store
from layers.schema import empty, normalise
from layers.tree import LayerTree, default_layers
from layers.words import Words

ORIGIN = (480_000.0, 2_330_000.0)
SIDE_M = 10_000.0


def middle(code: str) -> tuple[float, float]:
    """Return the middle of a square: code 00004 is row 1, column 1, counted from the south-west."""
    row, column = divmod(int(code), 3)
    return ORIGIN[0] + (column + 0.5) * SIDE_M, ORIGIN[1] + (row + 0.5) * SIDE_M


@pytest.fixture(scope="session")
def squares() -> Boundaries:
    """Return nine communes 00000 to 00008 in rows of three from the south-west."""
    codes = [f"{number:05d}" for number in range(9)]
    shapes = []
    for code in codes:
        x, y = middle(code)
        shapes.append(box(x - SIDE_M / 2, y - SIDE_M / 2, x + SIDE_M / 2, y + SIDE_M / 2))
    facts = pd.DataFrame(
        {
            "code": codes,
            "name": [f"Ô {code[-2:]}" for code in codes],
            "unit_type": ["phuong" if code == "00004" else "xa" for code in codes],
            "population": [1000 + number for number in range(9)],
            "area_declared_km2": 100.0,
        }
    )
    return Boundaries.build(facts, shapes, vintage="2025-07")


class Rows:
    """Tables that a test may replace, as a document hands them out."""

    def __init__(self) -> None:
        self.frames: dict[str, pd.DataFrame] = {}
        self.meta: dict[str, str | None] = {"vintage": "2025-07"}

    def frame(self, table: str) -> pd.DataFrame:
        return self.frames[table] if table in self.frames else empty(table)

    def put_points(self, table: str, rows: dict[str, dict[str, object]]) -> None:
        """Set a table from id → columns, with x and y in metres where there is a place."""
        frame = pd.DataFrame.from_dict(rows, orient="index")
        frame.index.name = "id"
        if "x" in frame.columns:
            frame["lon"], frame["lat"] = to_store(frame["x"].astype(float), frame["y"].astype(float))
            frame = frame.drop(columns=["x", "y"])
        self.frames[table] = normalise(table, frame)


@pytest.fixture
def rows() -> Rows:
    """Return a cluster in 00004, a site in 00000, and two sites known only by commune 00008."""
    made = Rows()
    made.frames["initiatives"] = normalise(
        "initiatives",
        pd.DataFrame(
            {"name": ["Cụm", "Tự quản"], "layer": ["cluster", "site"], "cover_by": ["village", "village"]},
            index=pd.Index(["c", "s"], name="id"),
        ),
    )
    (x4, y4), (x0, y0) = middle("00004"), middle("00000")
    made.put_points(
        "sites",
        {
            "cluster": {
                "initiative_id": "c",
                "name": "Cụm A",
                "status": "active",
                "position": "exact",
                "x": x4 + 2000,
                "y": y4,
            },
            "exact": {
                "initiative_id": "s",
                "name": "Điểm B",
                "status": "planned",
                "position": "exact",
                "x": x0 + 2000,
                "y": y0,
            },
            "rough1": {
                "initiative_id": "s",
                "name": "Điểm C",
                "status": "active",
                "position": "commune",
                "commune_code": "00008",
            },
            "rough2": {
                "initiative_id": "s",
                "name": "Điểm D",
                "status": "active",
                "position": "commune",
                "commune_code": "00008",
            },
        },
    )
    return made


@pytest.fixture
def tree(rows: Rows) -> LayerTree:
    """Return the default layers over the rows, with the incidents shown."""
    made, layers = LayerTree(), default_layers()
    made.sync(layers.assign(visible=layers["visible"] | (layers["kind"] == "incidents")), rows)
    return made


@pytest.fixture
def make_view(qtbot) -> Iterator[Callable[..., MapView]]:
    """Return a function that makes a shown map of 800 × 600."""
    made: list[MapView] = []

    def make(words: Words | None = None, **given) -> MapView:
        view = MapView(words or Words.load("vi"), **given)
        qtbot.addWidget(view)
        view.resize(800, 600)
        view.show()
        qtbot.waitExposed(view)
        made.append(view)
        return view

    yield make
    for view in made:
        view.surface.settle()


@pytest.fixture
def view(make_view, squares, tree, rows) -> MapView:
    """Return a map of the toy province with its points, drawn once."""
    made = make_view()
    made.set_boundaries(squares)
    made.set_layers(tree, rows)
    redraw(made)
    return made


def redraw(view: MapView) -> None:
    """Draw a map at once, at rest."""
    QApplication.processEvents()
    view.surface.settle()
    view.surface.viewport().repaint()
