"""The hooks, and the promises of each hook.

Each docstring states when the hook is called and in which process, and the built-in implementation. It also states the
meaning of each argument and of the return value, and the effect of an exception.

Every process (the command, the bench; without fork the judge is its own bench) loads the same plugins. The built-in
one is first, then the others follow by the names of their entry points. Hooks return names and resources
(:mod:`torchgrade.plugins.resources`). The named objects are imported only when they are used. ``docs/hooks.md`` gives
the same promises to authors of plugins.
"""

from __future__ import annotations

from collections.abc import Sequence

import pluggy

from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.plugins import PROJECT
from torchgrade.plugins.resources import (
    CommandSource,
    CourseSource,
    DatasetSource,
    DeliverySource,
    ExecutorSource,
    ExporterSource,
    LanguageSource,
    ReaderSource,
    ReportSection,
    SolutionSource,
)

hookspec = pluggy.HookspecMarker(PROJECT)


@hookspec
def torchgrade_exercises() -> Sequence[CourseSource]:  # type: ignore[empty-body]
    """Name the courses that a plugin adds, with their exercises.

    Called once in the command and once in the bench, before anything is graded.

    The built-in plugin adds no course.

    :return: one source per course. The lists of all plugins are joined. An exercise that two courses define ends the
        command with exit code 3.

    If it raises, the command ends with exit code 3 and names the plugin.
    """


@hookspec
def torchgrade_solutions() -> Sequence[SolutionSource]:  # type: ignore[empty-body]
    """Name the reference solutions, hidden checks and reference curves that a plugin adds.

    Called once in the command and once in the bench; never in a worker.

    The built-in plugin adds no solution, and a student's installation has none.

    :return: one source per exercise; the first source that names an exercise counts. The bench reads or
        makes the ``bands`` of a source before the first submission, and only if hidden checks run. ``check`` and
        ``--without-hidden`` draw no bands.

    If it raises, the command ends with exit code 3 and names the plugin. A failed training of the reference has the
    same effect. But a UsageError, for a data set that cannot be used, ends the command with exit code 2.
    """


@hookspec
def torchgrade_misconceptions() -> dict[str, str]:  # type: ignore[empty-body]
    """Name further diagnoses of exercises that another plugin adds.

    Called once in the bench, before anything is graded.

    The built-in plugin adds no diagnosis; an exercise's own ``misconceptions.py`` needs no hook.

    :return: exercise id to a reference of a ``list[Misconception]`` (torchgrade.checking.diagnosis); added after the
        exercise's own. Their sentences are the catalogues in the folder ``messages`` of the package at the beginning of
        the reference.

    If it raises, the command ends with exit code 3 and names the plugin.
    """


@hookspec
def torchgrade_datasets() -> Sequence[DatasetSource]:  # type: ignore[empty-body]
    """Name the data sets that trainings can use.

    Called once in the command and once in the bench, which loads the data set that the run names.

    The built-in plugin adds ``fashion-mnist``.

    :return: one source per data set; the first source of a name counts.

    If it raises, the command ends with exit code 3 and names the plugin.
    """


@hookspec
def torchgrade_readers() -> Sequence[ReaderSource]:  # type: ignore[empty-body]
    """Name the formats in which code is submitted.

    Called once in the command, where ``claims`` selects files by name, and once in the bench, whose judges call
    ``claims`` again and ``cells`` on the bytes.

    The built-in plugin adds ``python`` (.py), ``notebook`` (.ipynb), ``fences`` (.qmd, .Rmd), ``markdown`` (.md) and
    ``session``, which claims no file.

    :return: one source per format; the first that claims a name reads the file.

    If it raises, the command ends with exit code 3 and names the plugin.
    """


