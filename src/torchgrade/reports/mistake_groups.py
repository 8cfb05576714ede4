"""Groups of students with the same mistake, so that a teacher can write to them or grade them again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from torchgrade.model.exercises import Exercise
from torchgrade.model.outcomes import Outcome
from torchgrade.model.people import Person
from torchgrade.model.results import CheckResult, Note, SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.model.showable import show_name
from torchgrade.reports.checks import diagnosis_words
from torchgrade.reports.exercises import exercise_title
from torchgrade.reports.items import item_anchor
from torchgrade.reports.mistake_records import FailedCheck, MistakeGroup, Mistakes
from torchgrade.reports.problems import submission_link
from torchgrade.reports.records import Link
from torchgrade.reports.sentences import Sentences

_MOST_GROUPS = 8
"""Groups of each kind that are not folded."""
_FIRST, _MORE = 30, 70
"""Links of a group that are not folded, and that are. The command names every submission."""
_TEXT = 500
_ADDRESS = re.compile(r"[^\s,;:<>()\[\]\"'\\@]+@[^\s,;:<>()\[\]\"'\\@]+")
_PLAIN = re.compile(r"[A-Za-z0-9@%+:./_][A-Za-z0-9@%+:,./_-]*")
"""Words that no shell changes; ``=`` is not among them, because zsh replaces a word that begins with it."""

_Key = tuple[bool, str, str, tuple[str, ...]]
"""Whether the mistake is named; exercise; id of the mistake, or check and reason; subjects of several mistakes."""


class _Group(Struct, kw_only=True):
    """Failures with the same key."""

    submissions: dict[str, None]
    """Ids of the submissions, in their order."""
    checks: Counter[str]
    """Number of failures of each check."""
    texts: Counter[str]
    """Number of failures with each English sentence."""
    by_text: dict[str, CheckResult]
    """First failure with each English sentence."""


def mistakes_of(
    results: Sequence[SubmissionResult], rows: RunRows, sentences: Sentences, names: Mapping[str, str]
) -> tuple[Mistakes, dict[str, Link]]:
    """Return all failures by mistake, and for each check a link to its largest group.

    A failed check is in the group of its diagnosis and exercise. Without a diagnosis, it is in the group of its reason.
    A submission counts once in a group, however many checks fail. A skipped check is not a failure.

    :param names: page of each submission (:func:`torchgrade.model.page_names.page_names`).
    """
    groups = _groups(results)
    view = _View(rows, sentences, names)
    ordered = sorted(groups.items(), key=lambda item: (-view.students(item[1].submissions), item[0]))
    shown: dict[bool, list[MistakeGroup]] = {True: [], False: []}
    largest: dict[str, Link] = {}
    for number, (key, group) in enumerate(ordered, start=1):
        made = view.group(key, group, f"mistake-{number}")
        shown[key[0]].append(made)
        for check in group.checks:
            largest.setdefault(check, Link(text=made.size, href=f"#{made.anchor}"))
    return (
        Mistakes(
            named=shown[True][:_MOST_GROUPS],
            named_more=shown[True][_MOST_GROUPS:],
            unnamed=shown[False][:_MOST_GROUPS],
            unnamed_more=shown[False][_MOST_GROUPS:],
        ),
        largest,
    )


def _groups(results: Iterable[SubmissionResult]) -> dict[_Key, _Group]:
    groups: dict[_Key, _Group] = {}
    for result in results:
        for part in result.exercises:
            for check in part.checks:
                if check.outcome is not Outcome.FAILED:
                    continue
                key = _key(part.exercise, check)
                group = groups.get(key)
                if group is None:
                    group = groups[key] = _Group(submissions={}, checks=Counter(), texts=Counter(), by_text={})
                text = check.diagnosis.message if check.diagnosis is not None else check.message
                group.submissions[result.submission] = None
                group.checks[check.check] += 1
                group.texts[text] += 1
                group.by_text.setdefault(text, check)
    return groups


def _key(exercise: str, check: CheckResult) -> _Key:
    found = check.diagnosis
    if found is None:
        return False, exercise, f"{check.check} {check.message_id}", ()
    return True, exercise, found.misconception, tuple(note.message_id for note in found.shared)


class _View:
    """View of the groups of one run."""

    def __init__(self, rows: RunRows, sentences: Sentences, names: Mapping[str, str]) -> None:
        self._sentences, self._names, self._members = sentences, names, rows.groups
        self._exercises: dict[str, Exercise] = {one.exercise: one for one in rows.exercises}
        self._specs = {spec.check: spec for one in rows.exercises for spec in one.checks}
        self._people: dict[str, list[Person]] = {}
        for one in rows.enrolled:
            self._people.setdefault(one.submission, []).append(one.person)

    def students(self, submissions: Iterable[str]) -> int:
        """Return the number of students of these submissions; a group has several."""
        return sum(len(self._members.get(one, ())) or 1 for one in submissions)

    def group(self, key: _Key, group: _Group, anchor: str) -> MistakeGroup:
        """Return the view of one group."""
        is_named, exercise, _, _ = key
        ids = sorted(group.submissions)
        links = [submission_link(one, self._names) for one in ids[: _FIRST + _MORE]]
        students = self.students(ids)
        addresses = self._addresses(ids)
        command, not_in_command = regrade_command(exercise, ids)
        return MistakeGroup(
            anchor=anchor,
            size=self._size(students, len(ids)),
            sentence=self._sentence(group),
            example=not is_named,
            exercise=exercise_title(exercise, self._exercises.get(exercise), self._sentences),
            checks=[self._check(check) for check, _ in group.checks.most_common()],
            first=links[:_FIRST],
            more=links[_FIRST:],
            left_out=len(ids) - len(links),
            addresses=", ".join(addresses),
            without_address=max(0, students - len(addresses)),
            command=command,
            not_in_command=not_in_command,
        )

    def _size(self, students: int, submissions: int) -> str:
        if students == submissions:
            return self._sentences.count("mistakes.students", students)
        return self._sentences.count("mistakes.students_of_groups", submissions, students=students)

    def _sentence(self, group: _Group) -> str:
        """Return the most frequent sentence of a group; of two equally frequent ones the first."""
        check = group.by_text[group.texts.most_common(1)[0][0]]
        if check.diagnosis is not None:
            return diagnosis_words(check.diagnosis, self._sentences, limit=_TEXT)
        reason = Note(message_id=check.message_id, values=check.values, message=check.message)
        return self._sentences.note(reason, limit=_TEXT) or self._sentences.say("check.failed_plain")

    def _check(self, check: str) -> FailedCheck:
        spec = self._specs.get(check)
        title = self._sentences.title(check, spec.title if spec is not None else "")
        return FailedCheck(
            link=Link(text=title, href=f"#{item_anchor(check)}"), hidden=spec is not None and spec.hidden
        )

    def _addresses(self, submissions: Iterable[str]) -> list[str]:
        """Return the addresses of these students, each once; leave out what could be more than one address."""
        found = (person.email for one in submissions for person in self._people.get(one, ()))
        return [show_name(one) for one in dict.fromkeys(found) if _ADDRESS.fullmatch(one) and one.isprintable()]


def regrade_command(exercise: str, submissions: Sequence[str]) -> tuple[str, int]:
    """Return the command that grades an exercise of submissions again, and the number of ids that it cannot name.

    It names the exercise, because a regrade without a check leaves out what is up to date. An id with a comma would be
    read as two ids, and an id with a control character cannot be shown as it is. Without an id there is no command.
    """
    usable = [one for one in submissions if "," not in one and one == one.strip() and show_name(one) == one]
    if not usable:
        return "", len(submissions)
    words = f"--check {_quoted(exercise)} --students {_quoted(','.join(usable))}"
    return f"torchgrade regrade RUN {words}", len(submissions) - len(usable)


def _quoted(word: str) -> str:
    """Return a word that a shell reads as it is."""
    return word if _PLAIN.fullmatch(word) else "'" + word.replace("'", "'\"'\"'") + "'"
