"""Whether the entries of a folder are those of a class, one for each student, or one student's own work.

Names alone do not say it: ``linear.py`` and ``mlp.py`` may be two parts of a project, ``ada.py`` and ``ben.py`` hardly.
So the names of what files define and import are looked for in their text, and nothing more of it.
"""

from __future__ import annotations

import enum
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from torchgrade.submissions.deliveries.archives import ArchiveError
from torchgrade.submissions.deliveries.named import person_in
from torchgrade.submissions.deliveries.persons import is_copies, is_personal, words_in
from torchgrade.submissions.deliveries.places import Allowance, Node, NodeKind, entries, read_small
from torchgrade.submissions.found import DEPTH, FILE_BYTES, Claims, Person

if TYPE_CHECKING:
    from torchgrade.submissions.deliveries.roster import Roster

MOST_LOOKED_AT = 40
"""Entries whose text is looked into; a class has the same evidence in its first ones."""
MOST_FILES = 4
"""Files of one entry whose text is looked into."""
# At the beginning of a line; in a notebook a line begins behind a quote, or behind an escaped line feed.
_LINE = rb'(?:^|(?<=\n)|(?<=")|(?<=\\n))'
_DEFINES = re.compile(_LINE + rb"(?:async[ \t]{1,4})?(?:def|class)[ \t]{1,4}([A-Za-z_][A-Za-z0-9_]{0,80})")
_IMPORTS = re.compile(_LINE + rb"[ \t]{0,16}(?:from|import)[ \t]{1,4}\.?([A-Za-z_][A-Za-z0-9_]{0,80})")
_PROJECT = frozenset({
    "__init__.py", "setup.py", "setup.cfg", "pyproject.toml", "requirements.txt", "environment.yml", "makefile",
    "readme", "readme.md", "readme.txt", "readme.rst", "src", "tests", "license",
})  # fmt: skip
"""What stands at the top of a project and hardly beside the submissions of a class."""


class Verdict(enum.Enum):
    """What the entries of a folder are."""

    CLASS = "class"
    """Each is a student's."""
    ONE = "one"
    """All are one student's."""
    UNSURE = "unsure"
    """A person must say it."""


class Looked(Struct, frozen=True, kw_only=True):
    """What an entry with code shows of itself."""

    node: Node
    """The entry."""
    defines: frozenset[str]
    """Functions and classes at the beginning of a line of its files."""
    imports: frozenset[str]
    """Modules that its files import."""


def with_code(nodes: Sequence[Node], is_claimed: Claims) -> list[Node]:
    """Return the entries that are files with code, or hold some."""
    allowance = Allowance()
    return [node for node in nodes if next(_code(node, is_claimed, allowance, 0), None) is not None]


def _code(node: Node, is_claimed: Claims, allowance: Allowance, depth: int) -> Iterator[Node]:
    """Yield the files with code of an entry; what cannot be read is passed over, for the lister tells it."""
    if node.kind is NodeKind.FILE:
        if is_claimed(node.name):
            yield node
        return
    if not node.holds_entries or depth == DEPTH:
        return
    try:
        inside = entries(node, allowance)
    except (ArchiveError, OSError):
        return
    for one in inside:
        yield from _code(one, is_claimed, allowance, depth + 1)


def look(nodes: Sequence[Node], is_claimed: Claims) -> list[Looked]:
    """Return what entries with code define and import."""
    found = []
    allowance = Allowance()
    for node in nodes[:MOST_LOOKED_AT]:
        defines, imports = set[str](), set[str]()
        for file, _ in zip(_code(node, is_claimed, allowance, 0), range(MOST_FILES), strict=False):
            text = read_small(file, FILE_BYTES) or b""
            defines |= {match[1].decode() for match in _DEFINES.finditer(text)}
            imports |= {match[1].decode() for match in _IMPORTS.finditer(text)}
        found.append(Looked(node=node, defines=frozenset(defines), imports=frozenset(imports)))
    return found


class Around(Struct, frozen=True, kw_only=True):
    """What is known of the folder in which entries with code are."""

    nodes: Sequence[Node]
    """All that is in it."""
    is_collection: bool = False
    """Whether it is called as a class is, or as the archive that was given."""
    is_person: bool = False
    """Whether its name, or that of a folder around it, may be a person's."""
    is_listed: bool = False
    """Whether its name, or that of a folder around it, is in the roster."""


def judge(code: Sequence[Node], around: Around, is_claimed: Claims, roster: Roster | None) -> Verdict:
    """Say what several entries with code are."""
    if are_listed(code, roster):
        return Verdict.CLASS
    looked = look(code, is_claimed)
    counts = Counter(name for one in looked for name in one.defines)
    known = {word for name in counts for word in words_in(name)}
    is_same = 2 * max(counts.values(), default=0) > max(len(looked), 2)
    are_people = 2 * sum(is_personal(words_in(one.node.stem), known) for one in looked) > len(looked)
    is_project = around.is_listed or _is_project(looked, around.nodes)
    if is_same and are_people:
        return Verdict.UNSURE if is_project else Verdict.CLASS
    if is_project or not (is_same or are_people):
        return Verdict.ONE
    if around.is_collection:
        # Files that are called as a person's work are, in a folder that is called as a class is.
        return Verdict.UNSURE if is_same else Verdict.CLASS
    # Students of one class define the same exercises; parts of one work do not.
    is_split = all(one.defines for one in looked) and max(counts.values()) == 1
    stems = [node.stem for node in code]
    is_again = is_same and is_copies(stems, folders=all(node.holds_entries for node in code))
    # Numbers alone may be those of students.
    is_named = is_same and any(map(words_in, stems))
    return Verdict.ONE if is_again or (around.is_person and (is_named or is_split)) else Verdict.UNSURE


def _is_project(looked: Sequence[Looked], beside: Sequence[Node]) -> bool:
    """Say whether entries import each other, or have beside them what belongs to a project."""
    stems = {one.node.stem for one in looked}
    is_imported = any(one.imports & (stems - {one.node.stem}) for one in looked)
    return is_imported or any(node.name.casefold() in _PROJECT for node in beside)


def are_listed(code: Sequence[Node], roster: Roster | None) -> bool:
    """Say whether most names hold numbers of students or stand in the roster, and they are those of several."""
    numbers = [person.number for node in code if (person := person_in(node.stem)) is not None]
    rows = [row for node in code if (row := row_of(node.stem, roster)) is not None]
    return any(len(set(found)) > 1 and 2 * len(found) > len(code) for found in (numbers, rows))


def row_of(stem: str, roster: Roster | None) -> int | None:
    """Return the row of a roster that a name is."""
    if roster is None:
        return None
    return roster.match(person_in(stem) or Person(name=stem, number=stem, login=stem, email=stem)).row
