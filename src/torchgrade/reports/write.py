"""Pages of a run, written into its folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import jinja2
from markupsafe import Markup

from torchgrade.model.catalogue import Catalogue
from torchgrade.model.files import write_atomically
from torchgrade.model.foreign import unmarked
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.plugins.resources import ReportSection, resolve
from torchgrade.reports.class_page import class_page
from torchgrade.reports.environment import make_environment, rendered
from torchgrade.reports.evidence import LEVELS
from torchgrade.reports.names import in_language, is_page, page_href, page_names
from torchgrade.reports.records import OtherLanguage, Section
from torchgrade.reports.sentences import Sentences
from torchgrade.reports.student import student_page

INDEX = "index"
STUDENTS = "students"
PAGES = ("class", "student")
"""Pages that a plugin's section can be on."""
LARGEST_PAGE, USUAL, EACH_FURTHER = 150_000, 7, 25_000
"""Most bytes of a student's page of so many exercises, and of each further exercise.

A larger page is written again with less detail.
"""


class Edition(NamedTuple):
    """Pages of a run in one language."""

    language: str
    """Language in the names of the files; empty for the main language."""
    sentences: Sentences
    """Sentences of the pages."""
    environment: jinja2.Environment
    """Environment of the templates."""


def write_pages(
    results: Sequence[SubmissionResult],
    rows: RunRows,
    folder: Path,
    catalogues: Sequence[Catalogue],
    sections: Sequence[ReportSection],
) -> Path:
    """Write the class page and the students' pages into a folder; return the class page's path.

    The pages in the main language are ``index.html`` and ``students/<page>.html``. A further language is in the names
    of its files, such as ``index.zh.html``, and the pages link to each other. Every file is replaced as a whole. Pages
    of an earlier call in another language are removed. The page names a plugin's section that fails.

    :param catalogues: one for each language, that of the main language first.
    :raises OSError: the folder cannot be written.
    """
    editions = [edition(catalogue, main=number == 0) for number, catalogue in enumerate(catalogues)]
    names = page_names(result.submission for result in results)
    (folder / STUDENTS).mkdir(parents=True, exist_ok=True)
    written = []
    for result in results:
        added = make_sections(sections, "student", [result])
        for one in editions:
            name = names[result.submission]
            text = render_student(result, rows, one, added, others(name, one, editions))
            written.append(_write(folder / STUDENTS, in_language(name, one.language), text))
    added = make_sections(sections, "class", results)
    for one in reversed(editions):
        text = render_class(results, rows, names, one, added, others(INDEX, one, editions))
        written.append(_write(folder, in_language(INDEX, one.language), text))
    _remove_others(folder, (INDEX,), written)
    _remove_others(folder / STUDENTS, names.values(), written)
    return written[-1]


def edition(catalogue: Catalogue, *, main: bool = True) -> Edition:
    """Return the sentences and the templates of a language."""
    sentences = Sentences(catalogue, marks=True)
    return Edition("" if main else catalogue.language, sentences, make_environment(sentences))


def others(name: str, one: Edition, editions: Iterable[Edition]) -> list[OtherLanguage]:
    """Return links from a page to the same page in the other languages."""
    return [
        OtherLanguage(
            language=other.sentences.language,
            name=other.sentences.say("language"),
            href=page_href(in_language(name, other.language), folder=""),
        )
        for other in editions
        if other is not one
    ]


def render_student(
    result: SubmissionResult,
    rows: RunRows,
    one: Edition,
    sections: Sequence[Section] = (),
    languages: Sequence[OtherLanguage] = (),
) -> str:
    """Return the page of one submission, with as much detail as its size allows."""
    largest = LARGEST_PAGE + EACH_FURTHER * max(0, len(result.exercises) - USUAL)
    text = ""
    for detail in LEVELS:
        page = student_page(result, rows.exercises, one.sentences, detail=detail, sections=sections)
        text = rendered(one.environment, "student.html", page=page, languages=languages)
        if len(text.encode()) <= largest:
            break
    return text


def render_class(
    results: Sequence[SubmissionResult],
    rows: RunRows,
    names: Mapping[str, str],
    one: Edition,
    sections: Sequence[Section] = (),
    languages: Sequence[OtherLanguage] = (),
) -> str:
    """Return the class page.

    :param names: page of each submission (:func:`torchgrade.reports.names.page_names`).
    """
    linked = {submission: in_language(name, one.language) for submission, name in names.items()}
    page = class_page(results, rows, one.sentences, linked, sections=sections)
    return rendered(one.environment, "class.html", page=page, languages=languages)


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


def _write(folder: Path, name: str, text: str) -> Path:
    return write_atomically(folder / f"{name}.html", text.encode())


def _remove_others(folder: Path, names: Iterable[str], written: Iterable[Path]) -> None:
    """Remove the pages of these names that an earlier call wrote in another language."""
    known, current = frozenset(names), frozenset(written)
    for file in folder.iterdir():
        if file not in current and is_page(file.name, known):
            file.unlink(missing_ok=True)
