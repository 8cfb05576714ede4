"""View of one check on a page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec.structs import replace

from torchgrade.model.exercises import CheckSpec
from torchgrade.model.outcomes import Outcome
from torchgrade.model.results import CheckResult, Diagnosis, ExerciseResult
from torchgrade.model.rows import points_text
from torchgrade.model.showable import show, show_name
from torchgrade.reports.evidence import (
    Detail,
    comparison_sentences,
    frame_view,
    value_table,
)
from torchgrade.reports.records import CheckView, Link
from torchgrade.reports.sentences import Sentences, own_name

SYMBOLS = {
    Outcome.PASSED: "✓",
    Outcome.FAILED: "✗",
    Outcome.SKIPPED: "–",
    Outcome.ERROR: "!",
}
_MOST_ARGUMENTS = 12
"""Most arguments on a page; each tensor of a list counts, and its gradient too."""
_PLAIN_FILE = re.compile(r"[\w./-]+")


def check_anchor(check: str) -> str:
    """Return the id of a check's element."""
    return "check-" + re.sub(r"[^\w.-]", "-", check)


def check_view(
    check: CheckResult,
    exercise: ExerciseResult,
    specs: Mapping[str, CheckSpec],
    sentences: Sentences,
    detail: Detail,
) -> CheckView:
    """Return the view of a check for its student: one line for a hidden check or an error of torchgrade."""
    if check.hidden:
        line = _line(check, sentences)
        # Replace the check's own name, because it could tell a student what a hidden check tries.
        return replace(line, title=sentences.say("hidden_label")) if line.title == own_name(check.check) else line
    if not detail.bodies:
        return replace(_line(check, sentences), anchor=check_anchor(check.check))
    if check.outcome is Outcome.ERROR:
        line = _line(check, sentences, message=sentences.say("check.our_error"))
        return replace(line, points=sentences.say("points.none"))
    return full_view(check, exercise, specs, sentences, detail)


def full_view(
    check: CheckResult,
    exercise: ExerciseResult,
    specs: Mapping[str, CheckSpec],
    sentences: Sentences,
    detail: Detail,
) -> CheckView:
    """Return the full view of a check; for a hidden check only the instructor may see it."""
    line = _line(check, sentences)
    extras = check if detail.extras else replace(check, frames=[], output="", notes=[])
    evidence = check.evidence if detail.cells else None
    compared = check.evidence.comparison if check.evidence else None
    worst = compared.worst_index if compared and compared.mismatched else None
    expected = got = None
    if evidence and evidence.expected:
        name = sentences.say("value.expected")
        expected = value_table(name, evidence.expected, sentences, detail, worst)
    if evidence and evidence.got:
        got = value_table(sentences.say("value.got"), evidence.got, sentences, detail, worst)
    waits = _waits(check, exercise, specs, sentences)
    return CheckView(
        title=line.title,
        sentence=line.sentence,
        outcome=line.outcome,
        symbol=line.symbol,
        word=line.word,
        points=line.points,
        hidden=check.hidden,
        folds=True,
        anchor=check_anchor(check.check),
        check=show_name(check.check),
        message=_reason(check, sentences, detail, waiting=bool(waits)),
        cause=_cause(check, sentences, detail),
        passage=_passage(check, sentences),
        next=sentences.note(check.next, limit=min(detail.text, 500)) if check.next is not None else "",
        waits=waits,
        call=sentences.text(evidence.call, limit=min(detail.text, 500)) if evidence else "",
        arguments=[
            value_table(argument.name, argument.value, sentences, detail, None)
            for argument in (evidence.arguments[:_MOST_ARGUMENTS] if evidence else ())
        ],
        expected=expected,
        got=got,
        comparison=comparison_sentences(compared, sentences) if compared else [],
        frames=[frame_view(frame, sentences, detail) for frame in extras.frames[-detail.items :]],
        output=sentences.text(extras.output, limit=detail.text),
        notes=[sentences.note(note, limit=min(detail.text, 500)) for note in extras.notes[: detail.items]],
        replay=_replay(check, exercise),
    )


