"""Pages of a run, written into its folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import jinja2

from torchgrade.courses.texts import Statement
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.kept import briefs_of, finder, submissions_of
from torchgrade.model.page_names import Names, PageNames, in_language
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.plugins.resources import ReportSection
from torchgrade.reports.class_page import class_page
from torchgrade.reports.editions import edition, language_links, remove_other_languages, remove_others, write_page
from torchgrade.reports.environment import rendered
from torchgrade.reports.lecture_page import lecture_page
from torchgrade.reports.page_records import NO_RECORDS, PageRecords, basis_of
from torchgrade.reports.plugin_sections import make_sections
from torchgrade.reports.records import OtherLanguage, Section
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.write_class import write_class
from torchgrade.reports.write_students import STUDENTS, write_students
from torchgrade.reports.written import LECTURE

PAGES = ("class", "student")
"""Pages that a plugin's section can be on."""


def write_pages(
    results: Sequence[SubmissionResult],
    rows: RunRows,
    folder: Path,
    catalogues: Sequence[Catalogue],
    sections: Sequence[ReportSection],
    statements: Mapping[str, Mapping[str, Statement]] | None = None,
    records: PageRecords = NO_RECORDS,
) -> Path:
    """Write the class page and the students' pages into a folder; return the class page's path.

    The pages in the main language are ``index.html`` and ``students/<page>.html``. A further language is in the names
    of its files, such as ``index.zh.html``, and the pages link to each other. Every file is replaced as a whole. Pages
    of an earlier call in another language are removed. The page names a plugin's section that fails.

    :param catalogues: one for each language, that of the main language first.
    :param statements: by language and exercise, for the students' pages.
    :param records: what is known of the students' pages that an earlier call wrote.
    :raises OSError: the folder cannot be written.
    """
    texts = statements or {}
    editions = [
        edition(catalogue, texts.get(catalogue.language), main=number == 0)
        for number, catalogue in enumerate(catalogues)
    ]
    names = PageNames(lambda: submissions_of(results))
    basis = basis_of(editions, rows.exercises, texts)
    write_students(results, rows, folder / STUDENTS, editions, names, sections, records, basis)
    remove_other_languages(folder / STUDENTS, submissions_of(results), names, editions)
    added = make_sections(sections, "class", results)
    return write_class(briefs_of(results), rows, folder, editions, names, added, finder(results))


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
