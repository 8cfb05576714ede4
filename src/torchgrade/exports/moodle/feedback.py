"""Moodle: zip with a page for each student ("Upload multiple feedback files in a zip").

Moodle reads only the number of the participant in the name of a folder. Source: Moodle, mod/assign/feedback/file/
importziplib.php.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from torchgrade.exports.moodle.participants import is_like_team, match, named
from torchgrade.exports.moodle.worksheet import read_worksheet
from torchgrade.exports.pages import Pages
from torchgrade.exports.planned import ExportOrder, Planned, PlannedArchive, PlannedRow
from torchgrade.model.marks import Mark
from torchgrade.model.phrases import Phrase, phrase

FILE = "moodle-feedback.zip"
PAGE = "feedback.html"
"""Name of each page, always the same, because Moodle replaces a file with the same name and keeps all others."""

_Participants = tuple[str, ...] | Phrase
"""Numbers of the participants who get a page, or the reason why there are none."""


def plan(order: ExportOrder) -> Planned:
    """Return the plan of the zip; a worksheet as template gives the participants of teams and of other deliveries.

    :raises UsageError: the template cannot be read.
    """
    notes = [phrase("export.moodle_feedback.steps"), phrase("export.moodle.group_view")]
    notes += [phrase("export.moodle_feedback.size", zip_mb=order.options.zip_mb)]
    unknown: tuple[str, ...] = ()
    if order.template is None:
        found = [_from_delivery(order, mark) for mark in order.marks]
        notes.append(phrase("export.moodle_feedback.teams"))
    else:
        found, unknown, compared = _from_worksheet(order)
        notes += [] if compared else [phrase("export.moodle.not_compared")]
    claims = Counter(number for one in found if isinstance(one, tuple) for number in one)
    pages = Pages(order)
    members: list[tuple[str, Path]] = []
    rows: list[PlannedRow] = []
    for mark, participants in zip(order.marks, found, strict=True):
        page = pages.of(mark)
        reason = _reason(mark, participants, claims, page)
        if reason is not None or isinstance(participants, dict) or page is None:
            rows.append(PlannedRow(key=mark.key, left_out=reason))
            continue
        names = [f"p_{number}_assignsubmission_file_/{PAGE}" for number in participants]
        members += [(name, page) for name in names]
        rows.append(PlannedRow(key=mark.key, value=names[0]))
    archives = (PlannedArchive(name=FILE, members=tuple(members)),) if members else ()
    return Planned(files=archives, rows=tuple(rows), unknown=unknown, notes=tuple(notes))


def _from_delivery(order: ExportOrder, mark: Mark) -> _Participants:
    one = named(mark)
    if is_like_team(mark) or len(order.rows.groups.get(mark.submission, ())) > 1:
        return phrase("export.moodle_feedback.team")
    return (one.number,) if one.number else phrase("export.moodle_feedback.no_participant")


def _from_worksheet(order: ExportOrder) -> tuple[list[_Participants], tuple[str, ...], bool]:
    """Return the participants of each mark, those of the worksheet without a mark, and whether names were compared."""
    assert order.template is not None
    known = frozenset(named(mark).number for mark in order.marks)
    sheet = read_worksheet(order.template, order.options, known)
    matching = match(order.marks, sheet)
    found: list[_Participants] = [
        tuple(sheet.participant(row) for row in place.rows) if place.problem is None else place.problem
        for place in matching.places
    ]
    return found, matching.unknown, matching.is_compared


def _reason(mark: Mark, participants: _Participants, claims: Counter[str], page: Path | None) -> Phrase | None:
    """Return the reason to leave a page out; None if Moodle takes it."""
    if not mark.submission:
        return phrase("export.moodle_feedback.nothing")
    if mark.points is None:
        return phrase("export.page_not_final")
    if isinstance(participants, dict):
        return participants
    if twice := _first_twice(participants, claims):
        return phrase("export.moodle_feedback.twice", number=twice)
    return phrase("export.no_page") if page is None else None


def _first_twice(participants: Sequence[str], claims: Counter[str]) -> str:
    return next((number for number in participants if claims[number] > 1), "")
