"""Pages with the table of a large class, written into a folder beside the class page, a part of the table on each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from torchgrade.model.page_names import Names, in_language, page_href
from torchgrade.model.rows import RunRows
from torchgrade.reports.class_tables import TableLink, TablePage
from torchgrade.reports.editions import Edition, language_links, write_page
from torchgrade.reports.environment import rendered
from torchgrade.reports.student_table import Entry, student_table
from torchgrade.reports.written import INDEX, language_of_page

TABLES = "tables"
ROWS = 500
"""Most students on one page, because the rows of a page are in memory together."""
_FILE = re.compile(r"table-\d{3,}(\.[A-Za-z0-9-]+)?\.html")


class Part(NamedTuple):
    """Part of the table of a class."""

    entries: list[Entry]
    """Students of this part."""
    is_last: bool
    """Whether no student follows."""


class Written(NamedTuple):
    """Written part of the table, in every language."""

    name: str
    """Name of its page, without suffix."""
    first: str
    """First id, safe to show."""
    last: str
    """Last id."""
    students: int
    """Number of students."""

    def link(self, suffix: str) -> TableLink:
        """Return the link from the class page in a language."""
        href = page_href(in_language(self.name, suffix), f"{TABLES}/")
        return TableLink(href=href, first=self.first, last=self.last, students=self.students)


class LanguageNames:
    """Names of the students' pages in one language."""

    def __init__(self, names: Names, suffix: str) -> None:
        self._names, self._suffix = names, suffix

    def get(self, submission: str, default: str) -> str:
        """Return the name of a submission's page, without its suffix; the default if it has no page."""
        name = self._names.get(submission, "")
        return in_language(name, self._suffix) if name else default


def parts_of(entries: Iterable[Entry]) -> Iterator[Part]:
    """Yield the students of a table in parts, of which each fits on a page."""
    following = iter(entries)
    waiting = next(following, None)
    while waiting is not None:
        found = [waiting, *islice(following, ROWS - 1)]
        waiting = next(following, None)
        yield Part(found, waiting is None)


def write_tables(
    parts: Iterable[Part], rows: RunRows, folder: Path, editions: Sequence[Edition], names: Names
) -> list[Written]:
    """Write each part of the table of a large class into the folder ``tables``, in each language.

    Only one part is in memory at a time.

    :param folder: folder of the class page.
    :raises OSError: the folder cannot be written.
    """
    (folder / TABLES).mkdir(exist_ok=True)
    written = []
    for number, part in enumerate(parts, 1):
        first, last = part.entries[0].mark.shown, part.entries[-1].mark.shown
        made = Written(_name(number), first, last, len(part.entries))
        for one in reversed(editions):
            _write(made, number, part, rows, folder / TABLES, one, editions, names)
        written.append(made)
    return written


def _name(number: int) -> str:
    return f"table-{number:03}"


def _write(
    made: Written,
    number: int,
    part: Part,
    rows: RunRows,
    folder: Path,
    one: Edition,
    editions: Sequence[Edition],
    names: Names,
) -> None:
    def href(number: int) -> str:
        return page_href(in_language(_name(number), one.suffix), "")

    page = TablePage(
        students=student_table(
            part.entries, rows, one.sentences, LanguageNames(names, one.suffix), folder="../students/"
        ),
        first=made.first,
        last=made.last,
        home=page_href(in_language(INDEX, one.suffix), "../"),
        previous=href(number - 1) if number > 1 else "",
        next="" if part.is_last else href(number + 1),
    )
    links = language_links(made.name, one, editions)
    text = rendered(one.environment, "table.html", page=page, languages=links, public=False)
    write_page(folder, in_language(made.name, one.suffix), text)


def remove_other_tables(folder: Path, written: Iterable[Written], editions: Sequence[Edition]) -> None:
    """Remove the pages that an earlier call wrote, of a larger class or in another language.

    :param folder: folder of the class page.
    """
    tables = folder / TABLES
    if not tables.is_dir():
        return
    current = {f"{in_language(made.name, one.suffix)}.html" for made in written for one in editions}
    others = [file for file in tables.iterdir() if file.name not in current]
    for file in others:
        # Another file is its owner's.
        if _FILE.fullmatch(file.name) and language_of_page(file):
            file.unlink(missing_ok=True)
    if not any(tables.iterdir()):
        tables.rmdir()
