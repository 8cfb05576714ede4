"""What a submission does to the machine fails, by effect: every act says itself whether it succeeded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.attacks import running, submissions
from tests.attacks.conftest import ActsRun, ids_of
from tests.attacks.expected import ENDS, MISSING_HERE, NEVER_OPEN, OPEN_AT_A, OPEN_AT_B
from tests.attacks.running import Form


def of_form(*values: object, form: Form) -> Any:
    """Return a parameter of a form, whose class is graded once; `make test` tries the last form only."""
    return pytest.param(*values, marks=() if form == FORMS[-1] else pytest.mark.long)


FORMS = running.confined_forms()
"""The last one is the highest level that this machine has."""
CONFINED = [of_form(form, form=form) for form in FORMS]
BARE = running.forms("none")
ACTS = sorted(submissions.acts())
HONEST = [of_form(form, one, form=form) for form in FORMS for one in ids_of(form) if running.name_in(one) == "honest"]
Run = Callable[[Form], ActsRun]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


def may_succeed(act: str, form: Form) -> bool:
    return act in OPEN_AT_A or (form.level == "B" and act in OPEN_AT_B)


@pytest.mark.parametrize("form", CONFINED, ids=str)
@pytest.mark.parametrize("act", [act for act in ACTS if act not in ENDS])
def test_an_act_is_refused(act: str, form: Form, acts_run: Run) -> None:
    """The call itself fails, with an exception that names no success."""
    said = acts_run(form).said[act]

    assert said.word == "BLOCKED" or may_succeed(act, form), said


@pytest.mark.parametrize("form", CONFINED, ids=str)
@pytest.mark.parametrize("act", ENDS)
def test_an_act_through_another_gate_ends_the_process(act: str, form: Form, acts_run: Run) -> None:
    """The kernel kills it, which costs the check and nothing else."""
    run = acts_run(form)
    reasons = [(check["message_id"], check["values"]) for check in running.checks_of(run.results[act])]

    assert run.said[act].word == "ENDED"
    assert reasons[0] == ENDS[act]


@pytest.mark.parametrize("form", CONFINED, ids=str)
@pytest.mark.parametrize("act", ACTS)
def test_an_act_earns_nothing_and_is_no_fault_of_ours(act: str, form: Form, acts_run: Run) -> None:
    result = acts_run(form).results[act]

    assert result["points"] == 0
    assert {check["outcome"] for check in running.checks_of(result)} <= {"failed", "skipped"}


@pytest.mark.parametrize(("form", "submission"), HONEST, ids=str)
def test_honest_work_between_acts_gets_full_marks(form: Form, submission: str, acts_run: Run) -> None:
    assert acts_run(form).honest[submission] == 7.0


@pytest.mark.parametrize("form", CONFINED, ids=str)
def test_no_act_leaves_a_mark(form: Form, acts_run: Run) -> None:
    """In a folder in which anybody may do anything, nothing has come and nothing has gone."""
    assert acts_run(form).marks == frozenset()


@pytest.mark.parametrize("form", CONFINED, ids=str)
def test_what_stays_open_is_what_the_table_says(form: Form, acts_run: Run) -> None:
    """An entry that is refused by now has lost its place there."""
    run = acts_run(form)
    found = set(running.summary(run.said)["names"])
    same_user = {"access_secret", "growth_of_run"} if form.root else set()
    expected = {*OPEN_AT_A, *(OPEN_AT_B if form.level == "B" else ())}

    assert found <= expected
    assert expected - found <= same_user


@pytest.mark.long
@pytest.mark.parametrize("act", [act for act in ACTS if act not in {*NEVER_OPEN, *MISSING_HERE}])
def test_an_act_succeeds_where_nothing_confines_it(act: str, acts_run: Run) -> None:
    """Else it would show nothing: as a user, or as root where these tests are root's."""
    said = [acts_run(form).said[act] for form in BARE]

    assert any(one.word == "OPEN" for one in said), said


@pytest.mark.long
@pytest.mark.parametrize("act", NEVER_OPEN)
def test_what_the_engine_itself_prevents_fails_without_a_sandbox(act: str, acts_run: Run) -> None:
    assert {acts_run(form).said[act].word for form in BARE} == {"BLOCKED"}


def test_the_tables_name_acts_that_exist() -> None:
    named = {*ENDS, *OPEN_AT_A, *OPEN_AT_B, *NEVER_OPEN, *MISSING_HERE}

    assert named <= set(ACTS)
