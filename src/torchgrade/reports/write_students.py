"""Pages of the students of a run: one for each submission, written again only if what is on it changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import jinja2

from torchgrade.model.history import GradingKind, attempts_of
from torchgrade.model.kept import digests_of, finder
from torchgrade.model.page_names import Names, in_language
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.plugins.resources import ReportSection
from torchgrade.reports.changes import changes_view
from torchgrade.reports.editions import Edition, language_links, write_page
from torchgrade.reports.environment import rendered
from torchgrade.reports.evidence import LEVELS
from torchgrade.reports.page_records import PageRecord, PageRecords, page_digest, written_files
from torchgrade.reports.plugin_sections import make_sections
from torchgrade.reports.records import OtherLanguage, Section
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.statements import Statements
from torchgrade.reports.student import decisions_on, student_page

STUDENTS = "students"
LARGEST_PAGE, USUAL, EACH_FURTHER = 150_000, 7, 25_000
"""Most bytes of a student's page of so many exercises, and of each further exercise.

A larger page is written again with less detail.
"""


def write_students(
    results: Sequence[SubmissionResult],
    rows: RunRows,
    folder: Path,
    editions: Sequence[Edition],
    names: Names,
    sections: Sequence[ReportSection],
    records: PageRecords,
    basis: str,
) -> None:
    """Write the page of each submission in each language, unless the same page is there already.

    :param records: what is known of the pages that are there.
    :param basis: digest of what all pages have in common (:func:`torchgrade.reports.page_records.basis_of`).
    :raises OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    result_of = finder(results)
    own = [section for section in sections if section.page == "student"]
    for submission, text in digests_of(results):
        name = names.get(submission, "")
        files = [in_language(name, one.suffix) for one in editions]
        # Nobody knows what a plugin's section depends on, so it is made each time.
        result = result_of(submission) if own else None
        added = make_sections(own, "student", [result]) if result is not None else []
        bodies = [(one.name, str(one.body), one.missing) for one in added]
        digest = page_digest(basis, text, files, _facts(submission, rows), bodies)
        record = records.get(submission)
        if record is not None and record.digest == digest and record.files == written_files(folder, files):
            continue
        result = result or result_of(submission)
        if result is None:
            continue
        for one, file in zip(editions, files, strict=True):
            links = language_links(name, one, editions)
            page = render_student(result, rows, one.sentences, one.environment, added, links, one.statements)
            write_page(folder, file, page)
        written = written_files(folder, files)
        if written is not None:
            records.keep(submission, PageRecord(digest, written))


def _facts(submission: str, rows: RunRows) -> tuple[object, ...]:
    """Return everything of the run, beside its result, that the page of a submission shows."""
    attempts = attempts_of(rows.attempts, submission)
    numbers = {one.generation for one in attempts}
    regrades = [one.number for one in rows.generations if one.kind is GradingKind.REGRADE and one.number in numbers]
    return decisions_on(submission, rows), attempts, regrades


def render_student(
    result: SubmissionResult,
    rows: RunRows,
    sentences: Sentences,
    environment: jinja2.Environment,
    sections: Sequence[Section] = (),
    languages: Sequence[OtherLanguage] = (),
    statements: Statements | None = None,
) -> str:
    """Return the page of one submission, with as much detail as its size allows."""
    largest = LARGEST_PAGE + EACH_FURTHER * max(0, len(result.exercises) - USUAL)
    text = ""
    changes = changes_view(result, rows, sentences)
    for detail in LEVELS if statements is not None else LEVELS[1:]:
        page = student_page(
            result,
            rows.exercises,
            sentences,
            detail=detail,
            sections=sections,
            statements=statements,
            decisions=decisions_on(result.submission, rows),
            changes=changes,
        )
        text = rendered(environment, "student.html", page=page, languages=languages)
        if len(text.encode()) <= largest:
            break
    return text