def _line(check: CheckResult, sentences: Sentences, message: str = "") -> CheckView:
    """Return the part of a check that every reader may see: title, requirement, outcome and points."""
    return CheckView(
        title=sentences.title(check.check, check.title),
        sentence=sentences.requirement(check.check, check.sentence),
        outcome=check.outcome,
        symbol=SYMBOLS[check.outcome],
        word=sentences.say(f"outcome.{check.outcome}"),
        points=points_words(check.points, check.max_points, sentences),
        hidden=check.hidden,
        message=message,
    )


def points_words(points: float, max_points: float, sentences: Sentences) -> str:
    """Return the points as words, such as ``1 of 2 points``."""
    entry = "points.one" if max_points == 1 else "points.many"
    return sentences.say(entry, points=points_text(points), max=points_text(max_points))


def _reason(check: CheckResult, sentences: Sentences, detail: Detail, *, waiting: bool) -> str:
    if waiting and check.message_id == "skipped.requires":
        return ""  # the list of the required checks has the same names, with links
    values = check.values
    if check.message_id == "skipped.requires":
        values = {**values, "check": sentences.title(str(values.get("check", "")))}
    reason = sentences.message(check.message_id, values, check.message, limit=detail.text)
    if reason or check.outcome is Outcome.PASSED or waiting:
        return reason
    return sentences.say(f"check.{check.outcome}_plain")


def _cause(check: CheckResult, sentences: Sentences, detail: Detail) -> str:
    return diagnosis_words(check.diagnosis, sentences, limit=detail.text) if check.diagnosis is not None else ""


def diagnosis_words(found: Diagnosis, sentences: Sentences, *, limit: int) -> str:
    """Return the sentence that names a mistake, or the subjects of several mistakes."""
    values = dict(found.values)
    if found.shared:
        # Render the subjects first, because they are sentences in the language of the page.
        subjects = [sentences.note(note, limit=200) for note in found.shared]
        values["subjects"] = sentences.joined(subjects, "semicolon")
    return sentences.message(found.misconception, values, found.message, limit=limit)


def _passage(check: CheckResult, sentences: Sentences) -> Link | None:
    """Return the section of the book that explains the mistake; only an address of the web becomes a link."""
    found = check.diagnosis.passage if check.diagnosis is not None else None
    if found is None:
        return None
    section, title = show(found.section, limit=20), sentences.named(found.entry, found.title)
    href = found.links.get(sentences.language) or found.links.get("en", "")
    text = sentences.say("passage" if title else "passage_untitled", section=section, title=title)
    return Link(text=text, href=href if href.startswith("https://") else "")


def _waits(
    check: CheckResult,
    exercise: ExerciseResult,
    specs: Mapping[str, CheckSpec],
    sentences: Sentences,
) -> list[Link]:
    """Return the checks that must pass before a skipped check runs."""
    if check.outcome is not Outcome.SKIPPED or check.check not in specs:
        return []
    results = {result.check: result for result in exercise.checks}
    links = []
    for required in specs[check.check].requires:
        result = results.get(required)
        if result is None or result.outcome is Outcome.PASSED:
            continue
        if result.hidden:
            links.append(Link(text=sentences.say("check.a_hidden_check"), href=""))
        else:
            links.append(Link(text=sentences.title(required, result.title), href=f"#{check_anchor(required)}"))
    return links


def _replay(check: CheckResult, exercise: ExerciseResult) -> str:
    """Return the command that tries the same inputs again; return an empty text without a seed."""
    if check.check_seed is None:
        return ""
    # Leave out a name that a shell could act on, because the student pastes the line into a shell.
    plain = _PLAIN_FILE.fullmatch(exercise.file) and not exercise.file.startswith("-")
    file = exercise.file if plain else "FILE"
    return f"torchgrade check {file} {show_name(check.check)} --check-seed {check.check_seed}"
