"""Class page of a run, written into its folder in each language; the table of a large class is on pages of its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice
from pathlib import Path

from torchgrade.model.page_names import Names, in_language
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RunRows
from torchgrade.reports.by_section import SectionTally
from torchgrade.reports.class_page import Students, Whole, class_tally
from torchgrade.reports.editions import Edition, language_links, remove_others, write_page
from torchgrade.reports.environment import rendered
from torchgrade.reports.records import Section
from torchgrade.reports.student_table import table_entries
from torchgrade.reports.tallies import LARGE_CLASS
from torchgrade.reports.write_tables import LanguageNames, Written, parts_of, remove_other_tables, write_tables
from torchgrade.reports.written import INDEX


def write_class(
    results: Sequence[SubmissionResult],
    rows: RunRows,
    folder: Path,
    editions: Sequence[Edition],
    names: Names,
    sections: Sequence[Section],
    whole: Whole | None = None,
) -> Path:
    """Write ``index.html`` in each language; return the page in the main language.

    The results are read twice, whatever the number of languages: in the order of the submissions for the numbers of
    the class, and in the order of the gradebook for the table of the students.

    :param names: page of each submission, in no language.
    :param sections: sections that plugins add.
    :param whole: function that returns the whole result of a submission, if these results are brief ones.
    :raises OSError: the folder cannot be written.
    """
    tally, by_section = class_tally(results, rows), SectionTally(rows)
    entries = iter(table_entries(results, rows, by_section))
    # Each result is a row of the table, so most large classes are known without their students.
    is_large = len(results) > LARGE_CLASS
    shown = [] if is_large else list(islice(entries, LARGE_CLASS + 1))
    tables: list[Written] = []
    if is_large or len(shown) > LARGE_CLASS:
        # Each student is forgotten when the page is written.
        shown, entries = [], chain(shown, entries)
        tables = write_tables(parts_of(entries), rows, folder, editions, names)
    written = []
    for one in reversed(editions):
        links = [table.link(one.suffix) for table in tables]
        students = Students(shown, by_section, sum(table.students for table in tables), links)
        page = tally.view(one.sentences, LanguageNames(names, one.suffix), students, sections=sections, whole=whole)
        languages = language_links(INDEX, one, editions)
        text = rendered(one.environment, "class.html", page=page, languages=languages, public=False)
        written.append(write_page(folder, in_language(INDEX, one.suffix), text))
    remove_others(folder, (INDEX,), written)
    remove_other_tables(folder, tables, editions)
    return written[-1]
