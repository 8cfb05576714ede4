"""Decision whether the entries of a folder belong to a class or are one student's own work.

Names alone do not decide it: ``linear.py`` and ``mlp.py`` may be parts of a project, but ``ada.py`` and ``ben.py``
hardly. The grader therefore searches the text of files, but only for the names that they define and import.
"""

from __future__ import annotations

import enum
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from torchgrade.deliveries.archives import ArchiveError
from torchgrade.deliveries.found import DEPTH, FILE_BYTES, Claims
from torchgrade.deliveries.named import person_in
from torchgrade.deliveries.persons import has_number, is_copies, is_personal, words_in
from torchgrade.deliveries.places import Allowance, Node, NodeKind, entries, read_small
from torchgrade.deliveries.rosters.names import Spoken, numbers_in
from torchgrade.model.people import Person

if TYPE_CHECKING:
    from torchgrade.deliveries.roster import Roster

MOST_LOOKED_AT = 40
"""Maximum number of entries with examined text. The first entries of a class show the same evidence as all."""
MOST_FILES = 4
"""Maximum number of examined files per entry."""
MOST_TEXT = 128 << 10
"""Maximum number of bytes of a file that are searched for words."""
MOST_BYTES = 16 << 20
"""Maximum number of bytes of all files that are searched for definitions."""
# A line of a notebook begins after a quote or an escaped line feed.
_LINE = rb'(?:^|(?<=\n)|(?<=")|(?<=\\n))'
_DEFINES = re.compile(_LINE + rb"(?:async[ \t]{1,4})?(?:def|class)[ \t]{1,4}([A-Za-z_][A-Za-z0-9_]{0,80})")
_IMPORTS = re.compile(_LINE + rb"[ \t]{0,16}(?:from|import)[ \t]{1,4}\.?([A-Za-z_][A-Za-z0-9_]{0,80})")
_WORD = re.compile(r"[^\W\d_]+")
_PROJECT = frozenset({"__init__.py", "setup.py", "setup.cfg", "pyproject.toml", "makefile", "src", "tests"})
"""Names at the top of a project that are never beside the submissions of a class."""
_READ_ME = frozenset({
    "readme", "readme.md", "readme.txt", "readme.rst", "requirements.txt", "environment.yml", "license",
})  # fmt: skip
"""Names at the top of a project that are sometimes also beside the submissions of a class."""


class Verdict(enum.Enum):
    """Meaning of the entries of a folder."""

    CLASS = "class"
    """Each entry is a student's submission."""
    ONE = "one"
    """All entries belong to one student."""
    UNSURE = "unsure"
    """A person must decide."""


class Looked(Struct, frozen=True, kw_only=True):
    """Evidence in an entry with code."""

    node: Node
    """The entry."""
    defines: frozenset[str]
    """Functions and classes at the beginning of a line of its files."""
    imports: frozenset[str]
    """Modules that its files import."""
    words: frozenset[str]
    """All words in its files, in lower case."""


def with_code(nodes: Sequence[Node], is_claimed: Claims) -> list[Node]:
    """Return the entries that are files with code or contain such files."""
    allowance = Allowance()
    first = nodes[:MOST_LOOKED_AT]
    found = [node for node in first if next(_code(node, is_claimed, allowance, 0), None) is not None]
    # Use only the names of the others, because names are enough for a large class.
    return found + [node for node in nodes[MOST_LOOKED_AT:] if node.holds_entries or is_claimed(node.name)]


def _code(node: Node, is_claimed: Claims, allowance: Allowance, depth: int) -> Iterator[Node]:
    """Yield the files with code of an entry; skip unreadable entries, because the collector reports them."""
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
    """Return the definitions and imports of entries with code."""
    found = []
    allowance = Allowance()
    left = MOST_BYTES
    for node in nodes[:MOST_LOOKED_AT]:
        defines, imports, words = set[str](), set[str](), set[str]()
        for file, _ in zip(_code(node, is_claimed, allowance, 0), range(MOST_FILES), strict=False):
            text = read_small(file, min(FILE_BYTES, left)) or b""
            left -= len(text)
            defines |= {match[1].decode() for match in _DEFINES.finditer(text)}
            imports |= {match[1].decode() for match in _IMPORTS.finditer(text)}
            plain = text[:MOST_TEXT].decode("utf-8", "replace")
            words.update(words_in(plain), (match[0].casefold() for match in _WORD.finditer(plain)))
        found.append(Looked(node=node, defines=frozenset(defines), imports=frozenset(imports), words=frozenset(words)))
    return found


class Around(Struct, frozen=True, kw_only=True):
    """Facts about the folder of the entries with code."""

    nodes: Sequence[Node]
    """All entries of the folder."""
    is_collection: bool = False
    """True if the folder is named like a class, or like the given archive."""
    is_person: bool = False
    """True if the folder's name, or the name of a folder around it, may be a person's."""
    is_listed: bool = False
    """True if the folder's name, or the name of a folder around it, is in the roster."""


