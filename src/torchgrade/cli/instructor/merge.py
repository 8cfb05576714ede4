"""Command ``torchgrade merge``: join the runs of several machines into one run."""

from __future__ import annotations

from pathlib import Path

import click

from torchgrade.cli.instructor.pages import languages_to_write
from torchgrade.cli.language import language_of, pages_language_option
from torchgrade.cli.screen import Screen
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.errors import ExitCode
from torchgrade.grading.merge_runs import Merged, merge_runs
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.phrases import listed
from torchgrade.model.showable import show, show_name
from torchgrade.plugins.manager import Plugins

_MOST = 5


@click.command()
@click.argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RUN...")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="RUN")
@pages_language_option
def merge(runs: tuple[Path, ...], out: Path, lang: str) -> int:
    """Join runs of one class into one run."""
    context = click.get_current_context()
    merged = merge_runs(runs, out, Plugins(), languages_to_write(lang, context, out))
    _write(merged, Screen(), catalogue_for(language=language_of(context)))
    if merged.failed:
        return ExitCode.INTERNAL
    return ExitCode.CHECK_FAILED if merged.missing or merged.interrupted else ExitCode.OK


def _write(merged: Merged, screen: Screen, catalogue: Catalogue) -> None:
    """Write what was merged, and everything that is missing."""
    everyone = merged.graded + len(merged.missing)
    screen.line(catalogue.render("merge.done", {"runs": merged.runs, "graded": merged.graded, "all": everyone}))
    for number, count in merged.absent.items():
        screen.line(catalogue.render("merge.absent", {"number": number, "of": merged.of, "count": count}))
    for folder in merged.interrupted:
        screen.line(catalogue.render("merge.interrupted", {"name": show_name(str(folder))}))
    for entry, names in (("missing", merged.missing), ("failed", merged.failed)):
        if names:
            some, more = listed(map(show_name, names[:_MOST])), len(names) - _MOST
            entry_of_count = f"merge.{entry}_more" if more > 0 else f"merge.{entry}"
            screen.line(catalogue.render(entry_of_count, {"names": some, "more": more}))
    if merged.missing or merged.interrupted or merged.failed:
        screen.line(catalogue.render("merge.next", {}))
    screen.line(catalogue.render("grade.pages", {}), (show(str(merged.page)), "bold"))
