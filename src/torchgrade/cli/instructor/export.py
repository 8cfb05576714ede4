"""Command ``torchgrade export``: write marks and pages of a run in the form that an LMS takes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from torchgrade.cli.guess import closest, require_known
from torchgrade.cli.instructor.export_text import ExportText
from torchgrade.cli.language import language_option
from torchgrade.cli.screen import Screen
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.errors import CourseError, ExitCode, TorchgradeError, UsageError
from torchgrade.exports.doubles import settle
from torchgrade.exports.planned import ExportOptions, ExportOrder, Planned, Template, lost
from torchgrade.exports.writing import write_planned
from torchgrade.grading.outputs import read_rows, unwritable
from torchgrade.grading.shards import PART
from torchgrade.grading.store import Store
from torchgrade.grading.streams import ByName
from torchgrade.model.marks import Mark, marks_of
from torchgrade.model.phrases import phrase
from torchgrade.model.showable import show_name
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import ExporterSource, resolve

EXPORTS = "exports"
TEMPLATE_BYTES = 32 << 20
"""Largest size of a template."""


@click.command()
@click.argument("run", type=click.Path(path_type=Path), metavar="RUN")
@click.option("--to", metavar="NAME")
@click.option("--template", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--item", default="", metavar="NAME")
@click.option("--column", default="", metavar="HEADING")
@click.option("--out-of", type=click.FloatRange(0, 1e6, min_open=True), metavar="N")
@click.option("--overwrite", is_flag=True)
@click.option("--whole", is_flag=True)
@click.option(
    "--zip-mb", type=click.IntRange(1, 10_000), default=ExportOptions().zip_mb, show_default=True, metavar="N"
)
@click.option("--without", multiple=True, metavar="ID")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--partial", is_flag=True)
@click.option("--dry-run", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
@language_option
def export(  # noqa: PLR0913, PLR0917 - one parameter for each option, passed by name
    run: Path,
    to: str | None,
    template: Path | None,
    item: str,
    column: str,
    out_of: float | None,
    overwrite: bool,
    whole: bool,
    zip_mb: int,
    without: tuple[str, ...],
    out: Path | None,
    partial: bool,
    dry_run: bool,
    as_json: bool,
    lang: str,
) -> int:
    """Export marks and pages for an LMS."""
    plugins = Plugins()
    catalogue = catalogue_for(language=lang)
    text = ExportText(catalogue, Screen())
    sources = targets(plugins)
    if to is None:
        text.targets(list(sources.values()))
        return ExitCode.OK
    require_known(to, list(sources), "exporter")
    options = ExportOptions(item=item, column=column, out_of=out_of, overwrite=overwrite, whole=whole, zip_mb=zip_mb)
    with Store(run, writing=False) as store, store.steady():
        whole_order = read_order(store, options, template, lang)
        require_rows(without, whole_order.marks)
        for note in whole_order.rows.failures:
            if note.message_id == PART:
                # On stderr, because stdout may be read by a program.
                click.echo(catalogue.render(PART, note.values), err=True)
        settled = settle(whole_order.marks, without)
        order = msgspec.structs.replace(whole_order, marks=settled.marks)
        planned = make_plan(sources[to], order)
    losing = [*settled.conflicts, *lost(order, planned)]
    planned = msgspec.structs.replace(planned, rows=(*planned.rows, *settled.dropped, *settled.conflicts))
    if as_json:
        click.echo(msgspec.json.encode({"to": to, "rows": planned.rows, "unknown": planned.unknown}))
    else:
        text.plan(to, whole_order.marks, planned, losing)
    code = ExitCode.CHECK_FAILED if losing and not partial else ExitCode.OK
    if dry_run:
        return code
    if code is not ExitCode.OK:
        text.refused(len(losing))
        return code
    folder = run / EXPORTS / to if out is None else out
    try:
        written = write_planned(planned, folder, zip_mb)
    except OSError as error:
        raise unwritable(folder, error) from error
    if not as_json:
        text.written(written, folder, planned)
    return code


def targets(plugins: Plugins) -> dict[str, ExporterSource]:
    """Return the exporters that ``--to`` can name; of two with one name the first counts."""
    found: dict[str, ExporterSource] = {}
    for source in plugins.gather("torchgrade_exporters"):
        if source.plan:
            found.setdefault(source.name, source)
    return found


def read_order(store: Store, options: ExportOptions, template: Path | None, language: str) -> ExportOrder:
    """Return the order for the exporter, with all that it may read; it reads the results one at a time.

    :raises UsageError: the run has no results, or the template cannot be read.
    """
    rows = msgspec.structs.replace(read_rows(store), language=language)
    kept = store.kept()
    return ExportOrder(
        marks=tuple(marks_of(store.briefs(), rows)),
        results=ByName(store.results()),
        rows=rows,
        folder=store.folder,
        packages=kept.course.catalogue_packages if kept else (),
        options=options,
        template=None if template is None else read_template(template),
        environment=dict(os.environ),
    )


def read_template(path: Path) -> Template:
    """Return a template with its bytes.

    :raises UsageError: it cannot be read or is too large.
    """
    if path.is_dir():
        return Template(path=path)
    try:
        with path.open("rb") as file:
            data = file.read(TEMPLATE_BYTES + 1)
    except OSError as error:
        raise UsageError(
            told("error.export.template", name=show_name(str(path)), reason=str(error.strerror))
        ) from error
    if len(data) > TEMPLATE_BYTES:
        raise UsageError(told("error.export.template_large", name=show_name(str(path)), limit_mib=TEMPLATE_BYTES >> 20))
    return Template(path=path, data=data)


def require_rows(named: Sequence[str], marks: Sequence[Mark]) -> None:
    """Check the rows of ``--without``, because a mistyped one would be exported.

    :raises UsageError: the run has no row or submission of a name.
    """
    known = {name for mark in marks for name in (mark.key, mark.shown, mark.submission) if name}
    for name in named:
        if name not in known:
            guess = closest(name, known)
            hint = "" if guess is None else phrase("error.guess", name=show_name(guess))
            raise UsageError(told("error.export.without", name=show_name(name), guess=hint))


def make_plan(source: ExporterSource, order: ExportOrder) -> Planned:
    """Return the plan of an exporter.

    :raises UsageError: the order lacks what the exporter needs.
    :raises CourseError: the exporter of a plugin failed.
    """
    plan = resolve(source.plan)
    try:
        planned = plan(order)
    except TorchgradeError:
        raise
    except Exception as error:
        # The exception is the plugin's fault, so it must be named, not hidden.
        values = {"name": source.name, "export": source.plan, "reason": repr(error)}
        raise CourseError(told("error.plugin.exporter", **values)) from error
    if not isinstance(planned, Planned):
        raise CourseError(told("error.plugin.not_planned", name=source.name, type=type(planned).__name__))
    return planned
