"""Bulk assessment as OpenOlat does it, from the rules of importers.md section 9.

A line has user name, mail or institution number, points, passed and comment. An empty field changes nothing, and ``""``
deletes a comment. Return files are in one folder for each identifier.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass
class Imported:
    """Result of an import."""

    points: dict[str, Decimal] = field(default_factory=dict)
    passed: dict[str, bool] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    files: dict[str, dict[str, bytes]] = field(default_factory=dict)
    """Files by student and name."""


def import_lines(text: str, students: set[str]) -> Imported:
    """Return what OpenOlat takes from pasted text with tabs."""
    imported = Imported()
    for line in text.splitlines():
        identifier, points, passed, comment, *_ = [*line.split("\t"), "", "", ""]
        if identifier not in students:
            imported.unknown.append(identifier)
            continue
        if points:
            imported.points[identifier] = Decimal(points.replace(",", "."))
        if passed:
            imported.passed[identifier] = passed in {"y", "yes", "passed", "true", "1"}
        if comment:
            imported.comments[identifier] = "" if comment == '""' else comment
    return imported


def import_zip(imported: Imported, data: bytes, students: set[str]) -> None:
    """Add the return files."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            identifier, _, file = name.partition("/")
            if identifier not in students or "/" in file:
                imported.unknown.append(name)
            else:
                imported.files.setdefault(identifier, {})[file] = archive.read(name)
