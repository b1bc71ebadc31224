import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from exports.legend import (
    AreaEntry,
    CirclesEntry,
    DensityEntry,
    LineEntry,
    RampEntry,
    SymbolEntry,
    draw_legend,
    legend_of,
    legend_size,
    outlined,
)
from exports.point_looks import point_looks
from exports.shading import RATE_FILLS, Measure, shade
from layers.renderers import Categorised, Category, ClassMethod, Density, Graduated, Proportional
from layers.style import DARK, LIGHT, NO_DATA, Fill, Shape, Style, Symbol

ALL = ("boundaries", "sites", "clusters", "incidents", "villages")


def texts(legend):
    return [entry.text for entry in legend.entries if not isinstance(entry, RampEntry)]


def test_only_what_is_drawn_is_explained(bundle, vi):
    legend = legend_of(bundle, shade(bundle), ALL, vi)
    written = texts(legend)
    # There is no model site, so no entry for one; clusters are 4 of 5, one of them by commune.
    assert "Cụm dân cư an toàn PCCC đang hoạt động (4/5)" in written
    assert "trong đó vị trí theo bản, theo xã (1)" in written
    assert "Vụ việc (2)" in written
    assert not any("Điểm mô hình" in text for text in written)
    assert "Chưa có cụm đang hoạt động (1 xã, phường)" in written
    assert "Chưa có số liệu (1 xã, phường)" in written
    assert "từ 60% đến dưới 80% (1 xã, phường)" in written


def test_counts_of_the_classes_add_up(bundle, vi):
    legend = legend_of(bundle, shade(bundle), ("boundaries",), vi)
    entries = [entry for entry in legend.entries if isinstance(entry, AreaEntry)]
    assert sum(int(entry.text.split("(")[1].split()[0]) for entry in entries) == 4


def test_hidden_layers_have_no_entry(bundle, vi):
    legend = legend_of(bundle, None, ("boundaries",), vi)
    assert not any(isinstance(entry, SymbolEntry) for entry in legend.entries)


def test_on_screen_the_ranges_are_one_ramp(bundle, vi, en):
    for words in (vi, en):
        legend = legend_of(bundle, shade(bundle), ALL, words, compact=True)
        (ramp,) = [entry for entry in legend.entries if isinstance(entry, RampEntry)]
        assert ramp.breaks == ("0", "20", "40", "60", "80", "100%")
        assert len(ramp.fills) == 5


def test_presence_has_no_ranges(bundle, vi):
    legend = legend_of(bundle, shade(bundle, Measure.PRESENCE), ALL, vi, compact=True)
    assert not any(isinstance(entry, RampEntry) for entry in legend.entries)


def test_uncertain_lines_are_explained(bundle, toy, vi):
    gdf = bundle.boundaries.gdf.assign(uncertain=True)
    doubtful = toy.replace(bundle, boundaries=toy.replace(bundle.boundaries, gdf=gdf))
    entries = legend_of(doubtful, shade(doubtful), ("boundaries",), vi).entries
    assert any(isinstance(entry, LineEntry) for entry in entries)


def test_drawn_size_is_what_was_said(bundle, vi):
    legend = legend_of(bundle, shade(bundle), ALL, vi)
    for theme in (LIGHT, DARK):
        image = QImage(400, 500, QImage.Format.Format_RGB32)
        image.fill(QColor("#FF00FF"))
        painter = QPainter(image)
        size = draw_legend(painter, legend, 10, 10, 1.0, theme, card=True, width_pt=200)
        painter.end()
        assert size == legend_size(legend, 200, card=True)
        assert image.pixelColor(int(10 + size[0] / 2), int(10 + size[1] - 3)) == QColor(theme.panel)
        assert image.pixelColor(int(14 + size[0]), 20) == QColor("#FF00FF")


def test_swatches_show_on_white():
    assert outlined(RATE_FILLS[0]).stroke != "#FFFFFF"
    assert outlined(NO_DATA).stroke == NO_DATA.stroke


