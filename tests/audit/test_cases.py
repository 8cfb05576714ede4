"""Everything of an exercise becomes a submission."""

from __future__ import annotations

from collections import Counter

from torchgrade.audit.cases import Cases, Group
from torchgrade.audit.declared import declared
from torchgrade.audit.exercises import AuditedExercise


def test_reference_variants_lazy_and_wrong_answers_are_submitted(exercise: AuditedExercise) -> None:
    counts = Counter(case.group for case in Cases(exercise, declared(exercise)).basic(5))

    assert counts[Group.REFERENCE] == 5
    assert counts[Group.VARIANT] == 2
    assert counts[Group.MISTAKE] == 3
    assert counts[Group.WRONG] == 1
    assert counts[Group.LAZY] > 8


def test_the_reference_is_submitted_under_different_seeds(exercise: AuditedExercise) -> None:
    cases = [case for case in Cases(exercise, declared(exercise)).basic(3) if case.group is Group.REFERENCE]

    assert [case.seed for case in cases] == [0, 1, 2]


def test_a_case_knows_the_line_that_it_was_made_from(exercise: AuditedExercise) -> None:
    cases = Cases(exercise, declared(exercise)).basic(1)
    variant = next(case for case in cases if case.name == "by_stack")

    assert variant.source.read_text("utf-8").splitlines()[variant.line - 1] == "def by_stack(X):"


def test_mutants_of_the_reference_and_of_every_variant_are_submitted_once(exercise: AuditedExercise) -> None:
    mutants = list(Cases(exercise, declared(exercise)).mutants())

    assert len({case.data for case in mutants}) == len(mutants)
    assert {case.source.name for case in mutants} == {"reference.py", "variants.py"}
    assert all(case.mutant is not None and case.mutant.change for case in mutants)


def test_a_function_that_uses_a_module_of_the_course_is_reported_and_not_submitted(exercise: AuditedExercise) -> None:
    (exercise.solution / "variants.py").write_text(
        "from torchgrade.checking import draws\n\n\ndef drawn(X):\n    return draws.double(X)\n", "utf-8"
    )
    cases = Cases(exercise, declared(exercise))

    assert all(case.group is not Group.VARIANT for case in cases.basic(1))
    assert [(one.name, one.reaches, one.line) for one in cases.uncut] == [("drawn", "draws", 4)]