@hookspec
def torchgrade_deliveries() -> Sequence[DeliverySource]:  # type: ignore[empty-body]
    """Name the layouts in which folders of submissions are delivered.

    Called once in the command, before the submissions are listed.

    The built-in plugin adds ``blackboard``, ``brightspace``, ``autolab``, ``submitty``, ``aplus``, ``devilry``,
    ``canvas``, ``moodle``, ``gradescope``, ``nbgrader``, ``named`` (``学号_姓名``) and ``classroom``
    (``Name - title``).

    :return: one source per layout; the first that recognises the entries of a folder reads them, unless ``--layout``
        names another. The first source of a name counts.

    If it raises, the command ends with exit code 3 and names the plugin.
    """


@hookspec
def torchgrade_exporters() -> Sequence[ExporterSource]:  # type: ignore[empty-body]
    """Name the files that can be written from the results of a run.

    Called once in the command, when the files of a run are written or exported.

    The built-in plugin adds ``results.jsonl`` and ``gradebook.csv``, which every run writes, and the targets of
    ``torchgrade export``.

    :return: one source per file.

    If it raises, the command ends with exit code 3 and names the plugin; results already kept stay.
    """


@hookspec
def torchgrade_languages() -> Sequence[LanguageSource]:  # type: ignore[empty-body]
    """Name the languages that a plugin adds to English and Chinese.

    Called in each command, before its arguments are read.

    The built-in plugin adds none: English and Chinese are always there.

    :return: one source per language; the first source of a code counts. English fills the gaps of its catalogues.

    If it raises, the language is not known. ``doctor`` names the plugin.
    """


@hookspec
def torchgrade_executors() -> Sequence[ExecutorSource]:  # type: ignore[empty-body]
    """Name the ways to run jobs.

    Called once in the command, when a class run starts.

    The built-in plugin adds ``local``, one zygote on this machine, and ``dask``, one on each worker of a cluster.

    :return: one source per executor; the first source of a name counts.

    If it raises, the command ends with exit code 3 and names the plugin.
    """


@hookspec
def torchgrade_report_sections() -> Sequence[ReportSection]:  # type: ignore[empty-body]
    """Name parts to add to the class page or to every student page.

    Called once in the command, when pages are written.

    The built-in plugin adds no section: the pages' own parts are templates.

    :return: one source per section. Sections follow the built-in parts, in the order of the plugins.

    If it raises, the pages are written without its sections, and the problems on the class page name the plugin. If
    only the ``render`` of a section raises, its page names the missing section.
    """


@hookspec
def torchgrade_commands() -> Sequence[CommandSource]:  # type: ignore[empty-body]
    """Name further commands of the command line.

    Called once in the command, before the arguments are read.

    The built-in plugin adds ``audit``, ``check``, ``config``, ``doctor``, ``grade``, ``hint``, ``list``, ``new``,
    ``report``, ``reset``, ``start`` and ``watch``.

    :return: one source per command; the first source of a name counts.

    If it raises, the command ends with exit code 3 and names the plugin.
    """


@hookspec
def torchgrade_run_started(config: RunConfig, submissions: Sequence[str]) -> None:
    """Handle the start of a class run.

    Called in the command after the submissions were listed and before the first is graded; every time that the command
    continues the run.

    The built-in plugin does nothing.

    :param config: configuration that the run keeps to its end.
    :param submissions: ids of the submissions that will be graded now; empty if all have a result.
    :return: nothing.

    If it raises, the run continues and its problems name the plugin.
    """


@hookspec
def torchgrade_submission_graded(result: SubmissionResult) -> None:
    """Handle the result of one submission.

    Called in the command right after the result was kept.

    The built-in plugin does nothing.

    :param result: the record; a change to it does not change the kept result.
    :return: nothing.

    If it raises, the run continues and its problems name the plugin.
    """


@hookspec
def torchgrade_run_finished(config: RunConfig, results: Sequence[SubmissionResult]) -> None:
    """Handle the end of a class run.

    Called in the command after the last file of the run was written; not if Ctrl-C stopped the run.

    The built-in plugin does nothing.

    :param config: configuration that the run kept to its end.
    :param results: every result of the run, sorted by id. Each pass reads them from the run, one after another.
    :return: nothing.

    If it raises, the run's problems name the plugin. The command prints them, and the class page shows them when it is
    written again.
    """
