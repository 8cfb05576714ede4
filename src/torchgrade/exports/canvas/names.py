"""Names of files in a Canvas delivery, as "Upload Submissions" reads them (importers.md, section 2)."""

from __future__ import annotations

import re

from msgspec import Struct

from torchgrade.model.people import Delivered

_DIGITS = re.compile(r"[0-9]+")
_READABLE = (".html", ".htm", ".pdf", ".md", ".txt")
"""Suffixes of attachments whose name fits a page, the best first."""


class Attachment(Struct, frozen=True, kw_only=True):
    """Submitted file, as its name in the delivery identifies it."""

    user: str
    """Number of the user; ``anon_`` and the anonymous id for an anonymous assignment."""
    number: str
    """Number of the attachment."""
    name: str
    """Name that the student gave the file."""

    @property
    def is_anonymous(self) -> bool:
        """Whether the name identifies no account."""
        return self.user.startswith("anon_")


def attachment(entry: str) -> Attachment | None:
    """Return what Canvas reads in a name; None if it finds no attachment there.

    Canvas splits the name at ``_`` and takes the first two parts that are digits, or the second and third part after
    ``anon``. It ignores ``LATE``.
    """
    parts = [part for part in entry.rpartition("/")[2].split("_") if part.upper() != "LATE"]
    if parts[0].lower() == "anon" and len(parts) > 3:
        user, number, rest = f"anon_{parts[1]}", parts[2], parts[3:]
    else:
        digits = [place for place, part in enumerate(parts) if _DIGITS.fullmatch(part)][:2]
        if len(digits) < 2 or digits[1] != digits[0] + 1 or _is_unclear(parts):
            return None
        user, number, rest = parts[digits[0]], parts[digits[1]], parts[digits[1] + 1 :]
    if not rest or _DIGITS.fullmatch(number) is None:
        return None
    return Attachment(user=user, number=number, name="_".join(rest))


def _is_unclear(parts: list[str]) -> bool:
    """Return whether the first number may be the name of a student, so that the user would be the second one."""
    return len(parts) > 2 and all(_DIGITS.fullmatch(part) for part in parts[:3])


def attachments(delivered: Delivered | None) -> list[Attachment]:
    """Return the attachments of a submission; none if Canvas did not deliver it."""
    if delivered is None or delivered.layout != "canvas":
        return []
    return [found for entry in delivered.entries if (found := attachment(entry)) is not None]


def user_of(delivered: Delivered | None) -> str:
    """Return the number of the user who submitted; empty if Canvas did not deliver it, or the user is anonymous."""
    users = {one.user for one in attachments(delivered) if not one.is_anonymous}
    return users.pop() if len(users) == 1 else ""


def most_fitting(several: list[Attachment]) -> Attachment:
    """Return the attachment under whose name Canvas shows a page with the least surprise; of equals the newest."""

    def fit(one: Attachment) -> tuple[int, int]:
        suffix = next((place for place, end in enumerate(_READABLE) if one.name.lower().endswith(end)), len(_READABLE))
        return suffix, -int(one.number)

    return min(several, key=fit)
