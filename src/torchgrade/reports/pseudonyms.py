"""Pseudonyms for a page that a lecture may see: results and rows of a run without anything that names a student.

The copies are built from a list of allowed fields, so that a new field of a result stays out until somebody adds it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from torchgrade.model.foreign import unmarked
from torchgrade.model.results import CheckResult, Diagnosis, ExerciseResult, SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.reports.sentences import Sentences


def pseudonyms(submissions: Iterable[str], key: bytes, sentences: Sentences) -> dict[str, str]:
    """Return a pseudonym of two words for each submission, in the language of the sentences.

    The words depend on the id and the secret only, so they stay the same in the next report and in another language. Of
    two submissions with the same words one gets a number.

    :param key: secret of the run; without it nobody can compute the pseudonym of an id.
    """
    digests = {one: keyed_digest(one, key) for one in submissions}
    first, second = (unmarked(sentences.say(f"pseudonym.{name}")).split() for name in ("first", "second"))
    times: Counter[tuple[str, str]] = Counter()
    made = {}
    for one, digest in sorted(digests.items(), key=lambda pair: pair[1]):
        words = first[_number(digest[:8]) % len(first)], second[_number(digest[8:16]) % len(second)]
        times[words] += 1
        name = sentences.say("pseudonym.name", first=words[0], second=words[1])
        if times[words] > 1:
            name = sentences.say("pseudonym.numbered", name=name, n=times[words])
        made[one] = unmarked(name)
    return made


def _number(digest: bytes) -> int:
    return int.from_bytes(digest, "big")


def keyed_digest(submission: str, key: bytes) -> bytes:
    """Return a digest of an id that nobody can compute without the secret of the run."""
    return hashlib.blake2b(submission.encode("utf-8", "surrogatepass"), key=key).digest()


def rows_without_names(rows: RunRows, name_of: Callable[[str], str | None]) -> RunRows:
    """Return the exercises of a run and the decisions of a person, under pseudonyms.

    Inputs without a result, people, sections, deliveries and the reasons of a person are left out.

    :param name_of: function that returns the pseudonym of a submission; None if there is none.
    """
    decided = {}
    for one, override in rows.overrides.items():
        name = name_of(one)
        if name is not None:
            decided[name] = replace(override, who=name, why="", at="")
    return RunRows(exercises=rows.exercises, language=rows.language, overrides=decided)


def without_name(result: SubmissionResult, name: str, sentences: Sentences) -> SubmissionResult:
    """Return a result under a pseudonym, with outcomes and points but without a text of a submission."""
    return SubmissionResult(
        submission=name,
        points=result.points,
        max_points=result.max_points,
        sandbox=result.sandbox,
        seconds=0.0,
        exercises=[_exercise(found, sentences) for found in result.exercises],
        hidden_checks=result.hidden_checks,
        environment=result.environment,
    )


def _exercise(found: ExerciseResult, sentences: Sentences) -> ExerciseResult:
    return ExerciseResult(
        exercise=found.exercise,
        status=found.status,
        points=found.points,
        max_points=found.max_points,
        checks=[_check(check, sentences) for check in found.checks],
    )


def _check(check: CheckResult, sentences: Sentences) -> CheckResult:
    return CheckResult(
        check=check.check,
        kind=check.kind,
        hidden=check.hidden,
        outcome=check.outcome,
        points=check.points,
        max_points=check.max_points,
        title=check.title,
        sentence=check.sentence,
        diagnosis=None if check.hidden else _diagnosis(check.diagnosis, sentences),
    )


def _diagnosis(diagnosis: Diagnosis | None, sentences: Sentences) -> Diagnosis | None:
    """Return a diagnosis that is a sentence of a catalogue with numbers; other fields could quote a submission."""
    if diagnosis is None or diagnosis.misconception not in sentences.catalogue:
        return None
    if not all(isinstance(value, int | float) for value in diagnosis.values.values()):
        return None
    return Diagnosis(misconception=diagnosis.misconception, message="", values=diagnosis.values)
