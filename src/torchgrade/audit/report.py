"""Lines of an audit's report, and its sentences in one language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import structs
from rich.cells import cell_len

from torchgrade.audit.records import AuditedExerciseReport, AuditReport, Finding, Matrix
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.phrases import Value, showable
from torchgrade.model.showable import show

_MOST_NAMES = 6
"""Most names on one line; the JSON document has all names."""


def with_sentences(report: AuditReport, catalogue: Catalogue) -> AuditReport:
    """Return the report with the sentences of its findings filled in."""
    exercises = tuple(
        structs.replace(one, findings=tuple(_said(finding, catalogue) for finding in one.findings))
        for one in report.exercises
    )
    return structs.replace(report, exercises=exercises)


def _said(finding: Finding, catalogue: Catalogue) -> Finding:
    values = {name: showable(value, limit=500) for name, value in finding.values.items()}
    message = catalogue.render(f"{finding.message_id}.what", values)
    return structs.replace(finding, message=message, fix=catalogue.render(f"{finding.message_id}.fix", values))


class ReportText:
    """Writer of a report as lines."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def lines(self, report: AuditReport) -> Iterator[str]:
        """Yield every line; the last line has the totals."""
        for one in report.exercises:
            yield from self._exercise(one)
            yield ""
        if not report.corpus:
            yield self._say("audit.report.no_corpus")
        if report.stopped:
            left = sum(one.ungraded for one in report.exercises)
            yield self._say("audit.report.stopped", left=left, submissions=report.submissions)
        total = self._say("audit.report.total", submissions=report.submissions, findings=report.findings)
        yield total
        if report.mutants is not None:
            count = report.mutants
            # Write this line in English, because scripts read it.
            yield f"{count.mutants} mutants, {count.caught} caught, {count.argued} argued, {count.survived} survived"

    def _exercise(self, one: AuditedExerciseReport) -> Iterator[str]:
        yield one.exercise
        for group in one.groups:
            if group.submitted:
                said = self._say(f"audit.group.{group.group}", held=group.held, submitted=group.submitted)
                yield f"  {said}"
        if one.mutants is not None:
            yield f"  {self._say('audit.group.mutant', **structs.asdict(one.mutants))}"
        if one.reference_seconds is not None and one.limit_seconds is not None:
            seconds, limit = f"{one.reference_seconds:.2f}", f"{one.limit_seconds:g}"
            yield f"  {self._say('audit.report.time', seconds=seconds, limit=limit)}"
        following = [*(finding.fix for finding in one.findings[1:]), None]
        for finding, next_fix in zip(one.findings, following, strict=False):
            place = f"{finding.file}:{finding.line}" if finding.line else finding.file
            yield f"  {show(place)}: {finding.message}"
            if finding.fix != next_fix:
                yield f"    {self._say('audit.report.fix', fix=finding.fix)}"
        yield from (f"  {line}" for line in self._matrix(one.matrix))

    def _matrix(self, matrix: Matrix) -> Iterator[str]:
        origins = list(matrix.rows[0].fails) if matrix.rows else []
        if not origins:
            return
        yield self._say("audit.matrix.head")
        head = ["", *(self._say(f"audit.matrix.{origin}") for origin in origins)]
        rows = [
            [row.check, *(f"{row.fails[origin]} ({row.alone[origin]})" for origin in origins)] for row in matrix.rows
        ]
        yield from _table([head, *rows])
        if matrix.nothing_alone:
            yield self._say("audit.matrix.nothing_alone", checks=self._names(matrix.nothing_alone))
        for one in matrix.caught_by_one:
            count = len(one.submissions)
            yield self._say("audit.matrix.by_one", check=one.check, count=count, names=self._names(one.submissions))
        if matrix.other_reason:
            yield self._say("audit.matrix.other_reason", names=self._names(matrix.other_reason))

    def _names(self, names: Sequence[str]) -> str:
        text = self._say("audit.report.comma").join(show(name) for name in names[:_MOST_NAMES])
        more = len(names) - _MOST_NAMES
        return self._say("audit.report.more", names=text, count=more) if more > 0 else text

    def _say(self, message_id: str, **values: Value) -> str:
        return self._catalogue.render(message_id, values)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines, with numbers at the right of their columns; a Chinese character takes two columns."""
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *others = (" " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        cells = [blank + cell for cell, blank in zip(row[1:], others, strict=True)]
        yield f"  {row[0]}{first}  {'  '.join(cells)}".rstrip()
