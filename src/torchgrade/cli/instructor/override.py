"""Command ``torchgrade override``: points that a person decides, which survive every regrade."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click

from torchgrade.cli.guess import closest
from torchgrade.cli.instructor.pages import languages_to_write
from torchgrade.cli.language import language_of, pages_language_option
from torchgrade.cli.screen import Screen
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.errors import ExitCode, UsageError
from torchgrade.grading.outputs import read_rows, write_outputs
from torchgrade.grading.store import Store
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.history import Override
from torchgrade.model.marks import Mark, marks_in_order
from torchgrade.model.phrases import Value, phrase
from torchgrade.model.rows import RunRows, points_text
from torchgrade.model.showable import show, show_name
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins

MOST_POINTS = 1e6
_DECIMALS = 2
"""Decimals of a mark, because pages and exports show no more."""
MOST_REASON = 1000
"""Most characters of a reason."""


@click.command()
@click.argument("run", type=click.Path(path_type=Path), metavar="RUN")
@click.argument("row", required=False, metavar="[ID]")
@click.argument("points", required=False, type=float, metavar="[POINTS]")
@click.option("--why", metavar="TEXT")
@click.option("--remove", is_flag=True)
@pages_language_option
def override(run: Path, row: str | None, points: float | None, why: str | None, remove: bool, lang: str) -> int:
    """Set the points of a row by hand, or list the rows that a person decided."""
    context = click.get_current_context()
    catalogue = catalogue_for(language=language_of(context))
    screen = Screen()
    if row is None:
        with Store(run, writing=False) as store:
            _list(store.history.overrides(), screen, catalogue)
        return ExitCode.OK
    reason = _reason(why)
    _require_points(points, remove=remove)
    if not run.is_dir():
        raise UsageError(told("error.run.not_a_run", name=show_name(str(run))))
    with Store(run, writing=True) as store:
        rows = read_rows(store)
        who = _find(row, lambda: _names(store, rows))
        if remove and who not in rows.overrides:
            raise UsageError(told("error.override.none", name=show_name(who)))
        store.history.decide(who, None if points is None else round(points, _DECIMALS), reason)
        for mark, _ in marks_in_order(store.briefs(), read_rows(store)):
            if who in {mark.key, mark.submission}:
                _say(mark, screen, catalogue)
        page = write_outputs(store, Plugins(), languages_to_write(lang, context, run))
    screen.line(catalogue.render("grade.pages", {}), (show(str(page)), "bold"))
    return ExitCode.OK


def _reason(why: str | None) -> str:
    text = " ".join((why or "").split())
    if not text:
        raise UsageError(told("error.override.why"))
    if len(text) > MOST_REASON:
        raise UsageError(told("error.override.long", count=len(text), limit=MOST_REASON))
    return text


def _require_points(points: float | None, *, remove: bool) -> None:
    if remove != (points is None):
        raise UsageError(told("error.override.points"))
    if points is not None and not (math.isfinite(points) and 0 <= points <= MOST_POINTS):
        raise UsageError(told("error.override.range", points=str(points), most=MOST_POINTS))


def _names(store: Store, rows: RunRows) -> Iterator[str]:
    """Yield the key of each row and the id of its submission."""
    for mark, _ in marks_in_order(store.briefs(), rows):
        yield from filter(None, (mark.key, mark.submission))


def _find(row: str, names: Callable[[], Iterable[str]]) -> str:
    """Return the key of a row, or the id of a group's submission, that a text names.

    :raises UsageError: there is none.
    """
    alike = ""
    for name in names():
        if name == row:
            return row
        if show_name(name) == row:
            alike = name
    if alike:
        return alike
    # A class may have thousands of rows, so only the most similar one is named.
    guess = closest(row, dict.fromkeys(map(show_name, names())))
    hint = "" if guess is None else phrase("error.guess", name=guess)
    raise UsageError(told("error.override.unknown", name=show_name(row), guess=hint))


def _say(mark: Mark, screen: Screen, catalogue: Catalogue) -> None:
    entry = "set" if mark.override else "removed"
    if mark.points is None:
        entry = "removed_no_mark"
    values: dict[str, Value] = {
        "row": mark.shown,
        "points": points_text(mark.points or 0.0),
        "max": points_text(mark.max_points),
    }
    screen.line(catalogue.render(f"override.{entry}", values))
    if mark.override and mark.points is not None and mark.points > mark.max_points:
        screen.line(catalogue.render("override.over", values))


def _list(overrides: dict[str, Override], screen: Screen, catalogue: Catalogue) -> None:
    if not overrides:
        screen.line(catalogue.render("override.nothing", {}))
    for one in overrides.values():
        values: dict[str, Value] = {
            "row": show_name(one.who),
            "points": points_text(one.points),
            "at": one.at,
            "why": show(one.why),
        }
        screen.line(catalogue.render("override.row", values))
