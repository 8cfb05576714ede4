"""Canvas: one flat folder, ``<name>[_LATE]_<user>_<attachment>_<file>``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from torchgrade.deliveries.layouts import Claim, Claimed, Entry, Role, Text, is_most
from torchgrade.model.people import Person

_NAME = re.compile(
    r"(?:(?P<name>.*?)_)??(?:(?P<late>late)_)?(?P<user>[0-9]+|anon_[0-9A-Za-z]+)_"
    r"(?:(?P<attachment>[0-9]+)_(?P<file>.+)|(?P<kind>text|link)\.html)",
    re.IGNORECASE | re.DOTALL,
)
_AGAIN = re.compile(r"(?P<stem>.+)-(?P<number>[0-9]{1,3})(?P<suffix>\.[^.]+)", re.DOTALL)
_WHY = {"text": "deliveries.text_entry", "link": "deliveries.link_entry"}


def recognises(entries: Sequence[Entry]) -> bool:
    """Return whether most names have the form, with a name or ``anon`` and a separate attachment number each.

    The number of an attachment is unique in Canvas. If a whole class uses ``li_20230001_1_hw.py``, the export is not
    from Canvas.
    """
    matches = [match for entry in entries if (match := _NAME.fullmatch(entry.name)) is not None]
    named = [match for match in matches if match["name"] or match["user"].startswith("anon_")]
    attachments = [match["attachment"] for match in named if match["attachment"]]
    return is_most(len(named), entries) and len(set(attachments)) == len(attachments)


def read(entries: Sequence[Entry], text: Text) -> Claimed:  # noqa: ARG001 - a layout has two arguments
    """Read every name; a file that was submitted again (``hw-1.py`` beside ``hw.py``) replaces the previous one."""
    claims = [_claim(entry.name) for entry in entries]
    originals = {(claim.student, claim.file) for claim in claims if claim is not None}
    return [None if claim is None else _again(claim, originals) for claim in claims]


def _claim(name: str) -> Claim | None:
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    user, full = match["user"], match["name"] or ""
    is_anonymous = user[:5].lower() == "anon_"
    is_late = bool(match["late"]) or (is_anonymous and full.lower() == "late")
    if is_anonymous and full.lower() == "late":
        full = ""
    person = Person() if is_anonymous else Person(name=full, lms=user)
    student = f"{full}_{user}" if full else user
    if match["kind"]:
        return Claim(role=Role.REFUSED, student=student, why=_WHY[match["kind"].lower()], people=(person,))
    return Claim(
        student=student,
        people=(person,),
        file=match["file"],
        is_late=is_late,
        version=(0, int(match["attachment"][:30])),
    )


def _again(claim: Claim, originals: set[tuple[str, str]]) -> Claim:
    """Return a claim on a replacement with the name of the replaced file and a larger version."""
    match = _AGAIN.fullmatch(claim.file)
    if match is None or (claim.student, original := match["stem"] + match["suffix"]) not in originals:
        return claim
    version = (int(match["number"]), claim.version[1])
    return Claim(student=claim.student, people=claim.people, file=original, is_late=claim.is_late, version=version)
