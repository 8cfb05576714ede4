"""Names that the user of regrade may write."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.grading.room import course_of
from torchgrade.deliveries.found import Found
from torchgrade.errors import UsageError
from torchgrade.grading.planning import Plan, asked_exercises, chosen_students
from torchgrade.grading.stale import Due, Reason
from torchgrade.model.people import Enrolled, Person

COURSE = course_of({"double": "1", "half": "1"})
ADA = Found(
    submission="07+08", path=Path("x"), files=[], members=("07", "08"),
    enrolled=(Enrolled(key="07", person=Person(login="ada", email="ada@example.edu")), Enrolled(key="08")),
)  # fmt: skip
BO = Found(submission="bo\u202e", path=Path("bo"), files=[], people=(Person(number="42"),))


def test_a_check_and_an_exercise_name_the_exercise() -> None:
    assert asked_exercises(["double.large"], COURSE) == {"double"}
    assert asked_exercises(["half", "double.large"], COURSE) == {"half", "double"}


def test_an_unknown_check_or_exercise_is_named_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"no check double\.larg.*double\.values, double\.large"):
        asked_exercises(["double.larg"], COURSE)
    with pytest.raises(UsageError, match=r"no exercise for --check dubble.*double, half"):
        asked_exercises(["dubble.values"], COURSE)


@pytest.mark.parametrize("name", ["07+08", "07", "08", "ada", "ada@example.edu"])
def test_a_group_is_named_by_its_id_its_members_and_their_accounts(name: str) -> None:
    assert chosen_students([name], [ADA, BO]) == {"07+08"}


@pytest.mark.parametrize("name", ["bo\u202e", "bo\\u202e", "42"])
def test_a_submission_is_named_as_stored_as_shown_or_by_a_number(name: str) -> None:
    assert chosen_students([name], [ADA, BO]) == {"bo\u202e"}


def test_several_names_have_commas_between_them_and_a_name_may_have_one_itself() -> None:
    cy = Found(submission="Li, Lei", path=Path("x"), files=[])
    assert chosen_students(["07, 42"], [ADA, BO, cy]) == {"07+08", "bo\u202e"}
    assert chosen_students(["Li, Lei", "42"], [ADA, BO, cy]) == {"Li, Lei", "bo\u202e"}


def test_everybody_is_chosen_without_a_name() -> None:
    assert chosen_students([], [ADA, BO]) == {"07+08", "bo\u202e"}


def test_names_that_belong_to_nobody_are_refused_together() -> None:
    with pytest.raises(UsageError, match="belongs to zoe, eve"):
        chosen_students(["zoe", "42", "eve"], [ADA, BO])


def test_a_plan_needs_the_exercises_of_its_submissions_in_the_order_of_the_course() -> None:
    partly = Due(found=ADA, changed=("half",), is_partial=True)
    assert Plan(due=(partly,)).exercises(("double", "half")) == ("half",)
    assert Plan(due=(partly, Due(found=BO, reason=Reason.NEW))).exercises(("double", "half")) == ("double", "half")
