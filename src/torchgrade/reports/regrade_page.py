"""Page of a regrade: who gains, who loses, how much, and by which check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from torchgrade.model.changes import Change, by_check, signed
from torchgrade.model.history import Generation
from torchgrade.model.page_names import Names
from torchgrade.model.rows import RunRows, points_text
from torchgrade.model.showable import show_name
from torchgrade.reports.problems import submission_link
from torchgrade.reports.records import Fact, Link
from torchgrade.reports.regrade_records import ChangedCheck, ChangedMark, ChangedMarks, RegradePage
from torchgrade.reports.sentences import Sentences


def regrade_page(
    changes: Sequence[Change], generation: Generation, rows: RunRows, sentences: Sentences, names: Names
) -> RegradePage:
    """Return the contents of the page.

    ``names`` gives the page of each submission (:func:`torchgrade.model.page_names.page_names`).
    """
    titles = {spec.check: spec.title for exercise in rows.exercises for spec in exercise.checks}
    losses = sorted((one for one in changes if (one.points or 0) < 0), key=lambda one: (one.points or 0, one.key))
    gains = sorted((one for one in changes if (one.points or 0) > 0), key=lambda one: (-(one.points or 0), one.key))
    others = [one for one in changes if one.is_changed and one.points is None]
    decided = [one for one in changes if one.is_changed and one.decided is not None]
    numbers = {"rows": changes, "gain": gains, "lose": losses}
    unchanged = sum(not one.is_changed for one in changes)
    return RegradePage(
        when=_when(generation, sentences),
        facts=[
            *(Fact(name=sentences.say(f"regrade.{name}"), value=str(len(found))) for name, found in numbers.items()),
            Fact(name=sentences.say("regrade.unchanged"), value=str(unchanged)),
        ],
        decided=sentences.count("regrade.decided", len(decided)) if decided else "",
        checks=[_check(check, counts, titles, sentences) for check, counts in by_check(changes)],
        marks=[
            ChangedMarks(
                kind=kind,
                title=sentences.say(f"regrade.{kind}_heading"),
                rows=[_mark(one, titles, sentences, names) for one in found],
            )
            for kind, found in (("losses", losses), ("gains", gains), ("totals", others))
            if found
        ],
    )


def _when(generation: Generation, sentences: Sentences) -> str:
    values = {
        "at": generation.at.replace("T", " ").removesuffix("Z"),
        "exercises": sentences.joined(map(show_name, generation.exercises)),
        "checks": sentences.joined(map(show_name, generation.checks)),
    }
    entry = "when_checks" if generation.checks else "when" if generation.exercises else "when_none"
    return sentences.say(f"regrade.{entry}", **values)


def _check(check: str, counts: Mapping[float, int], titles: Mapping[str, str], sentences: Sentences) -> ChangedCheck:
    return ChangedCheck(
        title=sentences.title(check, titles.get(check, "")),
        check=show_name(check),
        gaining=sum(count for points, count in counts.items() if points > 0),
        losing=sum(count for points, count in counts.items() if points < 0),
        effect=sentences.joined(
            sentences.count("regrade.students", count, points=signed(points)) for points, count in counts.items()
        ),
    )


def _mark(change: Change, titles: Mapping[str, str], sentences: Sentences, names: Names) -> ChangedMark:
    points = change.points
    who = submission_link(change.submission, names)
    decided = change.decided
    return ChangedMark(
        who=Link(text=show_name(change.key), href=who.href),
        before=_points(change.before, change.max_before, sentences),
        after=_points(change.after, change.max_after, sentences),
        change="" if points is None else signed(points),
        state="skipped" if points is None else "passed" if points > 0 else "failed",
        symbol="–" if points is None else "▲" if points > 0 else "▼",
        checks=[
            sentences.say(
                "regrade.check_change",
                title=sentences.title(one.check, titles.get(one.check, "")),
                check=show_name(one.check),
                points=signed(one.points),
            )
            for one in change.checks
        ],
        decided="" if decided is None else sentences.say("regrade.still", points=points_text(decided)),
    )


def _points(points: float | None, maximum: float | None, sentences: Sentences) -> str:
    if points is None or maximum is None:
        return sentences.say("regrade.no_total")
    return sentences.say("points.short", points=points_text(points), max=points_text(maximum))
