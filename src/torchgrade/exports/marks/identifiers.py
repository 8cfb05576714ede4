"""Identifiers of students in the files of an LMS: which one is known, safe to write, and used once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from torchgrade.deliveries.rosters.names import plain
from torchgrade.exports.marks.formula_cells import is_formula
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, phrase
from torchgrade.model.showable import show_name

_SAFE = re.compile(r"[\w.@+-]*[A-Za-z0-9][\w.@+-]*", re.ASCII)
_LONGEST = 200


class Identifiers:
    """Identifiers of one kind for the marks of a run."""

    def __init__(self, marks: Sequence[Mark], kinds: Sequence[str]) -> None:
        """Choose the kind that most students with a mark have; of equals, the first.

        :param kinds: fields of a person.
        """
        self.kind = most_known(marks, kinds)
        """Field of a person."""
        self._twice = used_twice(plain(self.of(mark)) for mark in with_points(marks))

    def of(self, mark: Mark) -> str:
        """Return the identifier of a student; empty if it is not known."""
        return str(getattr(mark.person, self.kind))

    def reason_against(self, mark: Mark) -> Phrase | None:
        """Return the reason why a row must be left out, or None."""
        identifier = self.of(mark)
        kind = phrase(f"export.marks.{self.kind}")
        if mark.points is None:
            return phrase("export.no_mark")
        if not identifier:
            return phrase("export.marks.no_identifier", kind=kind)
        if not is_safe(identifier):
            return phrase("export.marks.odd_identifier", kind=kind, identifier=show_name(identifier))
        if plain(identifier) in self._twice:
            return phrase("export.marks.twice", kind=kind, identifier=show_name(identifier))
        return None


def most_known(marks: Iterable[Mark], kinds: Sequence[str]) -> str:
    """Return the field of a person that most students with a mark have; of equals the first."""
    counts = Counter(kind for mark in with_points(marks) for kind in kinds if getattr(mark.person, kind))
    return max(kinds, key=lambda kind: counts[kind])


def is_safe(identifier: str) -> bool:
    """Return whether a number, an account or an address is written unchanged and no spreadsheet computes it.

    It has letters and digits of ASCII, ``.``, ``_``, ``@``, ``+`` and ``-``, and does not begin as a formula.
    """
    return len(identifier) <= _LONGEST and _SAFE.fullmatch(identifier) is not None and not is_formula(identifier)


def used_twice(identifiers: Iterable[str]) -> frozenset[str]:
    """Return the identifiers that occur more than once, without the empty one."""
    counts = Counter(identifiers)
    return frozenset(identifier for identifier, count in counts.items() if identifier and count > 1)


def with_points(marks: Iterable[Mark]) -> list[Mark]:
    """Return the marks that have points."""
    return [mark for mark in marks if mark.points is not None]
