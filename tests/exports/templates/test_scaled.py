"""What ``torchgrade.exports.templates.scaled`` promises."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.exports.made import mark, order
from torchgrade.exports.planned import PlannedRow
from torchgrade.exports.templates.scaled import decimal_text, scale_of


@pytest.mark.parametrize(
    ("given", "maximum", "out_of"), [(None, "100", 100.0), (80.0, "100", 80.0), (None, None, 40.0), (None, "0", 40.0)]
)
def test_the_option_counts_more_than_the_template_and_that_more_than_the_run(
    given: float | None, maximum: str | None, out_of: float
) -> None:
    scale = scale_of(order([], out_of=given), None if maximum is None else Decimal(maximum))
    assert scale.out_of == out_of


@pytest.mark.parametrize(("points", "is_over"), [(40.0, False), (40.01, True)])
def test_a_mark_over_the_maximum_of_the_lms_is_named(points: float, is_over: bool) -> None:
    scale = scale_of(order([]), Decimal(40))
    assert bool(list(scale.warnings(scale.text(mark("k", points))))) is is_over


def notes(points: float, maximum: str | None, **options: object) -> list[str]:
    one = mark("k", points)
    wanted = order([one], **options)
    scale = scale_of(wanted, None if maximum is None else Decimal(maximum))
    found = scale.notes(wanted, [PlannedRow(key="k", value=scale.text(one))])
    return [str(note["phrase"]).rpartition(".")[2] for note in found]


def test_the_notes_tell_scale_maximum_and_rounding() -> None:
    assert notes(30.0, "40") == []
    assert notes(10.0, "100.00", whole=True) == ["scaled"]
    assert notes(30.0, None) == ["no_maximum"]
    assert notes(30.0, "100", out_of=40.0) == ["other_maximum"]
    assert notes(1 / 3, "40") == ["rounded"]


@pytest.mark.parametrize(("number", "text"), [("40.00", "40"), ("2.50", "2.5"), ("100", "100"), ("0.00", "0")])
def test_a_number_has_no_zeros_at_its_end(number: str, text: str) -> None:
    assert decimal_text(Decimal(number)) == text
