"""Classes with hostile texts, as strategies of hypothesis, and the order of an export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st

from torchgrade.exports.planned import ExportOptions, ExportOrder, PlannedFile, Template
from torchgrade.model.exercises import CheckSpec, Exercise
from torchgrade.model.history import Override
from torchgrade.model.marks import marks_of
from torchgrade.model.outcomes import Kind, Outcome, SandboxLevel, Status
from torchgrade.model.places import place
from torchgrade.model.results import CheckResult, Diagnosis, ExerciseResult, Frame, Note, SubmissionResult
from torchgrade.model.rows import NotUnderstood, RunRows

SECRET = "s3cr3t"
"""Text in every field of a hidden check but those that its student may see."""
FRAGMENTS = st.sampled_from([
    "::error file=a.py,line=1::x", "\n::warning::x", "##[set-env name=A]x", "\x1b[31m", "]]>", "\ud800", "\ufffe", "\x00",
    "[[ATTACHMENT|/etc/passwd]]", "[[attachment|x]]", "<b>", "|", "`", "@all", "=1+1", "a,b", '"', "'", "\\", "\r\n", "\t",
    "%0A", "李雷", "Zoë", "\u202e", "..", "/", "~2", ".", "www.x.org", "https://x.org", "- ", "1. ", "# ", "&amp;", ":tada:", "$x$",
    "**", "_a_", "~~", "nan",
])  # fmt: skip
ANY = st.characters() | st.characters(categories=["Cs", "Cc", "Cf"])
HOSTILE = st.lists(FRAGMENTS | st.text(ANY, max_size=4), max_size=5).map("".join)
IDS = HOSTILE.filter(bool)
HALVES = st.integers(0, 6).map(lambda n: n / 2)


@st.composite
def checks(draw: st.DrawFn, exercise: str) -> list[CheckResult]:
    """Return some checks with all outcomes."""
    made = []
    for number in range(draw(st.integers(0, 3))):
        hidden, outcome, most = draw(st.booleans()), draw(st.sampled_from(Outcome)), draw(HALVES)
        text = SECRET if hidden else draw(HOSTILE)
        made.append(
            CheckResult(
                check=f"{exercise}.{SECRET if hidden else 'c'}{number}",
                kind=draw(st.sampled_from(Kind)),
                hidden=hidden,
                outcome=outcome,
                points=most if outcome is Outcome.PASSED else 0.0,
                max_points=most,
                sentence=draw(HOSTILE),
                message=text,
                diagnosis=Diagnosis(misconception="unknown", message=text) if draw(st.booleans()) else None,
                frames=[Frame(place=place(text or "a.py", number + 1), function=text, line=text)],
                next=Note(message_id="unknown.entry", message=text),
                output=text,
            )
        )
    return made


@st.composite
def exercise_results(draw: st.DrawFn, name: str) -> ExerciseResult:
    """Return the result of an exercise in any status, graded mostly."""
    status = draw(st.sampled_from([*[Status.GRADED] * 4, *Status]))
    found = draw(checks(name)) if status is Status.GRADED else []
    most = sum(check.max_points for check in found) if status is Status.GRADED else draw(HALVES)
    return ExerciseResult(
        exercise=name,
        status=status,
        points=sum(check.points for check in found),
        max_points=most,
        file=draw(HOSTILE),
        checks=found,
        notes=[Note(message_id="unknown.entry", message=draw(HOSTILE))],
    )


@st.composite
def submissions(draw: st.DrawFn, name: str) -> SubmissionResult:
    """Return the result of a submission of one or two exercises."""
    found = [draw(exercise_results(f"e{number}")) for number in range(draw(st.integers(1, 2)))]
    broken = any(one.status in {Status.ERROR, Status.UNDECIDED} for one in found)
    return SubmissionResult(
        submission=name,
        points=None if broken else sum(one.points for one in found),
        max_points=sum(one.max_points for one in found),
        sandbox=draw(st.sampled_from(SandboxLevel)),
        seconds=draw(st.sampled_from([0.5, float("nan"), float("inf")])),
        exercises=found,
        problems=[Note(message_id="unknown.entry", message=draw(HOSTILE))],
        hidden_checks=draw(st.booleans()),
    )


@st.composite
def orders(draw: st.DrawFn, most: int = 3, least: int = 0) -> ExportOrder:
    """Return the order for a class with groups, decisions of a person, and inputs without a result."""
    names = draw(st.lists(IDS, min_size=least, max_size=most, unique=True))
    results = [draw(submissions(name)) for name in names]
    # The id of a member is no id of a submission, because a key of the gradebook is one row.
    members = draw(st.lists(IDS.map(lambda text: f"m {text}"), max_size=3, unique=True))
    groups = {names[0]: tuple(members)} if names and members and not {*names} & {*members} else {}
    keys = [key for name in names for key in groups.get(name, (name,))]
    points = HALVES | st.sampled_from([0.25, 33.33, 1 / 3, 1e6, float("nan"), -1.0])
    overrides = {
        key: Override(who=key, points=draw(points), why="why", at="")
        for key in draw(st.lists(st.sampled_from([*keys, *names]), max_size=2, unique=True) if keys else st.just([]))
    }
    absent = NotUnderstood(name="absent", note=Note(message_id="unknown.entry"), is_absent=True)
    rows = RunRows(
        exercises=tuple(exercise_of(results)),
        groups=groups,
        overrides=overrides,
        not_understood=(absent,) if draw(st.booleans()) else (),
        language=draw(st.sampled_from(["en", "zh"])),
    )
    return order_of(results, rows)


def exercise_of(results: Sequence[SubmissionResult]) -> list[Exercise]:
    """Return exercises with the names of the results."""
    names = dict.fromkeys(one.exercise for result in results for one in result.exercises)
    spec = CheckSpec(check="e0.c0", sentence="", kind=Kind.VALUE, points=1.0)
    return [
        Exercise(exercise=name, topic="t", title=name, signature=f"{name}(X)", section="1", checks=(spec,))
        for name in names
    ]


def order_of(
    results: Sequence[SubmissionResult], rows: RunRows, folder: Path = Path("run"), **further: object
) -> ExportOrder:
    """Return the order of an export.

    :param further: ``item`` and other options; ``template`` as a path; ``environment``.
    """
    template = further.pop("template", None)
    environment = further.pop("environment", {})
    return ExportOrder(
        marks=tuple(marks_of(results, rows)),
        results={result.submission: result for result in results},
        rows=rows,
        folder=folder,
        options=ExportOptions(**further),
        template=None if template is None else Template(path=template),
        environment=environment,
    )


def files_of(planned: object) -> dict[str, bytes]:
    """Return the contents of the planned files by their names, which are all different."""
    found = {file.name: file.data for file in planned.files if isinstance(file, PlannedFile)}
    assert len(found) == len(planned.files)
    return found
