"""What ``torchgrade.exports.moodle.limits`` promises: a mark is left out only if Moodle does not take it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.exports.moodle_class import MAXIMUM, mark
from torchgrade.exports.moodle.limits import outside
from torchgrade.exports.templates.scaled import Scale


@pytest.mark.parametrize(
    ("points", "out_of", "maximum", "entry"),
    [
        (-0.5, MAXIMUM, None, "negative"),
        (0.0, MAXIMUM, None, ""),
        (40.5, MAXIMUM, None, "over"),
        (40.0, 50.0, None, ""),
        (40.0, 50.0, Decimal(40), "over"),
        (40.0, 30.0, Decimal(40), ""),
    ],
)
def test_the_maximum_of_the_item_counts_and_otherwise_that_of_the_scale(
    points: float, out_of: float, maximum: Decimal | None, entry: str
) -> None:
    found = outside(mark("a", points), Scale(out_of=out_of, maximum=maximum, whole=False))

    assert (found is None) if not entry else found is not None and found["phrase"] == f"export.moodle.{entry}"
