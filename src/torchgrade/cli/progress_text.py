"""Progress of a student in a folder, as lines of ``torchgrade list``."""

from __future__ import annotations

import shlex
from pathlib import Path

from torchgrade.cli.screen import Screen
from torchgrade.cli.student.solved import Progress, State
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.outcomes import Outcome
from torchgrade.model.phrases import Value
from torchgrade.model.rows import points_text
from torchgrade.model.showable import show
from torchgrade.reports.checks import SYMBOLS

_LOOKS = {
    State.SOLVED: (SYMBOLS[Outcome.PASSED], "green"),
    State.CHECKED: (SYMBOLS[Outcome.FAILED], "red"),
    State.CHANGED: ("?", "yellow"),
    State.COURSE_CHANGED: ("?", "yellow"),
    State.NOT_CHECKED: ("?", "yellow"),
    State.SEVERAL: ("?", "yellow"),
    State.NOT_STARTED: (SYMBOLS[Outcome.SKIPPED], "dim"),
    State.ABSENT: (SYMBOLS[Outcome.SKIPPED], "dim"),
}
"""Symbol and style of each state; the words beside the symbol need no colour."""
_TO_CHECK = (State.CHANGED, State.COURSE_CHANGED, State.NOT_CHECKED, State.SEVERAL, State.CHECKED)


class ProgressText:
    """Writer of the progress in each exercise, then of the total."""

    def __init__(self, screen: Screen, catalogue: Catalogue, assignment: str | None, place: Path | None) -> None:
        """Write to ``screen``; the assignment and the place are those of the command."""
        self._screen = screen
        self._catalogue = catalogue
        self._assignment = assignment
        self._place = place
        self._states: list[State] = []
        self._points = 0.0
        self._max_points = 0.0

    def exercise(self, name: str, progress: Progress, max_points: float, checks: int) -> None:
        """Write the state of one exercise, and add its points to the total."""
        self._states.append(progress.state)
        self._points += progress.points
        self._max_points += max_points
        entry = progress.state.replace(" ", "_")
        if progress.state is State.CHECKED and not progress.passed:
            entry = "checked_none"
        values: dict[str, Value] = {"exercise": name, "passed": len(progress.passed), "checks": checks}
        symbol, style = _LOOKS[progress.state]
        self._screen.entry((f"{symbol} ", style), self._say(f"state.{entry}", **values), indent=4)

    def write_total(self) -> bool:
        """Write the total and the next step; return False if the next step is to get the stubs.

        That is the next step if no exercise has a state, and if no file defines an exercise.
        """
        if not self._states:
            return False
        values: dict[str, Value] = {
            "points": points_text(self._points),
            "max_points": points_text(self._max_points),
            "solved": self._states.count(State.SOLVED),
            "exercises": len(self._states),
        }
        self._screen.entry(("", "bold"), self._say("total", **values))
        if any(state in _TO_CHECK for state in self._states):
            place = [] if self._place is None else [str(self._place)]
            option = [] if self._assignment is None else ["--assignment", self._assignment]
            self._screen.line(self._say("next_check"))
            self._screen.line(show(shlex.join(["torchgrade", "check", *place, *option])), indent=2, wrap=False)
        return any(state is not State.ABSENT for state in self._states)

    def _say(self, entry: str, **values: Value) -> str:
        return self._catalogue.render(f"cli.list.{entry}", values)
