"""Command ``torchgrade audit``: the test of an exercise, for its author."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from torchgrade.audit.judging import Settings
from torchgrade.audit.report import ReportText, with_sentences
from torchgrade.audit.run import SEEDS, Order
from torchgrade.audit.run import audit as run_audit
from torchgrade.cli.language import language_of_record, language_option
from torchgrade.cli.main import INTERRUPTED
from torchgrade.cli.options import assignment_option, choose_data, choose_exercises, installed_exercises, usable_cores
from torchgrade.cli.progress import show_progress
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.errors import ExitCode
from torchgrade.plugins.manager import Plugins

CORPUS = Path("tests") / "corpus"
"""Default folder of the corpus, below the current folder."""


@click.command()
@click.argument("exercises", nargs=-1, metavar="[EXERCISE]...")
@assignment_option
@click.option("--mutants", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N")
@click.option("--corpus", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="FOLDER")
@click.option("--seeds", type=click.IntRange(1, 100_000), default=SEEDS, show_default=True, metavar="N")
@click.option("--cache", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER")
@language_option
def audit(  # noqa: PLR0913, PLR0917 - one parameter for each option, passed by name
    exercises: tuple[str, ...],
    assignment: str | None,
    mutants: bool,
    as_json: bool,
    jobs: int | None,
    corpus: Path | None,
    seeds: int,
    cache: Path | None,
    lang: str,
) -> int:
    """Audit exercises, and report each verdict that differs from the required verdict."""
    plugins = Plugins()
    asked = (*exercises, *([assignment] if assignment is not None else []))
    chosen = choose_exercises(asked, plugins) if asked else _solved(plugins)
    data, root = choose_data(None, None, plugins)
    settings = Settings(data=data, data_root=root, jobs=jobs or usable_cores(), cache=cache)
    place = corpus or (CORPUS if CORPUS.is_dir() else None)
    order = Order(
        exercises=chosen,
        settings=settings,
        mutants=mutants,
        seeds=seeds,
        corpus=place.absolute() if place is not None else None,
    )
    catalogue = catalogue_for(language=lang)
    with show_progress(catalogue, sys.stderr) as watcher:
        report = run_audit(order, plugins, watcher)
    if as_json:
        catalogue = catalogue_for(language=language_of_record(lang))
    report = with_sentences(report, catalogue)
    if as_json:
        click.echo(msgspec.json.encode(report))
    else:
        for line in ReportText(catalogue).lines(report):
            click.echo(line)
    if report.stopped:
        return INTERRUPTED
    return ExitCode.CHECK_FAILED if report.findings else ExitCode.OK


def _solved(plugins: Plugins) -> tuple[str, ...]:
    """Return the exercises with an installed solution; return all exercises if there is no solution, to name them."""
    solved = {source.exercise for source in plugins.gather("torchgrade_solutions")}
    every = installed_exercises(plugins)
    return tuple(name for name in every if name in solved) or every
