"""``junit.xml``: a suite for each student and a case for each check, for GitLab, Jenkins and other CI systems.

The rules are those of gitlabhq's parsers/test/junit.rb and of jenkinsci's junit-plugin (importers.md, section 11).
"""

from __future__ import annotations

import math
import re
from collections.abc import Container
from itertools import chain, count
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from torchgrade.exports.ci.words import CheckWords
from torchgrade.exports.planned import ExportOrder, Planned, PlannedFile, PlannedRow
from torchgrade.model.marks import Mark
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.phrases import Phrase, phrase
from torchgrade.model.results import CheckResult, ExerciseResult
from torchgrade.model.rows import points_text
from torchgrade.model.showable import show_name

FILE = "junit.xml"
_OUTPUT = 4096
"""Most characters of what a function printed."""
_ATTACHMENT = re.compile(r"\[(?=\[ATTACHMENT\|)", re.IGNORECASE)
# show() makes controls and surrogates visible; these two characters are left, and XML 1.0 forbids them.
_FORBIDDEN = re.compile(r"[\ufffe\uffff]")
_ELEMENTS = {Outcome.FAILED: "failure", Outcome.SKIPPED: "skipped", Outcome.ERROR: "error"}


def plan(order: ExportOrder) -> Planned:
    """Return the plan of ``junit.xml``; the members of a group have a suite each."""
    words = CheckWords(order)
    root = ET.Element("testsuites", name="torchgrade")
    rows = []
    hidden, names = 0, set[str]()
    several = sum(mark.submission in order.results for mark in order.marks) > 1
    for mark in order.marks:
        if mark.submission not in order.results:
            rows.append(PlannedRow(key=mark.key, left_out=phrase("export.junit.nothing")))
            continue
        name = _free(safe(mark.shown), names)
        names.add(name)
        suite, left_out = _suite(name, mark, order, words, several=several)
        root.append(suite)
        hidden += left_out
        rows.append(PlannedRow(key=mark.key, value=_value(mark), warnings=_warnings(mark, suite)))
    notes = [phrase("export.junit.no_marks")]
    if hidden:
        notes.append(phrase("export.junit.hidden", n=hidden))
    files = (PlannedFile(name=FILE, data=_encoded(root)),) if len(root) else ()
    return Planned(files=files, rows=tuple(rows), notes=tuple(notes))


def _encoded(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _value(mark: Mark) -> str:
    return points_text(mark.points) if mark.points is not None and math.isfinite(mark.points) else ""


def _warnings(mark: Mark, suite: ET.Element) -> tuple[Phrase, ...]:
    found = [phrase("export.junit.override")] if mark.override else []
    # A JUnit report of a submission without visible checks could look like an empty one.
    return (*found, *([phrase("export.junit.empty")] if suite.get("tests") == "0" else []))


def _free(name: str, taken: Container[str]) -> str:
    """Return the name of a suite; two keys may look alike once they are safe to show."""
    numbered = (f"{name}~{number}" for number in count(2))
    return next(one for one in chain([name], numbered) if one not in taken)


def _suite(name: str, mark: Mark, order: ExportOrder, words: CheckWords, *, several: bool) -> tuple[ET.Element, int]:
    """Return the suite of a student, and the number of hidden checks that are left out.

    GitLab knows a case by ``classname`` and ``name`` alone, so each class has the student's name if there are several
    students. Jenkins then shows a package for each student.
    """
    result = order.results[mark.submission]
    suite = ET.Element("testsuite", name=name)
    before = f"{name}." if several else ""
    points = ET.SubElement(suite, "properties")
    ET.SubElement(points, "property", name="points", value=_value(mark))
    ET.SubElement(points, "property", name="max-points", value=points_text(mark.max_points))
    hidden = 0
    for exercise in result.exercises:
        if exercise.status is not Status.GRADED:
            suite.append(_not_graded(exercise, words, before))
        for check in exercise.checks:
            if check.hidden:
                hidden += 1
            else:
                suite.append(_case(check, exercise, words, before))
    suite.set("tests", str(len(suite.findall("testcase"))))
    for kind, element in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(kind, str(len(suite.findall(f"testcase/{element}"))))
    suite.set("time", f"{result.seconds:.3f}" if math.isfinite(result.seconds) else "0")
    return suite, hidden


def _case(check: CheckResult, exercise: ExerciseResult, words: CheckWords, before: str) -> ET.Element:
    case = _empty_case(exercise, check.check, before)
    element = _ELEMENTS.get(check.outcome)
    if element is not None:
        reason = words.reason(check, exercise)
        # GitLab shows the text and Jenkins shows the attribute beside it.
        found = ET.SubElement(case, element, message=safe(reason), type=check.kind)
        found.text = safe("\n".join(words.lines(check, exercise)))
    if check.outcome is Outcome.FAILED and check.output:
        ET.SubElement(case, "system-out").text = safe(words.text(check.output, _OUTPUT))
    return case


def _not_graded(exercise: ExerciseResult, words: CheckWords, before: str) -> ET.Element:
    """Return the case for an exercise without results, because a suite without a case is dropped by Jenkins."""
    case = _empty_case(exercise, exercise.exercise, before)
    lines = words.status(exercise)
    element = "error" if exercise.status is Status.ERROR else "failure"
    ET.SubElement(case, element, message=safe(lines[0]), type=exercise.status).text = safe("\n".join(lines))
    return case


def _empty_case(exercise: ExerciseResult, name: str, before: str) -> ET.Element:
    case = ET.Element("testcase", classname=before + safe(show_name(exercise.exercise)), name=safe(show_name(name)))
    file = PurePosixPath(exercise.file)
    # A place on the grader's disk means nothing to a reader, and an absolute path could tell it.
    if exercise.file and not file.is_absolute() and ".." not in file.parts and ":" not in exercise.file[:2]:
        case.set("file", safe(show_name(exercise.file)))
    return case


def safe(text: str) -> str:
    """Return a text with the characters of XML 1.0 only, in which GitLab finds no attachment."""
    return _ATTACHMENT.sub("[ ", _FORBIDDEN.sub("\\\\ufffe", text))
