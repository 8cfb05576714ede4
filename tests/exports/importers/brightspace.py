"""Import of marks as Brightspace does it, from the rules of importers.md section 9.

``OrgDefinedId`` or ``Username`` is first, with or without ``#``. A heading ``<item> Points Grade`` names an item. The last
column is ``End-of-Line Indicator`` with ``#`` in each row. Marks over the maximum are cut.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

END = "End-of-Line Indicator"


@dataclass
class Imported:
    """Result of an import."""

    marks: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    """Marks by identifier and item."""
    cut: list[str] = field(default_factory=list)
    """Identifiers whose mark was over the maximum."""
    unknown: list[str] = field(default_factory=list)
    """Identifiers that no student of the course has."""
    created: list[str] = field(default_factory=list)
    """Items that the page asks to create."""


def import_csv(data: bytes, students: set[str], items: Mapping[str, Decimal]) -> Imported:
    """Return what Brightspace takes from a file.

    :param students: identifiers of the course.
    :param items: maximum of each item.
    :raises ValueError: the file is refused.
    """
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    headings = rows[0]
    if headings[0] not in {"OrgDefinedId", "Username"} or headings[-1] != END:
        raise ValueError(headings)
    imported = Imported()
    names = {}
    for place, heading in enumerate(headings[1:-1], start=1):
        if heading == "Username":
            continue
        name = heading.removesuffix(" Points Grade")
        if name == heading or name not in items:
            imported.created.append(heading)
        else:
            names[place] = name
    for row in rows[1:]:
        if len(row) != len(headings) or row[-1] != "#":
            raise ValueError(row)
        identifier = row[0].removeprefix("#")
        if identifier not in students:
            imported.unknown.append(identifier)
            continue
        for place, name in names.items():
            mark = Decimal(row[place])
            if mark > items[name]:
                imported.cut.append(identifier)
            imported.marks[identifier, name] = min(mark, items[name])
    return imported
