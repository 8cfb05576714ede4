"""Surroundings of a submission that ``course.toml`` names: helpers, stand-ins, loaders, imports and the book."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from msgspec import structs

from torchgrade.courses.outline import outlines
from torchgrade.courses.tables import course_error, read_table
from torchgrade.courses.titles import read_title, section_entry
from torchgrade.model.results import Passage
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import folder
from torchgrade.protocol.messages import StandIn

USUAL = ("torch", "numpy")
"""Modules that submissions may import if ``course.toml`` has no ``imports``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Everything that one course puts beside a submission. Exercises of another course do not see it."""

    givens: str = ""
    """Text that defines the helpers that exercises name in ``fill`` and ``override``."""
    stand_ins: tuple[StandIn, ...] = ()
    """Modules that replace those of the chapter."""
    loaders: frozenset[str] = frozenset()
    """Functions that read a data set, which a submission need not do."""
    passages: tuple[Passage, ...] = ()
    """The sections of the book, as ``course.toml`` names them."""

    def passage(self, section: str) -> Passage | None:
        """Return the section of that number, or the nearest one around it that has an entry; None without a number.

        The first of several numbers (``4.3, 6 and 7.1``) counts.
        """
        number = re.match(r"[\d.]*\d", section)
        if number is None:
            return None
        known = {passage.section: passage for passage in self.passages}
        parts = number[0].split(".")
        around = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
        found = next((known[one] for one in around if one in known), None)
        return Passage(section=number[0]) if found is None else structs.replace(found, section=number[0])


def read_surroundings(package: str) -> Surroundings:
    """Return the surroundings that the ``course.toml`` of a package names.

    :raises CourseError: an entry is incomplete, or a file that it names is missing.
    """
    place = folder(package)
    file = place / "course.toml"
    table = read_table(file)
    return Surroundings(
        givens=_text(place, table["givens"], file, "givens") if "givens" in table else "",
        stand_ins=tuple(
            StandIn(
                modules=list(_need(entry, "modules", file, "stand_ins")),
                source=_text(place, _need(entry, "file", file, "stand_ins"), file, "stand_ins"),
                replaces=dict(entry.get("replaces", {})),
            )
            for entry in table.get("stand_ins", ())
        ),
        loaders=frozenset(table.get("loaders", ())),
        passages=tuple(_passage(entry, package, file) for entry in table.get("sections", ())),
    )


def imports_of(plugins: Plugins, exercises: Sequence[str]) -> tuple[str, ...]:
    """Return the names that the courses of some exercises let submissions import, sorted.

    :raises CourseError: ``imports`` of a course is not a list of names.
    """
    chosen = {outline.course for outline in outlines(plugins) if outline.name in exercises}
    names: set[str] = set()
    for package in sorted(chosen):
        file = folder(package) / "course.toml"
        wanted = read_table(file).get("imports", USUAL)
        if not isinstance(wanted, list | tuple) or not all(isinstance(name, str) for name in wanted):
            raise course_error(file, ("imports",), "imports", course=package)
        # Only the first part is used, because a search for a part of a package would import the package.
        names.update(name.partition(".")[0] for name in wanted)
    return tuple(sorted(names))


def _passage(entry: dict[str, Any], package: str, file: Traversable) -> Passage:
    section = str(_need(entry, "section", file, "sections"))
    _need(entry, "title", file, "sections")
    return Passage(
        section=section,
        title=read_title(entry, ("sections", "title"), file).english,
        entry=section_entry(package, section),
        links={language: str(entry[language]) for language in ("en", "zh") if language in entry},
    )


def _need(entry: dict[str, Any], key: str, file: Traversable, table: str) -> Any:
    if key not in entry:
        raise course_error(file, (table,), "entry_key", table=table, key=key)
    return entry[key]


def _text(place: Traversable, name: str, file: Traversable, key: str) -> str:
    try:
        return (place / name).read_text("utf-8")
    except (OSError, ValueError) as error:
        raise course_error(file, (key,), "no_file", name=name, reason=str(error)) from error
