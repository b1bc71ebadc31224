import datetime as dt

from analysis.params import By
from exports.figures import (
    filters_text,
    how_counted,
    key_figures,
    manner_text,
    period_text,
    remarks,
    reported_text,
    stock_text,
)
from exports.shading import ClassKind, shade


def test_key_figures_of_the_toy(bundle, vi):
    figures = {figure.text: figure.value for figure in key_figures(bundle, vi)}
    # Five clusters, one of them ended. Two of four communes, one without, one silent; of the communes that
    # have reported, 3 of 9 villages and 300 of 900 households.
    assert figures["điểm (cụm): 04 đang hoạt động, 01 khác"] == "05"
    assert figures["xã, phường có cụm đang hoạt động (01 chưa có, 01 chưa có số liệu)"] == "02/4"
    assert "33%" in figures.values()
    assert any("(3/9 bản" in text for text in figures)
    assert any("(300/900 hộ)" in text for text in figures)


def test_the_total_of_the_sites_is_named_with_parts_that_add_up(bundle, toy, vi):
    assert stock_text(bundle, vi) == "05 điểm gồm: đang hoạt động 04, đã kết thúc 01."
    later = toy.toy_bundle(founded_on="2026-12-01")
    # All four active ones are founded after the day of the figures: they are said to be left out.
    assert "04 điểm đang hoạt động hoặc chưa rõ không được tính" in stock_text(later, vi)


def test_many_initiatives_are_named_before_their_sites(bundle, toy, vi):
    two = toy.replace(bundle, initiatives=toy.pd.concat([bundle.initiatives, bundle.initiatives]))
    first = key_figures(two, vi)[0]
    assert (first.value, first.text) == ("02", "mô hình với 05 điểm: 04 đang hoạt động, 01 khác")


def test_parts_of_the_communes_add_up_on_the_map_too(toy, vi):
    for params in ({}, {"radius_m": 12_000.0}, {"by": By.HOUSEHOLDS}):
        made = toy.toy_bundle(**params)
        shading, unit = shade(made), made.coverage.by_unit
        assert sum(entry.count for entry in shading.classes) == unit["communes_total"] == 4
        assert shading.count(ClassKind.NO_DATA) == unit["communes_not_reported"]
        beside = [line for line in remarks(made, vi) if "bên cạnh" in line]
        # What is shaded without a site of its own is said to lie beside one.
        assert unit["communes_without"] - shading.count(ClassKind.NONE) == len(beside)


def test_no_percentage_without_its_numbers(bundle, vi):
    for figure in key_figures(bundle, vi):
        if "%" in figure.value:
            assert "/" in figure.text


def test_by_distance_the_area_is_named_too(toy, vi):
    radius = toy.toy_bundle(radius_m=3000.0)
    texts = " ".join(figure.text for figure in key_figures(radius, vi))
    assert "km²" in texts
    assert "bán kính 3 km" in " ".join(how_counted(radius, vi))


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
    (rates,) = remarks(bundle, vi)
    assert rates == "Tỷ lệ chỉ tính 3/4 xã, phường đã nộp số liệu, gồm 9/11 bản."
    lost = bundle.sites.assign(position="none", commune_code=None, x=float("nan"))
    line, again = remarks(toy.replace(bundle, sites=lost), vi)
    assert "04" in line
    assert again == rates


def test_a_radius_never_stands_without_its_giver(toy, vi):
    chosen = " ".join(how_counted(toy.toy_bundle(radius_m=2500.0), vi))
    assert "bán kính 2,5 km đường chim bay, do người lập bản đồ chọn" in chosen
    own = toy.toy_bundle(by=By.RADIUS)
    assert "mặc định 3 km" in " ".join(how_counted(own, vi))
    stated = own.initiatives.assign(radius_m=800.0, radius_given_by="Phòng Tham mưu")
    assert "Bán kính 800 m: Phòng Tham mưu." in how_counted(toy.replace(own, initiatives=stated), vi)
    several = stated.loc[["i1", "i1"]].assign(radius_given_by=["Phòng Tham mưu", None])
    (line,) = [
        line for line in how_counted(toy.replace(own, initiatives=several), vi) if "02 mô hình" in line
    ]
    assert "Phòng Tham mưu, chưa ghi người quy định" in line
    unsaid = stated.assign(radius_given_by=None)
    assert "chưa ghi người quy định" in " ".join(how_counted(toy.replace(own, initiatives=unsaid), vi))


def test_the_line_below_the_title_says_how_it_is_counted(toy, vi):
    assert manner_text(toy.toy_bundle(), vi) == "Theo địa bàn"
    assert manner_text(toy.toy_bundle(by=By.HOUSEHOLDS), vi) == "Theo hộ tham gia"
    assert manner_text(toy.toy_bundle(radius_m=3000.0), vi) == "Theo bán kính 3 km đường chim bay"
    assert "bán kính riêng" in manner_text(toy.toy_bundle(by=By.RADIUS), vi)


def test_nobody_is_said_to_have_reported_where_nobody_keeps_it(toy, vi):
    unkept = toy.toy_bundle(without=("submissions",))
    assert reported_text(unkept, vi) == vi("figure.reporting_not_kept")
    assert "4/4" not in reported_text(unkept, vi)


def test_households_beyond_those_of_a_village_are_named(toy, vi):
    made = toy.toy_bundle(by=By.HOUSEHOLDS)
    figures = {"enrolled": 350.0, "counted": 300.0, "excess": 50.0, "sites_unknown": 2}
    coverage = toy.replace(made.coverage, by_households=figures)
    text = " ".join(how_counted(toy.replace(made, coverage=coverage), vi))
    assert "Đã ghi 350 hộ tham gia, tính 300 hộ" in text
    assert "phần vượt 50 hộ không tính" in text
    assert "02 điểm chưa ghi số hộ tham gia" in text


def test_papers_say_by_which_filters_they_are(bundle, toy, vi):
    assert filters_text(bundle, vi) == ""
    asked = toy.toy_bundle(categories=("fire",), statuses=("active", "ended"), text="Cụm")
    line = "Bộ lọc: fire · Đang hoạt động, Đã kết thúc · “cum”."
    assert filters_text(asked, vi) == remarks(asked, vi)[0] == line
    two = toy.toy_bundle(communes=("04117", "04120"))
    assert filters_text(two, vi) == "Bộ lọc: Xã Mường Lèo, Xã Sốp Cộp (chỉ tính 2/4 xã, phường)."


def test_figures_of_chosen_communes_are_of_these_alone(toy, vi):
    two = toy.toy_bundle(communes=("04117", "04120"))
    figures = {figure.text: figure.value for figure in key_figures(two, vi)}
    # Mường Lèo has no cluster in five villages; Sốp Cộp has one and no villages.
    assert figures["xã, phường có cụm đang hoạt động (01 chưa có)"] == "01/2"
    assert any("(0/5 bản" in text for text in figures)
    assert "2/2 xã, phường" in reported_text(two, vi)


def test_nothing_left_by_a_filter_is_not_no_data(toy):
    nothing = toy.toy_bundle(text="không có gì")
    assert len(nothing.sites) == 0
    assert shade(nothing).count(ClassKind.NO_DATA) == 1  # the commune that has not reported, as before
    assert shade(nothing).count(ClassKind.NONE) == 3
