"""Moodle's import of the gradebook from CSV, old and new, written from the rules of importers.md section 3."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field

from tests.exports.importers.php_csv import RefusedError, read, unformat_float

_NUMERIC = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


@dataclass
class Site:
    """Users of a site, and one grade item with its marks and feedback by the number of the user."""

    users: list[dict[str, str]]
    maximum: float
    marks: dict[int, float | None] = field(default_factory=dict)
    feedback: dict[int, str] = field(default_factory=dict)
    decimal: str = "."
    is_new: bool = True

    def upload(self, data: bytes, identity: str) -> None:
        """Import columns identity, mark and feedback into the item.

        :raises RefusedError: one row is bad, so nothing changes.
        """
        rows = read(data)
        assert len(rows[0]) == 3
        before = copy.deepcopy((self.marks, self.feedback))
        student: int | None = None
        try:
            for row in rows[1:]:
                student = self._student(identity, row[0], student)
                self._mark(student, row[1])
                self.feedback[student] = row[2]
        except RefusedError:
            self.marks, self.feedback = before
            raise

    def _student(self, identity: str, text: str, before: int | None) -> int:
        if not text and not self.is_new and before is not None:
            return before  # the trap: this row's mark goes to the student of the row before
        found = [number for number, user in enumerate(self.users) if self._is(user, identity, text)]
        if len(found) != 1 or not text:
            raise RefusedError("usermappingerror")
        return found[0]

    def _is(self, user: dict[str, str], identity: str, text: str) -> bool:
        has = user.get(identity, "")
        if self.is_new and identity in {"username", "email"}:
            return has.casefold() == text.casefold()
        return has == text

    def _mark(self, student: int, text: str) -> None:
        text = text.strip()
        if text in {"", "-"}:
            self.marks[student] = None
            return
        plain = unformat_float(text, self.decimal)
        if not _NUMERIC.fullmatch(plain):
            raise RefusedError("badgrade")
        value = float(plain)
        if self.is_new and not 0 <= value <= self.maximum:
            raise RefusedError("gradevaluetoobig")
        if not self.is_new and value > 100:
            raise RefusedError("gradevaluetoobig")
        self.marks[student] = min(value, self.maximum)
