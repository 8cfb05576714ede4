"""``--pattern``: a regular expression with named groups, as in nbgrader, applied to the paths in a folder.

The instructor writes the expression, and strangers choose the names. A careless expression could run for years on some
names. The processor time of a match is therefore limited. A limit on the length of names would not be enough.
"""

from __future__ import annotations

import contextlib
import re
import signal
import threading
from collections.abc import Iterator

from torchgrade.deliveries.layouts import Claim
from torchgrade.deliveries.moments import moment
from torchgrade.errors import UsageError
from torchgrade.model.people import Person
from torchgrade.model.phrases import Value, listed, phrase
from torchgrade.model.showable import show, show_name
from torchgrade.model.told import told

PATH_LENGTH = 1024
"""Maximum length of a path that is matched."""
SECONDS = 0.5
"""Processor time for one path."""
MOST_SLOW = 5
"""Maximum number of slow paths before the expression is refused."""
_EXAMPLE = r"(?P<student_id>\d+)_(?P<name>[^_/]+)"
GROUPS = ("student_id", "name", "first_name", "last_name", "email", "file", "timestamp")
"""Groups that are read; one of the first two is required."""


class SlowError(Exception):
    """Error for a path that takes too long to match."""


class Pattern:
    """A pattern that is ready for use."""

    def __init__(self, text: str) -> None:
        """Compile an expression.

        :raises UsageError: the text is not an expression, or has no group that names the student.
        """
        self.text = text
        try:
            self._expression = re.compile(text)
        except (re.error, RecursionError, OverflowError) as error:
            reason = show(str(error), limit=200)
            raise UsageError(told("error.pattern.broken", reason=reason, example=_EXAMPLE)) from error
        groups = set(self._expression.groupindex)
        if not groups & {"student_id", "name"}:
            named = listed(sorted(groups))
            has = phrase("error.pattern.has", groups=named) if groups else phrase("error.pattern.has_none")
            raise UsageError(told("error.pattern.no_student", has=has, others=listed(GROUPS[2:])))
        if unknown := sorted(groups - set(GROUPS)):
            named = listed(map(show_name, unknown))
            raise UsageError(told("error.pattern.unknown", groups=named, known=listed(GROUPS)))
        self._slow = 0

    def read(self, path: str) -> Claim | None:
        """Return the claim for a path inside the folder, matched from its beginning; return None without a match.

        :raises SlowError: the match took too long.
        :raises UsageError: too many paths took too long.
        """
        if len(path) > PATH_LENGTH:
            return None
        try:
            with _bounded(SECONDS):
                match = self._expression.match(path)
        except SlowError:
            self._slow += 1
            if self._slow > MOST_SLOW:
                values: dict[str, Value] = {"seconds": SECONDS, "count": self._slow, "name": show_name(path)}
                raise UsageError(told("error.pattern.slow", **values)) from None
            raise
        if match is None:
            return None
        groups = {name: (text or "").strip() for name, text in match.groupdict().items()}
        name = groups.get("name") or f"{groups.get('last_name', '')}, {groups.get('first_name', '')}".strip(", ")
        number = groups.get("student_id", "")
        student = number or name
        if not student:
            return None
        return Claim(
            student=student,
            people=(Person(name=name, number=number, email=groups.get("email", "")),),
            file=groups.get("file", ""),
            attempt=groups.get("timestamp", ""),
            timestamp=moment(groups.get("timestamp", "")),
        )


@contextlib.contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    """Raise :class:`SlowError` after this processor time.

    ``re`` checks for signals during a match. A match may run on if the system has no signals, or outside the main
    thread. Ctrl-C then ends it.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise SlowError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
