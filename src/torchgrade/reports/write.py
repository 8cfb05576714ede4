"""Pages of a run, written into its folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import jinja2
from markupsafe import Markup

from torchgrade.courses.texts import Statement
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.foreign import unmarked
from torchgrade.model.page_names import Names, in_language, page_names
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.plugins.resources import ReportSection, resolve
from torchgrade.reports.changes import changes_view
from torchgrade.reports.class_page import class_page
from torchgrade.reports.editions import edition, language_links, remove_others, write_page
from torchgrade.reports.environment import rendered
from torchgrade.reports.evidence import LEVELS
from torchgrade.reports.lecture_page import lecture_page
from torchgrade.reports.records import OtherLanguage, Section
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.statements import Statements
from torchgrade.reports.student import decisions_on, student_page
from torchgrade.reports.write_class import write_class
from torchgrade.reports.written import LECTURE

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
    catalogues: Sequence[Catalogue],
    sections: Sequence[ReportSection],
    statements: Mapping[str, Mapping[str, Statement]] | None = None,
) -> Path:
    """Write the class page and the students' pages into a folder; return the class page's path.

    The pages in the main language are ``index.html`` and ``students/<page>.html``. A further language is in the names
    of its files, such as ``index.zh.html``, and the pages link to each other. Every file is replaced as a whole. Pages
    of an earlier call in another language are removed. The page names a plugin's section that fails.

    :param catalogues: one for each language, that of the main language first.
    :param statements: by language and exercise, for the students' pages.
    :raises OSError: the folder cannot be written.
    """
    texts = statements or {}
    editions = [
        edition(catalogue, texts.get(catalogue.language), main=number == 0)
        for number, catalogue in enumerate(catalogues)
    ]
    names = page_names(result.submission for result in results)
    (folder / STUDENTS).mkdir(parents=True, exist_ok=True)
    written = []
    for result in results:
        name, added = names[result.submission], make_sections(sections, "student", [result])
        for one in editions:
            links = language_links(name, one, editions)
            text = render_student(result, rows, one.sentences, one.environment, added, links, one.statements)
            written.append(write_page(folder / STUDENTS, in_language(name, one.suffix), text))
    added = make_sections(sections, "class", results)
    index = write_class(results, rows, folder, editions, names, added)
    remove_others(folder / STUDENTS, names.values(), written)
    return index


def write_lecture(
    results: Sequence[SubmissionResult],
    rows: RunRows,
    folder: Path,
    catalogues: Sequence[Catalogue],
    key: bytes,
) -> Path:
    """Write the class page with pseudonyms, ``lecture.html``, in each language; return the page in the main language.

    :param catalogues: as for :func:`write_pages`.
    :param key: secret of the run (:func:`torchgrade.reports.pseudonyms.pseudonyms`).
    :raises OSError: the folder cannot be written.
    """
    editions = [edition(catalogue, None, main=number == 0) for number, catalogue in enumerate(catalogues)]
    written = []
    for one in reversed(editions):
        page = lecture_page(results, rows, one.sentences, key)
        links = language_links(LECTURE, one, editions)
        text = rendered(one.environment, "lecture.html", page=page, languages=links, public=True)
        written.append(write_page(folder, in_language(LECTURE, one.suffix), text))
    remove_others(folder, (LECTURE,), written)
    return written[-1]


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
            decisions=decisions_on(result, rows),
            changes=changes,
        )
        text = rendered(environment, "student.html", page=page, languages=languages)
        if len(text.encode()) <= largest:
            break
    return text


def render_class(
    results: Sequence[SubmissionResult],
    rows: RunRows,
    names: Names,
    sentences: Sentences,
    environment: jinja2.Environment,
    sections: Sequence[Section] = (),
    languages: Sequence[OtherLanguage] = (),
) -> str:
    """Return the class page."""
    page = class_page(results, rows, sentences, names, sections=sections)
    return rendered(environment, "class.html", page=page, languages=languages, public=False)


def make_sections(sections: Sequence[ReportSection], page: str, results: Sequence[SubmissionResult]) -> list[Section]:
    """Call the plugins for their sections of a page; mark a section that fails as missing."""
    made = []
    for section in sections:
        if section.page != page:
            continue
        try:
            body = resolve(section.render)(results)
            plain = Markup(unmarked(body)) if isinstance(body, Markup) else unmarked(body)  # noqa: S704 - the plugin's own
        except Exception:  # noqa: BLE001 - an error of a plugin must not cost the page
            made.append(Section(name=section.name, body="", missing=True))
        else:
            made.append(Section(name=section.name, body=plain))
    return made
