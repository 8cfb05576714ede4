"""A course with everything that a plugin can bring: what is registered here is imported where it is used."""

from __future__ import annotations

from collections.abc import Sequence

from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.plugins import hookimpl
from torchgrade.plugins.resources import CourseSource, ExporterSource, ReaderSource, ReportSection, SolutionSource

_PACKAGE = "torchgrade_tinycourse"


@hookimpl
def torchgrade_exercises() -> list[CourseSource]:
    """Bring the course."""
    return [CourseSource(name="tinycourse", package=_PACKAGE)]


@hookimpl
def torchgrade_solutions() -> list[SolutionSource]:
    """Bring what a real course would keep in a distribution for instructors."""
    return [
        SolutionSource(
            exercise=name,
            reference=f"{_PACKAGE}.solutions.{name}:{name}",
            hidden=f"{_PACKAGE}.solutions.hidden.{name}",
        )
        for name in ("relu", "mean_and_variance")
    ]


@hookimpl
def torchgrade_readers() -> list[ReaderSource]:
    """Bring Markdown with Python in fenced blocks."""
    return [ReaderSource(name="markdown", claims=f"{_PACKAGE}.markdown:claims", cells=f"{_PACKAGE}.markdown:cells")]


@hookimpl
def torchgrade_exporters() -> list[ExporterSource]:
    """Bring ``marks.tsv``."""
    return [ExporterSource(name="marks", export=f"{_PACKAGE}.marks:export", always=True)]


@hookimpl
def torchgrade_report_sections() -> list[ReportSection]:
    """Bring a part of each page."""
    return [
        ReportSection(name="medals", page="class", render=f"{_PACKAGE}.sections:medals"),
        ReportSection(name="encouragement", page="student", render=f"{_PACKAGE}.sections:encouragement"),
    ]


@hookimpl
def torchgrade_run_started(config: RunConfig, submissions: Sequence[str]) -> None:
    """Write down who will be graded."""
    from torchgrade_tinycourse.diary import write_down

    write_down(event="run started", exercises=list(config.exercises), submissions=sorted(submissions))


@hookimpl
def torchgrade_submission_graded(result: SubmissionResult) -> None:
    """Write down what became of one submission."""
    from torchgrade_tinycourse.diary import write_down

    write_down(event="submission graded", submission=result.submission, points=result.points)


@hookimpl
def torchgrade_run_finished(results: Sequence[SubmissionResult]) -> None:
    """Write down that the run ended; the configuration is not needed, and not asked for."""
    from torchgrade_tinycourse.diary import write_down

    write_down(event="run finished", submissions=[result.submission for result in results])