def test_on_screen_one_line_stands_for_all_rough_positions(bundle, vi):
    written = texts(legend_of(bundle, shade(bundle), ALL, vi, compact=True))
    assert "Cụm dân cư an toàn PCCC (4/5)" in written
    assert written.index("Điểm đang hoạt động / tất cả") < written.index("Cụm dân cư an toàn PCCC (4/5)")
    assert [text for text in written if "theo bản" in text] == ["Vị trí theo bản, theo xã (1)"]


def test_a_name_the_analyst_gave_is_used(bundle, vi):
    names = {"clusters": "Cụm của tôi", "incidents": ""}
    written = texts(legend_of(bundle, None, ALL, vi, names=names))
    assert "Cụm của tôi đang hoạt động (4/5)" in written
    assert "Vụ việc (2)" in written


# -- every way to render ----------------------------------------------------------------------------


def with_rows(toy, bundle, **columns):
    """Return the result with columns of its five clusters replaced."""
    return toy.replace(bundle, sites=bundle.sites.assign(**columns))


def styled(renderer):
    return {"clusters": Style(Symbol(Shape.CIRCLE, "#0072B2", 6.0), renderer=renderer)}


def test_categories_are_listed_with_their_counts_and_only_those_drawn(bundle, toy, vi):
    rated = with_rows(toy, bundle, rating=["good", "weak", None, "good", "good"])
    classes = (
        Category("good"),
        Category("fair"),  # nobody has it
        Category("weak", "Cần củng cố"),
    )
    styles = styled(Categorised("rating", classes))
    for compact in (False, True):
        legend = legend_of(rated, None, ALL, vi, styles=styles, compact=compact)
        written = texts(legend)
        assert [text for text in written if text.startswith(("Tốt", "Khá", "Cần", "Chưa có"))] == [
            "Tốt (2)",
            "Cần củng cố (1)",
            "Chưa có số liệu (1)",
        ]
        (heading,) = [entry for entry in legend.entries if getattr(entry, "text", "").endswith("Xếp loại")]
        assert "(4/5)" in heading.text
        assert heading.layer == "clusters"


def test_swatches_of_ranges_are_the_symbols_that_are_drawn(bundle, toy, vi):
    counted = with_rows(toy, bundle, members=[3, 0, 8, 12, 99])
    renderer = Graduated("members", ClassMethod.GIVEN, 2, breaks=(1.0, 5.0, 20.0))
    styles = styled(renderer)
    legend = legend_of(counted, None, ("clusters",), vi, styles=styles)
    entries = [entry for entry in legend.entries if isinstance(entry, SymbolEntry)]
    # 99 belongs to the cluster that has ended: it is not drawn.
    assert [entry.text for entry in entries[:3]] == ["5–20 (2)", "1–4 (1)", "Bằng 0 (1)"]
    drawn = {group.symbol.colour for group in point_looks(counted, "clusters", styles["clusters"]).groups}
    assert {entry.symbol.colour for entry in entries[:3]} == drawn


def test_the_highest_value_as_a_range_of_its_own_is_in_no_other(bundle, toy, vi):
    counted = with_rows(toy, bundle, members=[2, 4, 5, 5, 99])
    renderer = Graduated("members", breaks=(2.0, 4.0, 5.0, 5.0))
    entries = legend_of(counted, None, ("clusters",), vi, styles=styled(renderer)).entries
    assert [entry.text for entry in entries if isinstance(entry, SymbolEntry)][:3] == [
        "5 (2)",
        "4 (1)",
        "2–3 (1)",
    ]


def test_ranges_are_called_the_same_where_the_highest_is_empty(bundle, toy, vi):
    """A filter that leaves nothing in the highest range must not make another of the one below."""
    counted = with_rows(toy, bundle, members=[2, 4, 4, 6, 99])
    renderer = Graduated("members", ClassMethod.GIVEN, 2, breaks=(1.0, 5.0, 10.0, 50.0))
    entries = legend_of(counted, None, ("clusters",), vi, styles=styled(renderer)).entries
    written = [entry.text for entry in entries if isinstance(entry, SymbolEntry)][:2]
    assert written == ["5–9 (1)", "1–4 (3)"]


