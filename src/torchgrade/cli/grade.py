"""``torchgrade grade``: a folder of submissions goes in, marks and pages come out."""

from __future__ import annotations

import math
import os
from pathlib import Path

import click

from torchgrade.cli.main import INTERRUPTED
from torchgrade.cli.options import choose_data, data_options, read_exercises
from torchgrade.cli.progress import show_progress
from torchgrade.cli.screen import Screen
from torchgrade.cli.summary import write_summary
from torchgrade.errors import ExitCode, UsageError
from torchgrade.grading.class_run import Order, grade_class, list_inputs
from torchgrade.grading.configuration import SEED_BITS, Options
from torchgrade.grading.outputs import catalogue_for
from torchgrade.model.exercises import Limits
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.showable import show_name
from torchgrade.plugins.manager import Plugins
from torchgrade.submissions.listing import Listing

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
    required=True,
    metavar="RUN",
    type=click.Path(path_type=Path),
    help="Folder for everything that the run writes; the same command goes on where it was.",
)
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Submissions at a time [one a core].")
@click.option("--exercises", metavar="A,B", help="Only these exercises or assignments [all].")
@data_options
@click.option(
    "--seed",
    type=click.IntRange(0, 2**SEED_BITS - 1),
    metavar="N",
    help="Repeat the inputs of another run [drawn anew for a new run].",
)
@click.option("--dry-run", is_flag=True, help="Show what would be graded, and grade nothing.")
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
    out: Path,
    jobs: int | None,
    exercises: str | None,
    data: str | None,
    data_root: Path | None,
    seed: int | None,
    dry_run: bool,
    sandbox: str,
    cpu_seconds: float,
    wall_seconds: float,
    without_hidden: bool,
) -> int:
    """Grade SUBMISSIONS: files, or folders of files and folders, one for each student.

    Exit codes: 0 everything was graded, 2 an option or a path is wrong, or the sandbox asked for cannot be had,
    3 a submission could not be graded because of an error of torchgrade (the same command tries it again),
    130 stopped.
    """
    plugins = Plugins()
    chosen = read_exercises(exercises, plugins)
    if not without_hidden:
        _require_solutions(chosen, plugins)
    name, root = choose_data(data, data_root, plugins)
    if dry_run:
        show_listing(list_inputs(submissions, out, plugins, catalogue_for()), Screen())
        return ExitCode.OK
    return run(
        Order(
            paths=submissions,
            out=out,
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
        ),
        plugins,
    )


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
    errors = any(result.points is None for result in summary.results)
    return ExitCode.INTERNAL if errors or summary.left else ExitCode.OK


def usable_cores() -> int:
    """Return how many cores this process may use, which a container may have limited."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def show_listing(listing: Listing, screen: Screen) -> None:
    """Write a line for each submission, and for each input that is none, with the reason."""
    rows = [
        (show_name(found.submission), ", ".join(show_name(file.name) for file in found.files))
        for found in listing.found
    ]
    width = max((len(name) for name, _ in rows), default=0)
    screen.line((f"Would be graded: {len(rows)}", "bold"))
    for name, files in rows:
        screen.line(f"{name:<{width}}  {files}", indent=2)
    screen.line((f"Not understood: {len(listing.not_understood)}", "bold"))
    for refused in listing.not_understood:
        screen.line(refused.note.message, indent=2)
    told = {id(refused.note) for refused in listing.not_understood}
    others = [note for note in listing.problems if id(note) not in told]
    if others:
        screen.line((f"To look at: {len(others)}", "bold"))
    for note in others:
        screen.line(note.message, indent=2)


def _require_solutions(exercises: tuple[str, ...], plugins: Plugins) -> None:
    solved = {source.exercise for source in plugins.gather("torchgrade_solutions")}
    missing = [name for name in exercises if name not in solved]
    if missing:
        raise UsageError(
            f"No reference solution is installed for {', '.join(missing)}, so hidden checks would "
            "be missing. Install the course's solutions, or accept it with --without-hidden."
        )
