import datetime as dt

from exports.figures import how_counted, key_figures, period_text, remarks, reported_text


def test_key_figures_of_the_toy(bundle, vi):
    figures = {figure.text: figure.value for figure in key_figures(bundle, vi)}
    # Two of four communes; of the communes that have reported, 3 of 9 villages and 300 of 900 households.
    assert figures[vi("figure.communes.cluster")] == "2/4"
    assert "33%" in figures.values()
    assert any("(3/9 bản" in text for text in figures)
    assert any("(300/900 hộ)" in text for text in figures)


def test_no_percentage_without_its_numbers(bundle, vi):
    for figure in key_figures(bundle, vi):
        if "%" in figure.value:
            assert "/" in figure.text


def test_by_distance_the_area_is_named_too(toy, vi):
    radius = toy.toy_bundle(radius_m=3000.0)
    texts = " ".join(figure.text for figure in key_figures(radius, vi))
    assert "km²" in texts
    assert "bán kính 3,0 km" in " ".join(how_counted(radius, vi))


def test_nothing_imported_has_no_figures(toy, vi):
    bare = toy.toy_bundle(without=("sites", "incidents", "villages", "submissions"))
    assert key_figures(bare, vi) == ()
    assert reported_text(bare, vi) == vi("figure.nothing_yet")


def test_who_has_not_reported_is_named(bundle, vi, en):
    assert reported_text(bundle, vi) == "Đã nộp số liệu: 3/4 xã, phường. Chưa nộp số liệu: Phù Yên."
    assert "3/4" in reported_text(bundle, en)


def test_period(bundle, toy, vi):
    assert period_text(bundle, vi) == "đến 14/11/2026"
    asked = toy.toy_bundle(period_from=dt.date(2026, 1, 1))
    assert period_text(asked, vi) == "từ 01/01/2026 đến 14/11/2026"


def test_remarks_tell_of_points_that_cannot_be_drawn(bundle, toy, vi):
    assert remarks(bundle, vi) == ()
    lost = bundle.sites.assign(position="none", commune_code=None, x=float("nan"))
    (line,) = remarks(toy.replace(bundle, sites=lost), vi)
    assert "04" in line
