from PySide6.QtGui import QColor, QImage, QPainter

from exports.legend import (
    AreaEntry,
    LineEntry,
    RampEntry,
    SymbolEntry,
    draw_legend,
    legend_of,
    legend_size,
    outlined,
)
from exports.shading import RATE_FILLS, Measure, shade
from layers.style import DARK, LIGHT, NO_DATA

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
    entries = [e for e in legend_of(bundle, shade(bundle), (), vi).entries if isinstance(e, AreaEntry)]
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
    legend = legend_of(bundle, shade(bundle, Measure.PRESENCE), (), vi, compact=True)
    assert not any(isinstance(entry, RampEntry) for entry in legend.entries)


def test_uncertain_lines_are_explained(bundle, toy, vi):
    gdf = bundle.boundaries.gdf.assign(uncertain=True)
    doubtful = toy.replace(bundle, boundaries=toy.replace(bundle.boundaries, gdf=gdf))
    entries = legend_of(doubtful, shade(doubtful), (), vi).entries
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
