"""Command ``torchgrade grade``: grade folders of submissions, and write marks and pages."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from torchgrade.cli.downloading import download_option, require_data
from torchgrade.cli.instructor.delivery import choose_delivery, delivery_options, settled
from torchgrade.cli.instructor.dry_run import ListingText, listing_json
from torchgrade.cli.instructor.executor import Chosen, executor_options
from torchgrade.cli.instructor.summary import write_summary
from torchgrade.cli.language import language_of, page_languages, pages_language_option
from torchgrade.cli.main import INTERRUPTED
from torchgrade.cli.options import (
    assignment_option,
    choose_data,
    data_options,
    read_exercises,
)
from torchgrade.cli.progress import show_progress
from torchgrade.cli.screen import Screen
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.solutions import require_solutions
from torchgrade.deliveries.found import Listing
from torchgrade.deliveries.installed import list_inputs
from torchgrade.deliveries.wrappers import UnsureError
from torchgrade.errors import ExitCode, UsageError
from torchgrade.grading.class_run import Order, grade_class
from torchgrade.grading.configuration import Options
from torchgrade.grading.shards import part_of, read_shard
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.exercises import Limits
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.rows import RowStatus, row_status
from torchgrade.model.runs import SEED_BITS, Shard
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins
from torchgrade.reports.sentences import Sentences

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _require_number(_: click.Context, __: click.Parameter, seconds: float) -> float:
    """Refuse ``nan``, because no range of click excludes it."""
    if math.isnan(seconds):
        raise click.BadParameter(told("error.options.nan"))
    return seconds


def _seconds(name: str, default: float, *, most: float) -> Callable[[_Function], _Function]:
    """Return the option for a limit in seconds."""
    between = click.FloatRange(0.1, most)
    return click.option(name, type=between, callback=_require_number, default=default, show_default=True, metavar="S")


def _read_shard(_: click.Context, __: click.Parameter, text: str | None) -> Shard | None:
    return None if text is None else read_shard(text)


@click.command()
@click.argument(
    "submissions",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar="SUBMISSIONS...",
)
@click.option("--out", metavar="RUN", type=click.Path(path_type=Path))
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N")
@executor_options
@click.option("--exercises", metavar="A,B")
@assignment_option
@data_options
@download_option
@click.option("--seed", type=click.IntRange(0, 2**SEED_BITS - 1), metavar="N")
@delivery_options
@click.option("--all-attempts", is_flag=True)
@click.option("--shard", metavar="I/N", callback=_read_shard)
@click.option("--dry-run", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
@click.option(
    "--sandbox",
    type=click.Choice([level.value for level in SandboxLevel]),
    default=SandboxLevel.B.value,
    show_default=True,
)
@_seconds("--cpu-seconds", Limits().cpu_seconds, most=3600)
@_seconds("--wall-seconds", Limits().wall_seconds, most=3600)
@_seconds("--submission-seconds", Limits().submission_seconds, most=36000)
@pages_language_option
@click.option("--without-hidden", is_flag=True)
def grade(  # noqa: PLR0913, PLR0917 - one parameter for each option, passed by name
    submissions: tuple[Path, ...],
    out: Path | None,
    jobs: int | None,
    executor: Chosen,
    exercises: str | None,
    assignment: str | None,
    data: str | None,
    data_root: Path | None,
    download: bool,
    seed: int | None,
    layout: str | None,
    pattern: str | None,
    roster: Path | None,
    roster_encoding: str | None,
    all_attempts: bool,
    shard: Shard | None,
    dry_run: bool,
    as_json: bool,
    sandbox: str,
    cpu_seconds: float,
    wall_seconds: float,
    submission_seconds: float,
    lang: str,
    without_hidden: bool,
) -> int:
    """Grade submissions into a run folder, or show how they would be read."""
    context = click.get_current_context()
    catalogue = catalogue_for(language=language_of(context))
    plugins = Plugins()
    chosen = read_exercises(exercises, assignment, plugins)
    if not without_hidden:
        require_solutions(chosen, plugins)
    name, root = choose_data(data, data_root, plugins)
    delivery = choose_delivery(
        layout=layout,
        pattern=pattern,
        roster=roster,
        roster_encoding=roster_encoding,
        all_attempts=all_attempts,
        submissions=submissions,
        plugins=plugins,
    )
    if as_json and not dry_run:
        raise UsageError(told("error.options.json"))
    if download and not dry_run:
        root = require_data(name, root, plugins, catalogue)
    if out is None and not dry_run:
        raise click.MissingParameter(param_hint="'--out'", param_type="option")
    try:
        if out is None or dry_run:
            # Notes are English, because a record keeps them; the catalogue makes their text.
            listing = list_inputs(submissions, out, plugins, catalogue_for(), delivery)
            _show(part_of(listing, shard), plugins, catalogue, as_json=as_json)
            return ExitCode.OK
        order = Order(
            paths=submissions,
            out=out,
            delivery=delivery,
            jobs=executor.jobs(jobs, plugins),
            executor=executor.executor,
            cluster=executor.cluster,
            languages=page_languages(lang, context),
            options=Options(
                exercises=chosen,
                data=name,
                data_root=root,
                seed=seed,
                sandbox=SandboxLevel(sandbox),
                limits=Limits(
                    cpu_seconds=cpu_seconds, wall_seconds=wall_seconds, submission_seconds=submission_seconds
                ),
                hidden_checks=not without_hidden,
                shard=shard,
            ),
        )
        return run(order, plugins)
    except UnsureError as error:
        raise settled(error, context, catalogue) from error


def run(order: Order, plugins: Plugins) -> int:
    """Grade a class with its progress and its summary; return the exit code."""
    screen = Screen()
    catalogue = catalogue_for(language=order.languages[0])
    if order.options.sandbox is SandboxLevel.NONE:
        screen.line(catalogue.render("grade.not_isolated", {}))
    with show_progress(catalogue) as watcher:
        summary = grade_class(order, plugins, watcher)
    write_summary(summary, screen, Sentences(catalogue_for(summary.catalogue_packages, order.languages[0])))
    if summary.stopped:
        return INTERRUPTED
    errors = any(row_status(result) is RowStatus.ERROR for result in summary.results)
    return ExitCode.INTERNAL if errors or summary.left else ExitCode.OK


def _show(listing: Listing, plugins: Plugins, catalogue: Catalogue, *, as_json: bool) -> None:
    if as_json:
        print(listing_json(listing))
        return
    describe = {source.name: source.describe for source in plugins.gather("torchgrade_deliveries")}
    ListingText(catalogue, describe, Screen()).write(listing)
