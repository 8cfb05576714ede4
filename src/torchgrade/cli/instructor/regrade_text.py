"""Words of ``torchgrade regrade``: what is graded again and why, and whose mark changed."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from torchgrade.cli.screen import Screen
from torchgrade.grading.news import News
from torchgrade.grading.planning import Plan
from torchgrade.grading.regrade import Regraded
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.changes import Change, by_check, signed
from torchgrade.model.phrases import Phrase, Value, listed, phrase
from torchgrade.model.rows import points_text
from torchgrade.model.showable import show, show_name

_MOST_CHECKS, _MOST_MARKS, _MOST_NAMES = 12, 5, 8


class RegradeText:
    """Writer of one command's words."""

    def __init__(self, catalogue: Catalogue, screen: Screen, run: Path) -> None:
        self._catalogue = catalogue
        self._screen = screen
        self._run = run

    def write(self, done: Regraded, *, is_dry: bool) -> None:
        """Write what was or would be graded again, and the changes of the marks."""
        self._news(done.news)
        if done.page is None and not done.stopped and not done.plan.due:
            self._say("nothing_dry" if is_dry else "nothing")
        elif is_dry or done.plan.due:
            self._plan(done.plan)
        if not is_dry:
            self._names("gone", done.plan.gone)
        self._names("left", done.plan.left)
        if done.stopped:
            self._say("stopped", graded=done.graded, left=len(done.plan.due) - done.graded)
        elif done.page is not None:
            self._changes(done)
            page = done.page.with_name("regrade.html")
            self._screen.line(self._catalogue.render("regrade.pages", {}), (show(str(page)), "bold"))

    def _news(self, news: News) -> None:
        if news.versions:
            self._say("news.versions", differences=listed(news.versions, "semicolon"))
        if news.removed:
            self._say("news.removed", names=listed(map(show_name, news.removed)))
        if news.joined:
            self._say("news.joined", names=listed(map(show_name, news.joined)))
        if news.added:
            self._say("news.added", names=listed(map(show_name, news.added)), all=",".join((*news.graded, *news.added)))
        for name, before, now in news.points:
            shown = show_name(name)
            self._say("news.points", exercise=shown, before=points_text(before), after=points_text(now))

    def _plan(self, plan: Plan) -> None:
        if plan.interrupted is not None:
            self._say("goes_on")
        if plan.due:
            self._screen.line((self._catalogue.render("regrade.plan", {}), "bold"))
        for (exercises, reason), count in _groups(plan).items():
            shown = listed(map(show_name, exercises)) if exercises else phrase("regrade.all_exercises")
            self._row(
                "row",
                count=self._count("submissions", count),
                exercises=shown,
                reason=phrase(f"regrade.reason.{reason}"),
            )

    def _changes(self, done: Regraded) -> None:
        changes = done.changes
        found = by_check(changes)
        if found:
            self._screen.line((self._catalogue.render("regrade.marks", {}), "bold"))
        for check, counts in found[:_MOST_CHECKS]:
            parts = [self._count("students", count, points=signed(points)) for points, count in counts.items()]
            self._row("line", check=show_name(check), changes=listed(parts))
        changed = sorted((one for one in changes if one.is_changed), key=_by_size)
        if not changed:
            self._say("no_change")
        else:
            self._screen.line((self._catalogue.render("regrade.most", {}), "bold"))
        for one in changed[:_MOST_MARKS]:
            self._mark(one)
        decided = sum(one.decided is not None for one in changed)
        if decided:
            self._say("decided", n=decided)
        points = [one.points for one in changes if one.points is not None]
        gain, lose = sum(one > 0 for one in points), sum(one < 0 for one in points)
        self._say("end", graded=done.graded, gain=gain, lose=lose, same=sum(not one for one in points))
        if done.graded < len(done.plan.due):
            self._say("unfinished", left=len(done.plan.due) - done.graded)

    def _mark(self, change: Change) -> None:
        values: dict[str, Value] = {
            "who": show_name(change.key),
            "before": _points(change.before),
            "after": _points(change.after),
        }
        if change.points is None:
            self._row("mark_total", **values)
        elif change.decided is None:
            self._row("mark", change=signed(change.points), **values)
        else:
            decided = points_text(change.decided)
            self._row("mark_decided", change=signed(change.points), points=decided, **values)

    def _names(self, entry: str, names: Sequence[str]) -> None:
        """Write a line with names, the first ones only if there are many."""
        if not names:
            return
        values: dict[str, Value] = {"names": listed(map(show_name, names[:_MOST_NAMES]))}
        if entry == "left":
            values["folder"] = show(shlex.quote(str(self._run)))
        if len(names) > _MOST_NAMES:
            values["more"] = len(names) - _MOST_NAMES
            entry = f"{entry}_more"
        self._say(f"news.{entry}", **values)

    def _count(self, entry: str, count: int, **values: Value) -> Phrase:
        return phrase(f"regrade.{entry}.{'one' if count == 1 else 'many'}", n=count, **values)

    def _say(self, entry: str, **values: Value) -> None:
        self._screen.line(self._catalogue.render(f"regrade.{entry}", values))

    def _row(self, entry: str, **values: Value) -> None:
        self._screen.line(self._catalogue.render(f"regrade.{entry}", values), indent=2)


def _groups(plan: Plan) -> Counter[tuple[tuple[str, ...], str]]:
    """Return the number of submissions for each reason with its exercises; no exercise stands for all."""
    return Counter(group for one in plan.due for group in _reasons(one.reason, one.changed, one.asked))


def _reasons(
    reason: str | None, changed: tuple[str, ...], asked: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str]]:
    if reason is not None:
        yield (), str(reason)
        return
    if changed:
        yield changed, "course"
    if asked:
        yield asked, "asked"
    if not changed and not asked:
        yield (), "arranged"


def _by_size(change: Change) -> tuple[float, str]:
    """Order changes: totals that came or went first, then the largest change."""
    return (float("-inf") if change.points is None else -abs(change.points), change.key)


def _points(points: float | None) -> Value:
    return phrase("regrade.no_total") if points is None else points_text(points)
