"""What has changed between two periods, and where no percentage may be said."""

from __future__ import annotations

import pytest

from analysis.comparison import Change


@pytest.mark.parametrize(
    ("before", "after", "difference", "share", "is_few"),
    [
        (20, 29, 9, 0.45, False),
        (29, 20, -9, 9 / 29, False),
        (10, 10, 0, 0.0, False),
        (0, 12, 12, None, True),
        (12, 9, -3, None, True),
        (2, 3, 1, None, True),
        (None, 12, None, None, False),
    ],
)
def test_a_change_is_a_percentage_only_where_it_means_something(
    before: int | None, after: int, difference: int | None, share: float | None, is_few: bool
) -> None:
    change = Change("incidents", before, after)
    assert change.difference == difference
    assert change.share == (pytest.approx(share) if share is not None else None)
    assert change.is_few is is_few
