"""Pages of a run, written into its folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import jinja2

from torchgrade.courses.texts import Statement
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.files import write_atomically
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.plugins.resources import ReportSection, resolve
from torchgrade.reports.class_page import class_page
from torchgrade.reports.environment import make_environment
from torchgrade.reports.evidence import LEVELS
from torchgrade.reports.names import page_names
from torchgrade.reports.records import Section
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.statements import Statements
from torchgrade.reports.student import student_page

INDEX = "index.html"
STUDENTS = "students"
PAGES = ("class", "student")
"""Pages that a plugin's section can be on."""
LARGEST_PAGE, USUAL, EACH_FURTHER = 150_000, 7, 25_000
"""Most bytes of a student's page of so many exercises, and of each further exercise.

A larger page is written again with less detail.
"""


def write_pages(
    results: Sequence[SubmissionResult],
    rows: RunRows,
    folder: Path,
    catalogue: Catalogue,
    sections: Sequence[ReportSection],
    statements: Mapping[str, Statement] | None = None,
) -> Path:
    """Write ``index.html`` and ``students/<page>.html`` into a folder; return the class page's path.

    :param statements: statements by the ids of their exercises, for the students' pages.

    Every file is replaced as a whole. The page names a plugin's section that fails.

    Raise ``OSError`` if the folder cannot be written.
    """
    sentences = Sentences(catalogue)
    environment = make_environment(sentences)
    shown = Statements(statements, sentences) if statements else None
    names = page_names(result.submission for result in results)
    (folder / STUDENTS).mkdir(parents=True, exist_ok=True)
    for result in results:
        text = render_student(result, rows, sentences, environment, sections, shown)
        write_atomically(folder / STUDENTS / f"{names[result.submission]}.html", text.encode())
    text = render_class(results, rows, names, sentences, environment, sections)
    return write_atomically(folder / INDEX, text.encode())


def render_student(
    result: SubmissionResult,
    rows: RunRows,
    sentences: Sentences,
    environment: jinja2.Environment,
    sections: Sequence[ReportSection] = (),
    statements: Statements | None = None,
) -> str:
    """Return the page of one submission, with as much detail as its size allows."""
    template = environment.get_template("student.html")
    added = make_sections(sections, "student", [result])
    largest = LARGEST_PAGE + EACH_FURTHER * max(0, len(result.exercises) - USUAL)
    text = ""
    for detail in LEVELS if statements is not None else LEVELS[1:]:
        page = student_page(result, rows.exercises, sentences, detail=detail, sections=added, statements=statements)
        text = template.render(page=page)
        if len(text.encode()) <= largest:
            break
    return text


def render_class(
    results: Sequence[SubmissionResult],
    rows: RunRows,
    names: Mapping[str, str],
    sentences: Sentences,
    environment: jinja2.Environment,
    sections: Sequence[ReportSection] = (),
) -> str:
    """Return the class page."""
    added = make_sections(sections, "class", results)
    page = class_page(results, rows, sentences, names, sections=added)
    return environment.get_template("class.html").render(page=page)


def make_sections(sections: Sequence[ReportSection], page: str, results: Sequence[SubmissionResult]) -> list[Section]:
    """Call the plugins for their sections of a page; mark a section that fails as missing."""
    made = []
    for section in sections:
        if section.page != page:
            continue
        try:
            body = resolve(section.render)(results)
        except Exception:  # noqa: BLE001 - an error of a plugin must not cost the page
            made.append(Section(name=section.name, body="", missing=True))
        else:
            made.append(Section(name=section.name, body=body))
    return made
