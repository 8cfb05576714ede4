"""The files of a run for people and machines, written from ``run.sqlite`` alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import structs

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.texts import read_statements
from torchgrade.errors import CourseError, TorchgradeError, UsageError
from torchgrade.exports.regrade import write_changes
from torchgrade.grading.shards import is_in, shard_note
from torchgrade.grading.storage import full, is_full
from torchgrade.grading.store import Store
from torchgrade.grading.streams import ByName, Results
from torchgrade.grading.views import Attempts, Deliveries, Gone, Groups, People
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.changes import Change, changes_of
from torchgrade.model.history import GradingKind
from torchgrade.model.phrases import listed
from torchgrade.model.results import Note, SubmissionResult
from torchgrade.model.rows import NOT_GRADED, NotUnderstood, RunRows
from torchgrade.model.runs import Shard
from torchgrade.model.showable import show_name
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import ExporterSource, ReportSection, resolve
from torchgrade.reports.written import LECTURE, written_languages


def read_rows(store: Store) -> RunRows:
    """Return the facts about a run that belong to no single result.

    :raises UsageError: the run contains no graded submission yet.
    """
    kept = store.kept()
    if kept is None:
        raise UsageError(told("error.run.nothing_graded", name=show_name(str(store.folder))))
    shard = kept.config.shard
    return RunRows(
        exercises=kept.course.exercises,
        not_understood=tuple(_not_understood(store, shard)),
        gone=Gone(store.source),
        groups=Groups(store.source),
        failures=(*shard_note(shard, People(store.source)), *store.register.problems()),
        enrolled=People(store.source),
        delivered=Deliveries(store.source),
        overrides=store.history.overrides(),
        generations=store.history.generations(),
        attempts=Attempts(store.source),
    )


def _not_understood(store: Store, shard: Shard | None) -> Iterator[NotUnderstood]:
    """Yield the inputs without a result, and the students whose submission is not graded yet.

    A submission of another shard is graded elsewhere.
    """
    groups = Groups(store.source)
    # A student who submitted once and removed the file already has a result, which reports that.
    known = {show_name(name) for submission in Gone(store.source) for name in groups.get(submission) or (submission,)}
    for one in store.register.not_understood():
        if not (one.is_absent and one.name in known):
            yield one
    note = catalogue_for().note(NOT_GRADED)
    # No student may vanish.
    for key, submission in store.register.ungraded():
        if is_in(shard, submission) and show_name(key) not in known:
            yield NotUnderstood(name=show_name(key), note=note, is_absent=True)


def changes_in(store: Store, generation: int) -> list[Change]:
    """Return the changes of the marks in one regrade, by row of the gradebook."""
    history = store.history
    return changes_of(history.results_before(generation), history.results_of(generation), read_rows(store))


def write_outputs(store: Store, plugins: Plugins, languages: Sequence[str] = ("en",)) -> Path:
    """Write the exports that every run has, and the pages; return the class page.

    :param languages: those of the pages, the main one first; notes in exports are in the main one.
    :raises CourseError: an exporter of a plugin failed, or a plugin breaks its contract.
    :raises UsageError: the run contains no graded submission yet, or its folder cannot be written.
    """
    # Imported here because `check` reads catalogues through this module and draws no page: jinja2 costs 0.1 s.
    from torchgrade.grading.pages import Pages
    from torchgrade.reports.write import write_pages

    with store.steady():
        rows, results = structs.replace(read_rows(store), language=languages[0]), store.results()
        for source in plugins.gather("torchgrade_exporters"):
            if source.always:
                _export(source, results, rows, store.folder)
        packages = _packages(store)
        sections, failures = _sections(plugins)
        rows = structs.replace(rows, failures=(*rows.failures, *failures))
        catalogues = [catalogue_for(packages, language) for language in languages]
        statements = {language: read_statements(packages, language) for language in languages}
        try:
            _write_regrade(store, results, rows, catalogues)
            with Pages(store.folder) as records:
                page = write_pages(results, rows, store.folder, catalogues, sections, statements, records)
        except OSError as error:
            raise unwritable(store.folder, error) from error
    if written_languages(store.folder, LECTURE):
        # A page with pseudonyms that is there shows the same marks as the others.
        write_lecture_page(store, languages)
    return page


def write_lecture_page(store: Store, languages: Sequence[str] = ("en",)) -> Path:
    """Write the class page with pseudonyms, which a lecture may see; return it.

    :param languages: those of the page, the main one first.
    :raises UsageError: the run contains no graded submission yet, or its folder cannot be written.
    """
    from torchgrade.reports.write import write_lecture

    key = store.pseudonym_key()
    with store.steady():
        catalogues = [catalogue_for(_packages(store), language) for language in languages]
        try:
            return write_lecture(store.briefs(), read_rows(store), store.folder, catalogues, key)
        except OSError as error:
            raise unwritable(store.folder, error) from error


def _packages(store: Store) -> tuple[str, ...]:
    kept = store.kept()
    return kept.course.catalogue_packages if kept else ()


def _write_regrade(store: Store, results: Results, rows: RunRows, catalogues: Sequence[Catalogue]) -> None:
    """Write the page and the table of the last regrade, if there is one."""
    from torchgrade.reports.write_regrade import write_regrade

    regrades = [one for one in rows.generations if one.kind is GradingKind.REGRADE]
    if regrades:
        changes = changes_in(store, regrades[-1].number)
        write_changes(changes, store.folder)
        write_regrade(changes, regrades[-1], rows, ByName(results), store.folder, catalogues)


def _sections(plugins: Plugins) -> tuple[list[ReportSection], list[Note]]:
    """Return the plugins' sections of pages, and a note for each failed plugin or section without a page."""
    from torchgrade.reports.write import PAGES

    catalogue = catalogue_for()
    sections, failures = plugins.gather_what_works("torchgrade_report_sections")
    notes = [catalogue.note("run.plugin", failure=failure.phrase) for failure in failures]
    notes += [
        catalogue.note("run.section", name=show_name(one.name), page=show_name(one.page), pages=listed(PAGES))
        for one in sections
        if one.page not in PAGES
    ]
    return sections, notes


def _export(source: ExporterSource, results: Sequence[SubmissionResult], rows: RunRows, place: Path) -> None:
    export = resolve(source.export)
    try:
        export(results, rows, place)
    except OSError as error:
        raise unwritable(place, error) from error
    except Exception as error:
        # The exception is the plugin's fault, so it must be named, not hidden.
        values = {"name": source.name, "export": source.export, "reason": repr(error)}
        raise CourseError(told("error.plugin.exporter", **values)) from error


def unwritable(place: Path, error: OSError) -> TorchgradeError:
    """Return the error for a file that cannot be written."""
    if is_full(error):
        return full(place)
    name = show_name(error.filename if isinstance(error.filename, str) else str(place))
    return UsageError(told("error.run.unwritable", name=name, reason=error.strerror))
