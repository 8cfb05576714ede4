"""The matrix says which checks do the work."""

from __future__ import annotations

from tests.audit.making import PASSES, case, check, verdict
from torchgrade.audit.cases import Case, Group
from torchgrade.audit.matrix import make_matrix
from torchgrade.audit.verdicts import Verdict


def judged(group: Group, name: str, **outcomes: str) -> tuple[Case, Verdict]:
    """Return a case with the outcomes of its checks."""
    return case(group, name), verdict(*(check(one, outcome) for one, outcome in outcomes.items()))


ROWS = dict(
    [
        (case(Group.REFERENCE), PASSES),
        judged(Group.MISTAKE, "halved", values="failed", gradient="failed", untouched="passed"),
        judged(Group.WRONG, "changed", values="passed", gradient="passed", untouched="failed"),
        judged(Group.CORPUS, "wrong_a.py", values="failed", gradient="skipped", untouched="skipped"),
        judged(Group.CORPUS, "right_a.py", values="passed", gradient="failed", untouched="passed"),
    ]
)


def test_each_check_has_the_wrong_answers_that_fail_it_and_that_fail_it_alone_by_origin() -> None:
    rows = {row.check: row for row in make_matrix(ROWS, []).rows}

    assert rows["values"].fails == {"mistakes": 1, "corpus": 1}
    assert rows["values"].alone == {"mistakes": 0, "corpus": 1}
    assert rows["untouched"].alone == {"mistakes": 1, "corpus": 0}


def test_checks_that_catch_nothing_alone_are_listed() -> None:
    assert make_matrix(ROWS, []).nothing_alone == ("gradient",)


def test_wrong_answers_that_pass_every_other_check_are_listed_under_the_one_that_catches_them() -> None:
    (one,) = make_matrix(ROWS, []).caught_by_one

    assert (one.check, one.submissions) == ("untouched", ("mistakes.py:3 changed",))


def test_wrong_answers_that_are_not_caught_for_their_stated_reason_are_listed() -> None:
    wrong = next(one for one in ROWS if one.name == "wrong_a.py")
    right = next(one for one in ROWS if one.group is Group.REFERENCE)

    assert make_matrix(ROWS, [wrong, right]).other_reason == ("wrong_a.py",)


def test_mutants_have_a_column_and_no_place_in_the_lists() -> None:
    one, found = judged(Group.MUTANT, "sign 1", values="failed")

    matrix = make_matrix({one: found}, [one])

    assert matrix.rows[0].alone == {"mutants": 1}
    assert matrix.caught_by_one == ()
    assert matrix.other_reason == ()
