"""Submissions by somebody who did not read ``mistakes.py``, and the verdict that each submission must get.

``<corpus>/<exercise>/expected.toml`` has one table for each file:

========  =============================================================================================
points    ``"full"``: the file earns everything. A number: the file earns exactly so many points.
check     names of checks that do not pass; the first check names the mistake, so this check fails unless a check
          that it depends on failed.
kind      kind of the first of these checks.
only      true: every other visible check passes.
named     ids of the named mistakes, in the order of the checks; a file ``wrong_*`` gets no other mistake named.
status    status of the exercise, if it is not ``graded``.
helper    the student's own helper that a note blames.
========  =============================================================================================
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from torchgrade.audit.cases import Case, Group
from torchgrade.audit.verdicts import Verdict
from torchgrade.errors import CourseError
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.phrases import Value, Words, listed, phrase
from torchgrade.model.told import told

EXPECTED = "expected.toml"
FEWEST = 8
"""Smallest number of wrong submissions of an exercise, because generated ones repeat the ideas of their author."""
WRONG = "wrong_"
_SUFFIXES = (".py", ".ipynb")

_UNKNOWN = phrase("audit.corpus.unknown")
"""Words for a check without an outcome."""


class Violation(Struct, frozen=True):
    """One way in which a verdict is not the expected one: an entry of the catalogue with its fields."""

    message_id: str
    values: dict[str, Value]


class Corpus(Struct, frozen=True, kw_only=True):
    """The files of one exercise with their expected verdicts."""

    folder: Path
    """Folder of the exercise in the corpus."""
    expected: dict[str, dict[str, Any]]
    """Entries of ``expected.toml``, by file."""
    files: tuple[str, ...]
    """Submissions in the folder."""
    lines: dict[str, int]
    """Line of each entry in ``expected.toml``."""

    @property
    def without_verdict(self) -> list[str]:
        """Files without an entry in ``expected.toml``."""
        return [name for name in self.files if name not in self.expected]

    @property
    def without_file(self) -> list[str]:
        """Entries of ``expected.toml`` whose file is missing."""
        return [name for name in self.expected if name not in self.files]

    @property
    def wrong(self) -> list[str]:
        """Files with a wrong answer."""
        return [name for name in self.files if name.startswith(WRONG)]

    def cases(self, exercise: str) -> list[Case]:
        """Return a case for each file with an expected verdict."""
        return [
            Case(
                exercise=exercise,
                group=Group.CORPUS,
                name=name,
                data=(self.folder / name).read_bytes(),
                file=name,
                source=self.folder / EXPECTED,
                line=self.lines.get(name, 0),
                expected=self.expected[name],
            )
            for name in self.files
            if name in self.expected
        ]


def read_corpus(folder: Path) -> Corpus:
    """Return the corpus of one exercise.

    :raises CourseError: ``expected.toml`` is not valid.
    """
    place = folder / EXPECTED
    text = place.read_text("utf-8") if place.is_file() else ""
    try:
        expected = tomllib.loads(text)
    except ValueError as error:
        raise CourseError(told("error.audit.not_toml", file=str(place), reason=str(error))) from error
    broken = [name for name, entry in expected.items() if not isinstance(entry, dict)]
    if broken:
        raise CourseError(told("error.audit.outside", file=str(place), name=broken[0]))
    heads = re.compile(r"^\[\s*[\"']?(.+?)[\"']?\s*\]")
    matches = ((heads.match(line), number) for number, line in enumerate(text.splitlines(), 1))
    return Corpus(
        folder=folder,
        expected=expected,
        files=tuple(sorted(file.name for file in folder.iterdir() if file.suffix in _SUFFIXES)),
        lines={match[1]: number for match, number in matches if match},
    )


def violations(name: str, expected: Mapping[str, Any], verdict: Verdict) -> list[Violation]:
    """Return every way in which a verdict differs from the verdict in ``expected.toml``.

    :param name: name of the file.
    :param expected: table of the file.
    """
    found = [
        *_status(expected, verdict),
        *_points(expected, verdict),
        *_checks(expected, verdict),
        *_kind(expected, verdict),
        *_helper(expected, verdict),
    ]
    if name.startswith(WRONG) and list(verdict.named) != list(expected.get("named", [])):
        want = _list(expected.get("named", ()))
        found.append(Violation("audit.corpus.named", {"want": want, "got": _list(verdict.named)}))
    return found


def _status(expected: Mapping[str, Any], verdict: Verdict) -> list[Violation]:
    want = str(expected.get("status", Status.GRADED))
    if verdict.status == want:
        return []
    return [Violation("audit.corpus.status", {"want": want, "got": str(verdict.status)})]


def _points(expected: Mapping[str, Any], verdict: Verdict) -> list[Violation]:
    if "points" not in expected:
        return []
    want = verdict.max_points if expected["points"] == "full" else expected["points"]
    return [] if verdict.points == want else [Violation("audit.corpus.points", {"want": want, "got": verdict.points})]


def _checks(expected: Mapping[str, Any], verdict: Verdict) -> list[Violation]:
    names: Sequence[str] = expected.get("check", ())
    not_passed = (Outcome.FAILED, Outcome.SKIPPED)
    outcomes = {check.name: check.outcome for check in verdict.checks}
    found = [
        Violation("audit.corpus.check", {"check": name, "got": str(outcomes[name]) if name in outcomes else _UNKNOWN})
        for name in names
        if outcomes.get(name) not in not_passed
    ]
    if expected.get("only"):
        others = [c for c in verdict.checks if c.name not in names and not c.hidden]
        found += [
            Violation("audit.corpus.only", {"check": check.name, "got": str(check.outcome)})
            for check in others
            if check.outcome is not Outcome.PASSED
        ]
    return found


def _kind(expected: Mapping[str, Any], verdict: Verdict) -> list[Violation]:
    if "kind" not in expected:
        return []
    first = verdict.check(expected["check"][0])
    if first is None or first.kind != expected["kind"]:
        got = str(first.kind) if first is not None else _UNKNOWN
        return [Violation("audit.corpus.kind", {"want": expected["kind"], "got": got})]
    if first.outcome is not Outcome.FAILED and first.reason != "skipped.requires":
        return [Violation("audit.corpus.check", {"check": first.name, "got": str(first.outcome)})]
    return []


def _helper(expected: Mapping[str, Any], verdict: Verdict) -> list[Violation]:
    if "helper" not in expected:
        return []
    blamed = [helper for check in verdict.checks for helper in check.helpers]
    if any(expected["helper"] in helper for helper in blamed):
        return []
    return [Violation("audit.corpus.helper", {"want": expected["helper"], "got": _list(blamed)})]


def _list(names: Sequence[str]) -> Words:
    return listed(names) if names else "-"
