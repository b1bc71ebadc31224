import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.privacy import (
    Redact,
    Redaction,
    displaced,
    parse_redaction,
    per_commune,
    personal_columns,
    redacted,
)
from layers.errors import BadParameter


@pytest.mark.parametrize("text", ["none", "personal", "aggregate", "displace:500", "displace:0.5"])
def test_forms_of_the_command_line(text):
    assert str(parse_redaction(text)) == text


@pytest.mark.parametrize("text", ["", "all", "displace", "displace:", "displace:0", "displace:-5", "none:3",
                                  "displace:nan", "displace:x"])  # fmt: skip
def test_other_forms_are_refused(text):
    with pytest.raises(BadParameter):
        parse_redaction(text)


def test_personal_columns_leave_only_by_name(bundle):
    assert personal_columns("incidents") == ("description",)
    for kind in (Redact.NONE, Redact.PERSONAL):
        assert "description" not in redacted("incidents", bundle.incidents, Redaction(kind))
    kept = redacted("incidents", bundle.incidents, Redaction(Redact.NONE), with_personal=True)
    assert "description" in kept


def test_personal_is_stronger_than_the_wish_for_it(bundle):
    kept = redacted("incidents", bundle.incidents, Redaction(Redact.PERSONAL), with_personal=True)
    assert "description" not in kept


def test_rows_of_incidents_do_not_leave_aggregated(bundle):
    with pytest.raises(BadParameter):
        redacted("incidents", bundle.incidents, Redaction(Redact.AGGREGATE))
    assert len(redacted("sites", bundle.sites, Redaction(Redact.AGGREGATE))) == len(bundle.sites)


@settings(max_examples=20, deadline=None)
@given(st.floats(1, 5000), st.text(max_size=5))
def test_moved_no_farther_than_said_and_traceless(bundle, metres, salt):
    moved = displaced(bundle.incidents, metres, salt)
    away = np.hypot(
        moved["x"].to_numpy() - bundle.incidents["x"].to_numpy(),
        moved["y"].to_numpy() - bundle.incidents["y"].to_numpy(),
    )
    assert (away <= metres + 1e-6).all()
    assert (away > 0).all()
    assert (moved["position_m"] >= metres).all()
    assert list(moved.index) == ["1", "2"]
    assert not {"number", "ext_key", "description", "note", "extra"} & set(moved.columns)


def test_the_same_salt_moves_alike(bundle):
    one, two, other = (displaced(bundle.incidents, 500, salt) for salt in ("a", "a", "b"))
    assert one.equals(two)
    assert not one["x"].equals(other["x"])


def test_counts_per_commune(bundle, toy):
    counts = per_commune(bundle.incidents, toy.CODES)
    assert counts["total"].tolist() == [1, 1, 0, 0]
    assert counts["fire"].tolist() == [1, 1, 0, 0]
    assert per_commune(bundle.incidents.iloc[:0], toy.CODES)["total"].sum() == 0
