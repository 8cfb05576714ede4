"""``torchgrade grade``: a folder of submissions goes in, marks and pages come out."""

from __future__ import annotations

import math
import os
from pathlib import Path

import click

from torchgrade.cli.downloading import download_option, require_data
from torchgrade.cli.instructor.delivery import choose_delivery, delivery_options, settled
from torchgrade.cli.instructor.dry_run import ListingText, listing_json
from torchgrade.cli.instructor.progress import show_progress
from torchgrade.cli.instructor.summary import write_summary
from torchgrade.cli.main import INTERRUPTED
from torchgrade.cli.options import choose_data, data_options, read_exercises
from torchgrade.cli.screen import Screen
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.solutions import solutions
from torchgrade.deliveries.found import Listing
from torchgrade.deliveries.wrappers import UnsureError
from torchgrade.errors import ExitCode, UsageError
from torchgrade.grading.class_run import Order, grade_class, list_inputs
from torchgrade.grading.configuration import SEED_BITS, Options
from torchgrade.model.exercises import Limits
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.rows import RowStatus, row_status
from torchgrade.plugins.manager import Plugins

NOT_ISOLATED = "The marks are not isolated (sandbox: none): nothing confines what a submission does on this machine."


def _require_number(_: click.Context, __: click.Parameter, seconds: float) -> float:
    """Refuse ``nan``, which is in every range."""
    if math.isnan(seconds):
        raise click.BadParameter("'nan' is not a number of seconds.")
    return seconds


@click.command()
@click.argument(
    "submissions",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar="SUBMISSIONS...",
)
@click.option(
    "--out",
    metavar="RUN",
    type=click.Path(path_type=Path),
    help="Folder for everything that the run writes; the same command goes on where it was. Only --dry-run needs none.",
)
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Submissions at a time [one a core].")
@click.option("--exercises", metavar="A,B", help="Only these exercises or assignments [all].")
@data_options
@download_option
@click.option(
    "--seed",
    type=click.IntRange(0, 2**SEED_BITS - 1),
    metavar="N",
    help="Repeat the inputs of another run [drawn anew for a new run].",
)
@delivery_options
@click.option("--dry-run", is_flag=True, help="Show what would be graded and what would not, and grade nothing.")
@click.option("--json", "as_json", is_flag=True, help="With --dry-run: the same as one line of JSON.")
@click.option(
    "--sandbox",
    type=click.Choice([level.value for level in SandboxLevel]),
    default=SandboxLevel.B.value,
    show_default=True,
    help="How far submissions are confined, at least: A with namespaces of their own, B by the kernel, none for code "
    "that is trusted.",
)
@click.option(
    "--cpu-seconds",
    type=click.FloatRange(0.1, 3600.0),
    callback=_require_number,
    default=Limits().cpu_seconds,
    show_default=True,
    metavar="S",
    help="Processor time that a submission has for one check.",
)
@click.option(
    "--wall-seconds",
    type=click.FloatRange(0.1, 3600.0),
    callback=_require_number,
    default=Limits().wall_seconds,
    show_default=True,
    metavar="S",
    help="Time on the clock that a submission has for one check.",
)
@click.option("--without-hidden", is_flag=True, help="Grade without hidden checks and references.")
def grade(  # noqa: PLR0913, PLR0917 - one parameter an option, passed by name
    submissions: tuple[Path, ...],
    out: Path | None,
    jobs: int | None,
    exercises: str | None,
    data: str | None,
    data_root: Path | None,
    download: bool,
    seed: int | None,
    layout: str | None,
    pattern: str | None,
    roster: Path | None,
    roster_encoding: str | None,
    dry_run: bool,
    as_json: bool,
    sandbox: str,
    cpu_seconds: float,
    wall_seconds: float,
    without_hidden: bool,
) -> int:
    """Grade SUBMISSIONS: folders or .zip files, one file or folder in them for each student.

    Deliveries of the usual systems (see --layout) are taken as they come, also inside another folder or zip. What is
    not understood is listed, and nothing is guessed: --dry-run shows how everything would be read.

    Exit codes: 0 everything was graded, 2 an option or a path is wrong, or the sandbox asked for cannot be had,
    3 a submission could not be graded because of an error of torchgrade (the same command tries it again),
    130 stopped.
    """
    plugins = Plugins()
    chosen = read_exercises(exercises, plugins)
    if not without_hidden:
        _require_solutions(chosen, plugins)
    name, root = choose_data(data, data_root, plugins)
    delivery = choose_delivery(
        layout=layout,
        pattern=pattern,
        roster=roster,
        roster_encoding=roster_encoding,
        submissions=submissions,
        plugins=plugins,
    )
    if as_json and not dry_run:
        raise UsageError("--json goes with --dry-run. The results of a run are in its results.jsonl.")
    if download and not dry_run:
        root = require_data(name, root, plugins, catalogue_for())
    if out is None and not dry_run:
        raise click.MissingParameter(param_hint="'--out'", param_type="option")
    try:
        if out is None or dry_run:
            _show(list_inputs(submissions, out, plugins, catalogue_for(), delivery), plugins, as_json=as_json)
            return ExitCode.OK
        order = Order(
            paths=submissions,
            out=out,
            delivery=delivery,
            jobs=jobs or usable_cores(),
            options=Options(
                exercises=chosen,
                data=name,
                data_root=root,
                seed=seed,
                sandbox=SandboxLevel(sandbox),
                limits=Limits(cpu_seconds=cpu_seconds, wall_seconds=wall_seconds),
                hidden_checks=not without_hidden,
            ),
        )
        return run(order, plugins)
    except UnsureError as error:
        raise settled(error, click.get_current_context(), catalogue_for()) from error


def run(order: Order, plugins: Plugins) -> int:
    """Grade a class with everything that a person sees of it; return the exit code."""
    screen = Screen()
    if order.options.sandbox is SandboxLevel.NONE:
        screen.line(NOT_ISOLATED)
    with show_progress() as watcher:
        summary = grade_class(order, plugins, watcher)
    write_summary(summary, screen)
    if summary.stopped:
        return INTERRUPTED
    errors = any(row_status(result) is RowStatus.ERROR for result in summary.results)
    return ExitCode.INTERNAL if errors or summary.left else ExitCode.OK


def usable_cores() -> int:
    """Return how many cores this process may use, which a container may have limited."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _show(listing: Listing, plugins: Plugins, *, as_json: bool) -> None:
    if as_json:
        print(listing_json(listing))
        return
    describe = {source.name: source.describe for source in plugins.gather("torchgrade_deliveries")}
    ListingText(catalogue_for(), describe, Screen()).write(listing)


def _require_solutions(exercises: tuple[str, ...], plugins: Plugins) -> None:
    solved = solutions(plugins)
    missing = [name for name in exercises if name not in solved]
    if missing:
        raise UsageError(
            f"No reference solution is installed for {', '.join(missing)}, so hidden checks would "
            "be missing. Install the course's solutions, or accept it with --without-hidden."
        )