def test_broken_numbers_and_shares_have_as_many_figures_as_they_need(bundle, toy, vi, en):
    cost = with_rows(toy, bundle, cost=[1.5, 2.25, 3.0, 4.0, None])
    renderer = Graduated("cost", ClassMethod.GIVEN, 2, breaks=(1.5, 3.0, 4.0))
    written = texts(legend_of(cost, None, ("clusters",), vi, styles=styled(renderer)))
    assert "3,0–4,0 (2)" in written
    assert "1,5 – dưới 3,0 (2)" in written
    shares = with_rows(toy, bundle, households_enrolled=[1, 2, 3, 4, 4], households_total=[4, 4, 4, 4, 4])
    renderer = Graduated("households_share", ClassMethod.EQUAL, 2)
    written = texts(legend_of(shares, None, ("clusters",), en, styles=styled(renderer)))
    assert "25% – under 63% (2)" in written or "25.0% – under 62.5% (2)" in written


def test_circles_of_the_legend_are_those_of_the_map(bundle, toy, vi):
    counted = with_rows(toy, bundle, members=[40, 10, None, 0, 0])
    styles = styled(Proportional("members", largest_pt=24.0, no_data=Category()))
    legend = legend_of(counted, None, ("clusters",), vi, styles=styles)
    (circles,) = [entry for entry in legend.entries if isinstance(entry, CirclesEntry)]
    assert circles.marks == ("30", "7", "1")
    assert [(size / 24.0) ** 2 * 40 for size in circles.sizes_pt] == pytest.approx([30, 7, 1])
    assert "Chưa có số liệu (1)" in texts(legend)


def test_counts_stand_beside_shaded_rates(bundle, vi):
    styles = {"boundaries": Style(fill=Fill(), circles=Proportional("villages"))}
    legend = legend_of(bundle, shade(bundle), ("boundaries",), vi, styles=styles)
    kinds = [type(entry).__name__ for entry in legend.entries]
    assert "AreaEntry" in kinds
    assert "CirclesEntry" in kinds
    assert "Tổng số bản theo xã, phường (diện tích hình tròn)" in texts(legend)


def test_density_is_a_ramp(bundle, vi):
    legend = legend_of(bundle, None, ("clusters",), vi, styles=styled(Density(palette="dusk")))
    (ramp,) = [entry for entry in legend.entries if isinstance(entry, DensityEntry)]
    assert (ramp.low, ramp.high, len(ramp.colours)) == ("ít điểm", "nhiều điểm", 5)
    assert ramp.text == "Cụm dân cư an toàn PCCC đang hoạt động (4/5)"


def test_on_screen_hidden_communes_have_no_entry(bundle, vi):
    legend = legend_of(bundle, shade(bundle), ("clusters",), vi, compact=True)
    assert not any(isinstance(entry, AreaEntry | RampEntry) for entry in legend.entries)


@pytest.mark.parametrize("compact", [False, True])
def test_every_entry_is_drawn_within_its_room(bundle, toy, vi, compact):
    counted = with_rows(toy, bundle, members=[40, 10, None, 0, 0])
    for renderer in (Proportional("members", largest_pt=60.0), Density(), Graduated("members")):
        styles = styled(renderer) | {"boundaries": Style(fill=Fill(), circles=Proportional("villages"))}
        legend = legend_of(counted, shade(counted), ALL, vi, styles=styles, compact=compact)
        width, height = legend_size(legend, 200, card=True)
        image = QImage(int(width) * 4 + 40, int(height) * 4 + 40, QImage.Format.Format_RGB32)
        image.fill(QColor("#FF00FF"))
        painter = QPainter(image)
        draw_legend(painter, legend, 4, 4, 4.0, DARK, card=True, width_pt=200)
        painter.end()
        below, right = int(height * 4) + 10, int(width * 4) + 10
        row = {image.pixelColor(x, below).name().upper() for x in range(right)}
        beside = {image.pixelColor(right, y).name().upper() for y in range(below)}
        assert row == beside == {"#FF00FF"}


def test_a_legend_speaks_of_communes_only_where_they_are_drawn(bundle, vi) -> None:
    for compact in (False, True):
        entries = legend_of(bundle, shade(bundle), ("clusters",), vi, compact=compact).entries
        assert not any(isinstance(entry, AreaEntry | RampEntry) for entry in entries)