class _Signs(Struct, frozen=True, kw_only=True):
    """Combined signs of the entries."""

    are_people: bool
    """True if most entries are named like people, given the names that they define."""
    are_foreign: bool
    """True if every entry's name is a person or a number that is missing in the code."""
    are_half_foreign: bool
    """True if ``are_foreign`` applies to half of them, because some students write their names into their code."""
    is_imported: bool
    """True if one entry imports another."""
    is_project: bool
    """True if project files are beside the entries."""
    is_marked: bool
    """True with project files, a file to read first, or a folder in the roster."""


def judge(code: Sequence[Node], around: Around, is_claimed: Claims, roster: Roster | None) -> Verdict:
    """Return the meaning of several entries with code."""
    if are_listed(code, roster):
        return Verdict.CLASS
    looked = look(code, is_claimed)
    counts = Counter(name for one in looked for name in one.defines)
    name, count = counts.most_common(1)[0] if counts else ("", 0)
    if 2 * count > max(len(looked), 2):
        return _of_one_kind(_signs([one for one in looked if name in one.defines], looked, around), code, around)
    signs = _signs(looked, looked, around)
    if signs.is_imported or not signs.are_people:
        return Verdict.ONE
    return _of_different_work(signs, around, is_split=count == 1 and all(one.defines for one in looked))


def _signs(named: Sequence[Looked], looked: Sequence[Looked], around: Around) -> _Signs:
    """Return the signs of entries; use only the names of the ``named`` entries."""
    known = {word for one in looked for name in one.defines for word in (*words_in(name), name.casefold())}
    words = frozenset().union(*(one.words for one in looked))
    stems = {one.node.stem for one in looked}
    beside = {node.name.casefold() for node in around.nodes}
    foreign = sum(_is_person(one, words) for one in named)
    return _Signs(
        are_people=2 * sum(_is_person(one, known) for one in named) > len(named),
        are_foreign=foreign == len(named),
        are_half_foreign=2 * foreign >= len(named),
        is_imported=any(one.imports & (stems - {one.node.stem}) for one in looked),
        is_project=bool(beside & _PROJECT),
        is_marked=around.is_listed or bool(beside & (_PROJECT | _READ_ME)),
    )


def _is_person(one: Looked, known: Collection[str]) -> bool:
    return is_personal(words_in(one.node.stem), known) or has_number(one.node.stem)


def _of_one_kind(signs: _Signs, code: Sequence[Node], around: Around) -> Verdict:
    """Return the meaning of entries that mostly define the same name: a class, or copies of one work."""
    if signs.are_people:
        is_own = signs.is_marked or (around.is_person and not around.is_collection)
        is_foreign = signs.are_foreign if is_own else signs.are_half_foreign or around.is_collection
        is_clear = is_foreign and not signs.is_imported and not signs.is_project
        return Verdict.CLASS if is_clear else Verdict.UNSURE
    if signs.is_imported or signs.is_marked:
        return Verdict.ONE
    stems = [node.stem for node in code]
    if around.is_collection:
        return Verdict.UNSURE
    if is_copies(stems, folders=all(node.holds_entries for node in code)):
        return Verdict.ONE
    # Stay unsure about numbers alone, because they may be student numbers.
    return Verdict.ONE if around.is_person and any(map(words_in, stems)) else Verdict.UNSURE


def _of_different_work(signs: _Signs, around: Around, *, is_split: bool) -> Verdict:
    """Return the meaning of entries that are named like people and define different things.

    A module is named after its topic, so that the word is also in its code. A person's name is not in the code.

    :param is_split: whether each entry defines something, and all definitions have different names.
    """
    if around.is_collection:
        return Verdict.UNSURE if signs.is_marked else Verdict.CLASS
    if signs.are_foreign:
        return Verdict.UNSURE if signs.is_marked or around.is_person else Verdict.CLASS
    return Verdict.ONE if signs.is_marked or (around.is_person and is_split) else Verdict.UNSURE


def are_listed(code: Sequence[Node], roster: Roster | None) -> bool:
    """Return whether most names contain student numbers or are in the roster, with several different students."""
    numbers = [person.number for node in code if (person := person_in(node.stem)) is not None]
    rows = [row for node in code if (row := row_of(node.stem, roster)) is not None]
    return any(len(set(found)) > 1 and 2 * len(found) > len(code) for found in (numbers, rows))


def row_of(stem: str, roster: Roster | None) -> int | None:
    """Return the row of a roster that matches a name."""
    if roster is None:
        return None
    person = person_in(stem) or Person(name=stem, number=stem, login=stem, email=stem)
    return roster.match(person, Spoken(numbers=numbers_in(stem))).row
