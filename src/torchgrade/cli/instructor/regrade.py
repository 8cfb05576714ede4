"""Command ``torchgrade regrade``: grade again what a changed check, course or submission touches."""

from __future__ import annotations

from pathlib import Path

import click

from torchgrade.cli.instructor.delivery import FROM, choose_delivery, delivery_options, settled
from torchgrade.cli.instructor.executor import Chosen, executor_options
from torchgrade.cli.instructor.pages import languages_to_write
from torchgrade.cli.instructor.regrade_text import RegradeText
from torchgrade.cli.language import language_of, pages_language_option
from torchgrade.cli.main import INTERRUPTED
from torchgrade.cli.options import read_exercises
from torchgrade.cli.progress import show_progress
from torchgrade.cli.screen import Screen
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.deliveries.reading import Delivery
from torchgrade.deliveries.wrappers import UnsureError
from torchgrade.errors import ExitCode, UsageError
from torchgrade.grading.regrade import RegradeOrder, kept_of, regrade
from torchgrade.grading.store import Store
from torchgrade.model.files import path_of
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.people import Sources
from torchgrade.model.phrases import listed
from torchgrade.model.rows import RowStatus, row_status
from torchgrade.model.showable import show_name
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins


@click.command("regrade")
@click.argument("run", type=click.Path(path_type=Path), metavar="RUN")
@click.option("--check", "checks", multiple=True, metavar="ID")
@click.option("--students", multiple=True, metavar="A,B")
@click.option("--exercises", metavar="A,B")
@click.option(FROM, "places", multiple=True, type=click.Path(path_type=Path), metavar="PATH")
@delivery_options
@click.option("--data-root", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N")
@executor_options
@click.option("--dry-run", is_flag=True)
@pages_language_option
def regrade_run(  # noqa: PLR0913, PLR0917 - one parameter for each option, passed by name
    run: Path,
    checks: tuple[str, ...],
    students: tuple[str, ...],
    exercises: str | None,
    places: tuple[Path, ...],
    layout: str | None,
    pattern: str | None,
    roster: Path | None,
    roster_encoding: str | None,
    data_root: Path | None,
    jobs: int | None,
    executor: Chosen,
    dry_run: bool,
    lang: str,
) -> int:
    """Grade again, in the same run folder, what is not up to date."""
    context = click.get_current_context()
    plugins = Plugins()
    with Store(run, writing=False) as store:
        sandbox = kept_of(store).config.sandbox
        sources = store.register.sources()
    paths, delivery = _read_again(sources, places, plugins, layout, pattern, roster, roster_encoding)
    order = RegradeOrder(
        run=run,
        paths=paths,
        delivery=delivery,
        asked=_split(checks),
        students=students,
        exercises=None if exercises is None else read_exercises(exercises, None, plugins),
        data_root=None if data_root is None else str(data_root.absolute()),
        jobs=executor.jobs(jobs, plugins),
        executor=executor.executor,
        cluster=executor.cluster,
        languages=languages_to_write(lang, context, run),
        is_dry=dry_run,
        is_moved=bool(places),
    )
    catalogue = catalogue_for(language=language_of(context))
    screen = Screen()
    try:
        with show_progress(catalogue) as watcher:
            done = regrade(order, plugins, watcher)
    except UnsureError as error:
        raise settled(error, context, catalogue_for(language=language_of(context))) from error
    text = RegradeText(catalogue_for(done.catalogue_packages, language_of(context)), screen, run)
    text.write(done, is_dry=dry_run)
    if sandbox is SandboxLevel.NONE and done.graded:
        screen.line(catalogue.render("grade.not_isolated", {}))
    if done.stopped:
        return INTERRUPTED
    is_whole = done.page is None or done.graded == len(done.plan.due)
    errors = any(row_status(result) is RowStatus.ERROR for result in done.results)
    return ExitCode.INTERNAL if errors or not is_whole else ExitCode.OK


def _split(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of an option that may be repeated and may list several names."""
    return tuple(dict.fromkeys(name.strip() for text in names for name in text.split(",") if name.strip()))


def _read_again(
    sources: Sources | None,
    places: tuple[Path, ...],
    plugins: Plugins,
    layout: str | None,
    pattern: str | None,
    roster: Path | None,
    roster_encoding: str | None,
) -> tuple[tuple[Path, ...], Delivery]:
    """Return where the submissions are and how they are read: as the run recorded it, unless an option says otherwise.

    :raises UsageError: the run records no place, or the place is not there.
    """
    if sources is None and not places:
        raise UsageError(told("error.regrade.sources"))
    kept = sources or Sources(paths=())
    paths = places or tuple(map(path_of, kept.paths))
    if not places:
        missing = [show_name(str(path)) for path in paths if not path.exists()]
        if missing:
            raise UsageError(told("error.regrade.moved", places=listed(missing)))
    if layout is None and pattern is None:
        layout, pattern = kept.layout, kept.pattern
    if roster is None and kept.roster is not None:
        roster, roster_encoding = path_of(kept.roster), roster_encoding or kept.roster_encoding
    delivery = choose_delivery(
        layout=layout,
        pattern=pattern,
        roster=roster,
        roster_encoding=roster_encoding,
        submissions=paths,
        plugins=plugins,
    )
    return paths, delivery
