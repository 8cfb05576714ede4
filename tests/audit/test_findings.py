"""What a verdict must be, and what an author reads if it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.audit.making import FAILS, PASSES, case, check, verdict
from torchgrade.audit.cases import Case, Group
from torchgrade.audit.corpus import Corpus
from torchgrade.audit.declared import WrongAnswer
from torchgrade.audit.findings import Equivalents, of_case, of_corpus, of_mutants
from torchgrade.audit.mutants import Mutant
from torchgrade.audit.verdicts import Verdict
from torchgrade.errors import CourseError


def ids(one: Case, found: Verdict) -> list[str]:
    """Return the findings about a verdict without their common prefix."""
    return [finding.message_id.removeprefix("audit.") for finding in of_case(one, found)]


def mistake(*checks: str, named: str = "double.mistake.halved", beside: tuple[str, ...] = ()) -> Case:
    """Return the case of a wrong answer."""
    answer = WrongAnswer(name="halved", source="", line=3, checks=checks, named=named, beside=beside)
    return case(Group.MISTAKE if named else Group.WRONG, answer=answer)


def named(*names: str, failed: str = "values") -> Verdict:
    """Return the verdict of an answer that fails one check and is named there and at others."""
    others = [check(f"other{number}", "failed", named=name) for number, name in enumerate(names[1:])]
    return verdict(check(failed, "failed", named=next(iter(names), "")), *others)


@pytest.mark.parametrize("group", [Group.REFERENCE, Group.VARIANT])
def test_a_right_answer_must_earn_everything(group: Group) -> None:
    assert ids(case(group), PASSES) == []
    assert ids(case(group), FAILS) == [f"{group}.fails"]


def test_a_lazy_answer_must_earn_nothing() -> None:
    assert ids(case(Group.LAZY), FAILS) == []
    assert ids(case(Group.LAZY), verdict(check("values", "failed"), check("untouched"))) == ["lazy.earns"]


def test_a_mistake_that_fails_its_check_and_is_named_alone_is_no_finding() -> None:
    assert ids(mistake("values", "shape"), named("double.mistake.halved")) == []


def test_a_mistake_must_not_earn_everything() -> None:
    assert ids(mistake("values"), PASSES) == ["mistake.passes"]


def test_a_mistake_must_fail_the_check_that_it_explains_first() -> None:
    found = named("double.mistake.halved", failed="shape")

    assert ids(mistake("values"), found) == ["mistake.other_check"]


def test_a_mistake_must_be_named() -> None:
    assert ids(mistake("values"), named()) == ["mistake.not_named"]
    assert "mistake.not_named" in ids(mistake("values"), named("mistake.several"))


def test_no_other_mistake_may_be_named_unless_the_author_expects_it() -> None:
    found = named("double.mistake.halved", "double.mistake.squared")

    assert ids(mistake("values"), found) == ["mistake.also_named"]
    assert ids(mistake("values", beside=("double.mistake.squared",)), found) == []


def test_a_wrong_answer_without_a_name_must_fail_its_checks_and_be_named_nothing() -> None:
    assert ids(mistake("values", named=""), FAILS) == []
    assert ids(mistake("untouched", named=""), FAILS) == ["wrong.passes"]
    assert ids(mistake("values", named=""), named("double.mistake.halved")) == ["wrong.named"]


def test_an_error_of_torchgrade_is_a_finding_of_its_own() -> None:
    for group in Group:
        assert ids(case(group), verdict(check("values", "error"))) == ["error"]


def mutant(change: str) -> Case:
    """Return the case of a mutant."""
    return case(Group.MUTANT, mutant=Mutant("sign", 1, 5, change, ""))


@pytest.fixture
def equivalents(tmp_path: Path) -> Equivalents:
    file = tmp_path / "equivalent.toml"
    file.write_text('# Why.\n"a -> b" = "the same"\n"a -> c" = ""\n', "utf-8")
    return Equivalents(file)


def test_a_mutant_is_caught_argued_or_survives(equivalents: Equivalents) -> None:
    verdicts = {mutant("x -> y"): FAILS, mutant("a -> b"): PASSES, mutant("a -> c"): PASSES, mutant("p -> q"): PASSES}

    count, found = of_mutants(verdicts, equivalents, is_whole=True)

    assert (count.mutants, count.caught, count.argued, count.survived) == (4, 1, 2, 1)
    assert [one.message_id for one in found] == ["audit.mutant.survives", "audit.mutant.no_reason"]
    assert found[1].line == 3


def test_an_argument_that_no_mutant_needs_is_a_finding(equivalents: Equivalents) -> None:
    verdicts = {mutant("a -> b"): FAILS, mutant("a -> c"): FAILS}

    _, found = of_mutants(verdicts, equivalents, is_whole=True)
    _, unfinished = of_mutants(verdicts, equivalents, is_whole=False)

    assert [one.message_id for one in found] == ["audit.mutant.needless"] * 2
    assert [one.message_id for one in unfinished] == ["audit.mutant.no_reason"]


def test_a_mutant_without_a_verdict_because_of_an_error_is_not_caught(equivalents: Equivalents) -> None:
    count, _ = of_mutants({mutant("x"): verdict(check("values", "error"))}, equivalents, is_whole=False)

    assert (count.caught, count.survived) == (0, 1)


def test_mutants_that_only_the_time_limit_catches_are_counted(equivalents: Equivalents) -> None:
    slow = verdict(check("values", "failed", reason="limit.cpu"))

    count, _ = of_mutants({mutant("x"): slow, mutant("y"): FAILS}, equivalents, is_whole=False)

    assert (count.caught, count.by_time) == (2, 1)


def test_a_file_of_arguments_that_is_no_toml_is_an_error_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "equivalent.toml"
    file.write_text("a b\n", "utf-8")

    with pytest.raises(CourseError, match="line 1"):
        Equivalents(file)


def test_a_corpus_with_too_few_wrong_files_is_a_finding() -> None:
    names = tuple(f"wrong_{number}.py" for number in range(8))
    whole = Corpus(folder=Path("corpus"), expected={name: {} for name in names}, files=names, lines={})
    few = Corpus(folder=Path("corpus"), expected={}, files=("right.py",), lines={})

    assert list(of_corpus("double", whole)) == []
    assert [one.message_id for one in of_corpus("double", few)] == ["audit.corpus.no_verdict", "audit.corpus.few"]
