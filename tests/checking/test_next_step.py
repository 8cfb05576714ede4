"""The next step is that of the mistake, else of how the check failed, else of what it looks at."""

from __future__ import annotations

from typing import Any

import pytest

from torchgrade.checking.diagnosis import SEVERAL
from torchgrade.checking.next_step import next_step
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.outcomes import Kind, Outcome
from torchgrade.model.results import CheckResult, Diagnosis

CATALOGUE = catalogue_for()


def failed(message_id: str, kind: Kind = Kind.VALUE, **values: Any) -> CheckResult:
    return CheckResult(
        check="f.rows", kind=kind, hidden=False, outcome=Outcome.FAILED, points=0.0, max_points=1.0,
        message_id=message_id, values=values,
    )  # fmt: skip


def named(misconception: str) -> Diagnosis:
    return Diagnosis(misconception=misconception, message="")


def test_a_mistake_that_is_named_comes_before_how_the_check_failed() -> None:
    assert next_step(failed("value.nan"), named("f.dim_0"), "f", CATALOGUE).message_id == "next.named"
    assert next_step(failed("value.nan"), named(SEVERAL), "f", CATALOGUE).message_id == "next.several"
    assert next_step(failed("value.nan"), None, "f", CATALOGUE).message_id == "next.value.nan"


def test_nobody_computes_a_training_by_hand() -> None:
    differs = failed("value.differs", index=[1, 0])

    assert next_step(differs, None, "f", CATALOGUE, ran=True).message_id == "next.scenario"
    assert next_step(differs, named("f.dim_0"), "f", CATALOGUE, ran=True).message_id == "next.named"
    assert next_step(failed("raised.exit"), None, "f", CATALOGUE, ran=True).message_id == "next.raised.exit"


def test_a_missing_return_in_a_scenario_needs_no_numbers() -> None:
    assert next_step(failed("value.none"), None, "f", CATALOGUE, ran=True).message_id == "next.value.none"


def test_an_exercise_may_have_a_scenario_of_its_own() -> None:
    own = Catalogue({**CATALOGUE.entries, "next.f.scenario": "Print the net."})

    assert next_step(failed("value.differs"), None, "f", own, ran=True).message == "Print the net."
    assert next_step(failed("value.differs"), None, "g", own, ran=True).message_id == "next.scenario"
    assert next_step(failed("value.none"), None, "f", own, ran=True).message_id == "next.value.none"


def test_a_mistake_may_bring_its_own_next_step() -> None:
    own = Catalogue({**CATALOGUE.entries, "f.dim_0.next": "Add {exercise} up along the rows."})

    assert next_step(failed("value.nan"), named("f.dim_0"), "f", own).message == "Add f up along the rows."


def test_the_place_of_an_exception_and_the_worst_element_are_filled_in() -> None:
    assert "at (1, 0) by hand" in next_step(failed("value.differs", index=[1, 0]), None, "f", CATALOGUE).message
    assert (
        "Go to f.py, line 3"
        in next_step(failed("raised.exception", place="f.py, line 3"), None, "f", CATALOGUE).message
    )


@pytest.mark.parametrize("kind", list(Kind))
def test_a_message_of_the_course_has_the_next_step_of_its_kind(kind: Kind) -> None:
    assert next_step(failed("f.lost_rows", kind), None, "f", CATALOGUE).message_id == f"next.kind.{kind}"
