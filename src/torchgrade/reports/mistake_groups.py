"""Groups of students with the same mistake, so that a teacher can write to them or grade them again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from torchgrade.model.exercises import Exercise
from torchgrade.model.outcomes import Outcome
from torchgrade.model.page_names import Names
from torchgrade.model.people import roster
from torchgrade.model.results import CheckResult, Diagnosis, Note, SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.model.showable import show_name
from torchgrade.reports.checks import diagnosis_words
from torchgrade.reports.exercises import exercise_title
from torchgrade.reports.items import item_anchor
from torchgrade.reports.mistake_records import FailedCheck, MistakeGroup, Mistakes
from torchgrade.reports.problems import submission_link
from torchgrade.reports.records import Link
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.tallies import LARGE_CLASS

_MOST_GROUPS = 8
"""Groups of each kind that are not folded."""
_FIRST, _MORE = 30, 70
"""Links of a group that are not folded, and that are. The command names every submission."""
_MOST_MORE, _MOST_NAMED = 92, 200
"""Most folded groups of each kind, and most submissions of a group in its addresses, of a large class."""
_MOST_SENTENCES = 50
"""Most different sentences that are counted in each group of a large class."""
_TEXT = 500
_ADDRESS = re.compile(r"[^\s,;:<>()\[\]\"'\\@]+@[^\s,;:<>()\[\]\"'\\@]+")
_PLAIN = re.compile(r"[A-Za-z0-9@%+:./_][A-Za-z0-9@%+:,./_-]*")
"""Words that no shell changes; ``=`` is not among them, because zsh replaces a word that begins with it."""

_Key = tuple[bool, str, str, tuple[str, ...]]
"""Whether the mistake is named; exercise; id of the mistake, or check and reason; subjects of several mistakes."""


class _Group(Struct, kw_only=True):
    """Failures with the same key."""

    ids: list[str] = field(default_factory=list)
    """Ids of the first submissions, in their order."""
    last: str = ""
    """Id of the last submission."""
    submissions: int = 0
    """Number of submissions."""
    students: int = 0
    """Number of students."""
    checks: Counter[str] = field(default_factory=Counter)
    """Number of failures of each check."""
    sentences: Counter[str] = field(default_factory=Counter)
    """Number of failures with each English sentence."""
    reasons: dict[str, Diagnosis | Note] = field(default_factory=dict)
    """First reason with each English sentence."""

    def shorten(self) -> None:
        """Keep as much as the page of a large class shows."""
        del self.ids[_MOST_NAMED:]
        self.sentences = Counter(dict(self.sentences.most_common(_MOST_SENTENCES)))
        self.reasons = {text: self.reasons[text] for text in self.sentences}


class MistakeTally:
    """All failures of a class by mistake, fed with one result at a time in the order of the ids.

    A failed check is in the group of its diagnosis and exercise. Without a diagnosis, it is in the group of its reason.
    A submission counts once in a group, however many checks fail. A skipped check is not a failure.
    """

    def __init__(self, rows: RunRows) -> None:
        self._rows = rows
        self._groups: dict[_Key, _Group] = {}
        self._results = 0

    def add(self, result: SubmissionResult) -> None:
        """Count the failures of one result."""
        self._results += 1
        if self._results == LARGE_CLASS + 1:
            for one in self._groups.values():
                one.shorten()
        failed = [(p.exercise, c) for p in result.exercises for c in p.checks if c.outcome is Outcome.FAILED]
        students = _students(result.submission, self._rows) if failed else 0
        for exercise, check in failed:
            key = _key(exercise, check)
            group = self._groups.get(key)
            if group is None:
                group = self._groups[key] = _Group()
            group.checks[check.check] += 1
            self._count_sentence(group, check)
            if not group.submissions or group.last != result.submission:
                group.last = result.submission
                group.submissions += 1
                group.students += students
                if not self._is_large or len(group.ids) < _MOST_NAMED:
                    group.ids.append(result.submission)

    @property
    def _is_large(self) -> bool:
        return self._results > LARGE_CLASS

    def _count_sentence(self, group: _Group, check: CheckResult) -> None:
        text = check.diagnosis.message if check.diagnosis is not None else check.message
        if text not in group.sentences:
            if self._is_large and len(group.sentences) >= _MOST_SENTENCES:
                return
            group.reasons[text] = _reason(check)
        group.sentences[text] += 1

    def view(self, sentences: Sentences, names: Names) -> tuple[Mistakes, dict[str, Link]]:
        """Return all failures by mistake, and for each check a link to its largest group.

        :param names: page of each submission (:func:`torchgrade.model.page_names.page_names`).
        """
        view = _View(self._rows, sentences, names)
        ordered = sorted(self._groups.items(), key=lambda item: (-item[1].students, item[0]))
        shown: dict[bool, list[MistakeGroup]] = {True: [], False: []}
        left_out: Counter[bool] = Counter()
        largest: dict[str, Link] = {}
        for number, (key, group) in enumerate(ordered, start=1):
            if self._is_large and len(shown[key[0]]) == _MOST_GROUPS + _MOST_MORE:
                left_out[key[0]] += 1
                continue
            made = view.group(key, group, f"mistake-{number}")
            shown[key[0]].append(made)
            for check in group.checks:
                largest.setdefault(check, Link(text=made.size, href=f"#{made.anchor}"))
        return (
            Mistakes(
                named=shown[True][:_MOST_GROUPS],
                named_more=shown[True][_MOST_GROUPS:],
                named_left_out=left_out[True],
                unnamed=shown[False][:_MOST_GROUPS],
                unnamed_more=shown[False][_MOST_GROUPS:],
                unnamed_left_out=left_out[False],
            ),
            largest,
        )


def _students(submission: str, rows: RunRows) -> int:
    """Return the number of students of a submission; a group has several."""
    return len(rows.groups.get(submission, ())) or 1


def _key(exercise: str, check: CheckResult) -> _Key:
    found = check.diagnosis
    if found is None:
        return False, exercise, f"{check.check} {check.message_id}", ()
    return True, exercise, found.misconception, tuple(note.message_id for note in found.shared)


def _reason(check: CheckResult) -> Diagnosis | Note:
    return check.diagnosis or Note(message_id=check.message_id, values=check.values, message=check.message)


class _View:
    """View of the groups of one run."""

    def __init__(self, rows: RunRows, sentences: Sentences, names: Names) -> None:
        self._rows, self._sentences, self._names = rows, sentences, names
        self._exercises: dict[str, Exercise] = {one.exercise: one for one in rows.exercises}
        self._specs = {spec.check: spec for one in rows.exercises for spec in one.checks}
        self._roster = roster(rows.enrolled)

    def group(self, key: _Key, group: _Group, anchor: str) -> MistakeGroup:
        """Return the view of one group."""
        is_named, exercise, _, _ = key
        ids = sorted(group.ids)
        links = [submission_link(one, self._names) for one in ids[: _FIRST + _MORE]]
        students = sum(_students(one, self._rows) for one in ids)
        addresses = self._addresses(ids)
        is_whole = len(ids) == group.submissions
        command, not_in_command = regrade_command(exercise, ids) if is_whole else (_of_class(exercise), 0)
        return MistakeGroup(
            anchor=anchor,
            size=self._size(group.students, group.submissions),
            sentence=self._sentence(group),
            example=not is_named,
            exercise=exercise_title(exercise, self._exercises.get(exercise), self._sentences),
            checks=[self._check(check) for check, _ in group.checks.most_common()],
            first=links[:_FIRST],
            more=links[_FIRST:],
            left_out=group.submissions - len(links),
            addresses=", ".join(addresses),
            without_address=max(0, students - len(addresses)),
            addresses_left_out=group.students - students,
            command=command,
            not_in_command=not_in_command,
            is_of_class=not is_whole,
        )

    def _size(self, students: int, submissions: int) -> str:
        if students == submissions:
            return self._sentences.count("mistakes.students", students)
        return self._sentences.count("mistakes.students_of_groups", submissions, students=students)

    def _sentence(self, group: _Group) -> str:
        """Return the most frequent sentence of a group; of two equally frequent ones the first."""
        reason = group.reasons[group.sentences.most_common(1)[0][0]]
        if isinstance(reason, Diagnosis):
            return diagnosis_words(reason, self._sentences, limit=_TEXT)
        return self._sentences.note(reason, limit=_TEXT) or self._sentences.say("check.failed_plain")

    def _check(self, check: str) -> FailedCheck:
        spec = self._specs.get(check)
        title = self._sentences.title(check, spec.title if spec is not None else "")
        return FailedCheck(
            link=Link(text=title, href=f"#{item_anchor(check)}"), hidden=spec is not None and spec.hidden
        )

    def _addresses(self, submissions: Iterable[str]) -> list[str]:
        """Return the addresses of these students, each once; leave out what could be more than one address."""
        found = (one.person.email for submission in submissions for one in self._roster.of(submission))
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


def _of_class(exercise: str) -> str:
    """Return the command that grades an exercise of all submissions again, because a group is too large to be named."""
    return f"torchgrade regrade RUN --check {_quoted(exercise)}"


def _quoted(word: str) -> str:
    """Return a word that a shell reads as it is."""
    return word if _PLAIN.fullmatch(word) else "'" + word.replace("'", "'\"'\"'") + "'"
