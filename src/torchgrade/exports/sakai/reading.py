"""Headings of a gradebook file as Sakai reads them (ImportGradesHelper.java; importers.md, section 9)."""

from __future__ import annotations

import re

from msgspec import Struct

_ITEM = re.compile(r"(?P<title>[^\[]+)(?:\[(?P<points>\d+(?:[.,]\d\d?)?)\])?", re.ASCII)
_COMMENT = re.compile(r"\* (?P<title>.+)")
_IGNORED = re.compile(r"#.+")


class Heading(Struct, frozen=True):
    """Heading of a column after the first two, which Sakai reads by position."""

    title: str
    """Name of the item."""
    points: str = ""
    """Maximum in brackets; empty without one."""
    is_comment: bool = False
    """Whether the column has the comments on the item."""


def heading(text: str) -> Heading | None:
    """Return what Sakai reads in a heading; None if it ignores the column, or refuses the file."""
    text = text.strip()
    if _IGNORED.fullmatch(text):
        return None
    if (comment := _COMMENT.fullmatch(text)) is not None:
        return Heading(comment["title"].strip(), is_comment=True)
    item = _ITEM.fullmatch(text)
    return None if item is None or not item["title"].strip() else Heading(item["title"].strip(), item["points"] or "")


def is_ignored(text: str) -> bool:
    """Return whether Sakai ignores a column."""
    return _IGNORED.fullmatch(text.strip()) is not None
