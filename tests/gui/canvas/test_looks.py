"""Classes on the map: what a style says is what is seen, for every way to render, and what is hit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor

from gui.canvas.density import Squares
from gui.canvas.items.label_pictures import label_picture
from gui.canvas.items.looks import SIZE_STEPS
from gui.canvas.items.points import Drawn, palette_image
from layers.palettes import point_palette
from layers.renderers import Categorised, Category, ClassMethod, Density, Graduated, Labels, Proportional
from layers.schema import LayerKind
from layers.style import Shape, Style, Symbol

from .conftest import middle, redraw
from .hands import colour_at, item_of, pixel

BIG = Symbol(Shape.SQUARE, "#0072B2", 16.0)


def put(rows, columns: dict[str, list]) -> None:
    """Put sites in a row through 00004, five hundred metres apart, with some columns."""
    x, y = middle("00004")
    count = len(next(iter(columns.values())))
    rows.put_points(
        "sites",
        {
            f"s{n}": {
                "x": x + 1000.0 * n,
                "y": y + 2000.0,
                "position": "exact",
                "name": f"Điểm {n}",
                "status": "active",
                "initiative_id": "s",
                **{name: values[n] for name, values in columns.items()},
            }
            for n in range(count)
        },
    )


def look(view, tree, style: Style):
    layer = tree.of_kind(LayerKind.SITES)[0]
    layer.style = style
    layer.style_changed.emit()
    redraw(view)
    return item_of(view, LayerKind.SITES)


def at(n: int) -> tuple[float, float]:
    x, y = middle("00004")
    return x + 1000.0 * n, y + 2000.0


@pytest.fixture
def near(view, tree, rows):
    """Return a function that shows sites with columns close up."""

    def show(columns: dict[str, list]):
        put(rows, columns)
        tree.tell(["sites"])
        x, y = at(2)
        view.zoom_to((x - 4000, y - 3000, x + 4000, y + 3000))
        redraw(view)
        return view

    return show


def test_each_category_has_its_colour_and_hidden_ones_are_neither_seen_nor_hit(near, tree) -> None:
    view = near({"status": ["active", "ended", "paused", "planned"]})
    red, blue = replace(BIG, colour="#FF0000"), replace(BIG, colour="#0000FF")
    classes = (
        Category("active", symbol=red),
        Category("ended", symbol=blue),
        Category("planned", shown=False),
    )
    item = look(view, tree, Style(BIG, renderer=Categorised("status", classes, Category(symbol=BIG))))
    assert [colour_at(view, *at(n)) for n in range(3)] == ["#FF0000", "#0000FF", BIG.colour]
    assert colour_at(view, *at(3)) not in {"#FF0000", "#0000FF", BIG.colour}
    place = pixel(view, *at(3))
    assert item.point_at(place.x(), place.y(), 4.0) is None
    place = pixel(view, *at(1))
    found = item.point_at(place.x(), place.y(), 4.0)
    assert found is not None
    assert item.cloud.ids[found[0]] == "s1"


def test_ranges_are_coloured_and_missing_is_not_zero(near, tree) -> None:
    view = near({"members": [1, 50, 0, None]})
    renderer = Graduated(
        "members",
        ClassMethod.GIVEN,
        2,
        breaks=(1.0, 10.0, 50.0),
        palette="blue",
        no_data=Category(symbol=BIG),
    )
    look(view, tree, Style(replace(BIG, shape=Shape.CIRCLE), renderer=renderer))
    low, high = point_palette("blue", 2)
    assert [colour_at(view, *at(n)) for n in (0, 1, 3)] == [low, high, BIG.colour]
    assert colour_at(view, *at(2)) == "#FFFFFF"  # zero: hollow and small


def test_changing_back_shows_all_rows_again(near, tree) -> None:
    view = near({"status": ["active", "ended"]})
    hidden = Categorised("status", (), Category(shown=False))
    item = look(view, tree, Style(BIG, renderer=hidden))
    assert len(item.cloud) == 0
    item = look(view, tree, Style(BIG))
    assert len(item.cloud) == 2
    assert colour_at(view, *at(1)) == BIG.colour


def test_areas_of_circles_are_in_proportion_and_small_ones_lie_on_top(near, tree) -> None:
    view = near({"members": [90, 10, 0]})
    item = look(view, tree, Style(Symbol(size_pt=6.0), renderer=Proportional("members", largest_pt=60.0)))
    assert isinstance(item.drawn, Drawn)
    sizes = dict(
        zip(item.cloud.ids[item.drawn.place].tolist(), item.sizes_px(item.drawn).tolist(), strict=True)
    )
    assert set(sizes) == {"s0", "s1"}  # zero is not drawn
    assert (sizes["s0"] / sizes["s1"]) ** 2 == pytest.approx(9.0, rel=0.1)
    assert item.cloud.ids[item.drawn.place[-1]] == "s1"
    assert len(item.looks.symbols) == SIZE_STEPS + 1


def test_points_known_only_by_commune_are_hollow_in_their_class_or_mixed(view, tree, rows) -> None:
    frame = rows.frame("sites").copy()
    rough = frame.index[frame["position"] == "commune"]
    assert len(rough) == 2
    x, y = middle("00008")
    two = Categorised(
        "rating", (Category("good", symbol=replace(BIG, colour="#FF0000")), Category("weak", symbol=BIG))
    )
    for ratings, ring in ((["good", "good"], "#FF0000"), (["good", "weak"], "#56606E")):
        frame.loc[rough, "rating"] = ratings
        rows.frames["sites"] = frame.copy()
        tree.tell(["sites"])
        item = look(view, tree, Style(BIG, renderer=two))
        assert colour_at(view, x, y) == "#FFFFFF"  # hollow
        stands = item.looks.gathered[item.cloud.rank == 0]
        colours = {item.looks.symbols[place].colour for place in stands.tolist()}
        assert ring in colours


def test_density_counts_few_points_too(near, tree) -> None:
    view = near({"members": [1, 2, 3]})
    item = look(view, tree, Style(BIG, renderer=Density(cell_pt=20.0, palette="dusk", counts=False)))
    assert isinstance(item.drawn, Squares)
    assert item.drawn.counts.sum() == 3
    assert colour_at(view, *at(1)) in point_palette("dusk", 5)
    item = look(view, tree, Style(BIG))
    assert isinstance(item.drawn, Drawn)


def test_colours_of_a_density_are_those_of_its_steps() -> None:
    image = palette_image(np.array([[0, 1], [5, 37]]), Density(palette="blue"), 37)
    colours = point_palette("blue", 5)
    assert QColor.fromRgba(image.pixel(1, 1)).name().upper() == colours[0]  # south is the first row
    assert QColor.fromRgba(image.pixel(0, 0)).name().upper() == colours[2]
    assert QColor.fromRgba(image.pixel(1, 0)).name().upper() == colours[4]
    assert image.pixelColor(0, 1).alpha() == 0


# -- names ------------------------------------------------------------------------------------------


def overlap(one, other) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def test_names_beside_points_never_overlap_and_the_important_come_first(near, tree) -> None:
    view = near(
        {"members": [5, 90, 20, 70, 1], "name": ["ẶẾ một tên rất dài để chật chỗ " + c for c in "abcde"]}
    )
    labels = Labels(True, priority="members", from_scale=500_000)
    look(view, tree, Style(BIG, labels=labels))
    names = view.labels.point_names
    assert names.boxes
    for place, one in enumerate(names.boxes):
        assert not any(overlap(one, other) for other in names.boxes[place + 1 :])
    # Room is short: whoever is left out is less important than the first.
    first = next(iter(names._names))[1]
    item = item_of(view, LayerKind.SITES)
    assert item.cloud.ids[first] == "s1"


def test_names_are_written_only_close_up_and_keep_their_places_while_panning(near, tree) -> None:
    view = near({"members": [5, 6, 7]})
    far = Labels(True, from_scale=int(view.camera.denominator * 0.9))
    look(view, tree, Style(BIG, labels=far))
    assert view.labels.point_names.boxes == []
    look(view, tree, Style(BIG, labels=replace(far, from_scale=0)))
    before = view.labels.point_names.boxes
    assert len(before) == 3
    view.look(view.camera.panned(20.0, 10.0))
    redraw(view)
    after = view.labels.point_names.boxes
    moved = {(round(b[0] - a[0]), round(b[1] - a[1])) for a, b in zip(before, after, strict=True)}
    assert moved == {(20, 10)}


def test_names_of_points_leave_those_of_communes_free(near, tree) -> None:
    view = near({"members": [5]})
    look(view, tree, Style(BIG, labels=Labels(True)))
    own = view.labels.point_names.boxes
    camera = view.camera
    for named in (*view.labels._named, *view.labels._guests):
        x, y = (float(value) for value in camera.to_screen(named.x, named.y))
        width, height = ((b - a) * 1.6 for a, b in zip(named.label.box[:2], named.label.box[2:], strict=True))
        box = (x - width / 2, y + 10 - height / 2, x + width / 2, y + 10 + height / 2)
        assert not any(overlap(box, one) for one in own)


@pytest.mark.parametrize("dpr", [1.0, 2.0])
@pytest.mark.parametrize("text", ["ẶỂ", "Phường Ặ Ể", "ĐẪỸg"])
def test_marks_above_capitals_and_tails_below_are_never_cut(text: str, dpr: float) -> None:
    image = label_picture((text,), 7.0, "#FFFFFF", dpr).toImage()
    across, down = range(image.width()), range(image.height())
    inked = [y for y in down if any(image.pixelColor(x, y).alpha() for x in across)]
    assert inked[0] > 0
    assert inked[-1] < image.height() - 1
    # The marks reach above a plain capital: something is there to be cut.
    plain = label_picture(("AE",), 7.0, "#FFFFFF", dpr).toImage()
    rows = range(plain.height())
    top = next(y for y in rows if any(plain.pixelColor(x, y).alpha() for x in range(plain.width())))
    assert inked[0] < top
