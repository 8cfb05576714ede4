"""The hooks, and what each promises.

Each docstring says when it is called and in which process, what the built-in implementation
does, what each argument is, what the return means, and what happens if it raises.

Every process (the command, the bench; without fork the judge is its own bench) loads the same plugins, the built-in
one first, then the others by the names of their entry points. Hooks return names and resources
(:mod:`torchgrade.plugins.resources`); what they name is imported only where it is used. ``docs/hooks.md`` says the
same for whoever writes a plugin.
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
    ReaderSource,
    ReportSection,
    SolutionSource,
)

hookspec = pluggy.HookspecMarker(PROJECT)


@hookspec
def torchgrade_exercises() -> Sequence[CourseSource]:  # type: ignore[empty-body]
    """Name the courses that a plugin brings, with their exercises.

    Called once in the command and once in the bench, before anything is graded.
    The built-in plugin brings none.

    :return: one source a course; the lists of all plugins are joined, and an exercise that two courses
        define ends the command with exit code 3.
    If it raises, the command ends with exit code 3 and names the plugin.
    """


@hookspec
def torchgrade_solutions() -> Sequence[SolutionSource]:  # type: ignore[empty-body]
    """Name the reference solutions, hidden checks and reference curves that a plugin brings.

    Called once in the command and once in the bench; never in a worker.
    The built-in plugin brings none, and a student's installation has none.

    :return: one source an exercise; the first source that names an exercise counts. The ``bands`` of a
        source are read, or made, in the bench before the first submission, and only where hidden checks
        run: ``check`` and ``--without-hidden`` draw none.
    If it raises, the command ends with exit code 3 and names the plugin; so it does where a training of the
    reference fails, unless that says by a UsageError that the data set does not serve (exit code 2).
    """


@hookspec
def torchgrade_misconceptions() -> dict[str, str]:  # type: ignore[empty-body]
    """Name further diagnoses of exercises that another plugin brings.

    Called once in the bench, before anything is graded.
    The built-in plugin brings none; an exercise's own ``misconceptions.py`` needs no hook.

    :return: exercise id to a reference of a ``list[Misconception]`` (torchgrade.checking.diagnosis); added
        behind the exercise's own. Their sentences are the catalogues in the folder ``messages`` of the
        package that the reference begins with.
    If it raises, the command ends with exit code 3 and names the plugin.
    """


@hookspec
def torchgrade_datasets() -> Sequence[DatasetSource]:  # type: ignore[empty-body]
    """Name the data sets that trainings can use.

    Called once in the command and once in the bench, which loads the data set that the run names.
    The built-in plugin brings ``fashion-mnist``.

    :return: one source a data set; the first source of a name counts.
    If it raises, the command ends with exit code 3 and names the plugin.
    """


@hookspec
def torchgrade_readers() -> Sequence[ReaderSource]:  # type: ignore[empty-body]
    """Name the formats in which code is handed in.

    Called once in the command, where ``claims`` picks files by name, and once in the bench, whose judges
    call ``claims`` again and ``cells`` on the bytes.
    The built-in plugin brings ``python`` (.py), ``notebook`` (.ipynb), ``fences`` (.qmd, .Rmd), ``markdown`` (.md) and
    ``session``, which claims no file.

    :return: one source a format; the first that claims a name reads the file.
    If it raises, the command ends with exit code 3 and names the plugin.
    """


@hookspec
def torchgrade_deliveries() -> Sequence[DeliverySource]:  # type: ignore[empty-body]
    """Name the layouts in which folders of submissions are delivered.

    Called once in the command, before the submissions are listed.
    The built-in plugin brings ``blackboard``, ``brightspace``, ``autolab``, ``submitty``, ``aplus``, ``devilry``,
    ``canvas``, ``moodle``, ``gradescope``, ``nbgrader``, ``named`` (``学号_姓名``) and ``classroom``
    (``Name - title``).

    :return: one source a layout; the first that recognises the entries of a folder reads them, unless ``--layout``
        names another; the first source of a name counts.
    If it raises, the command ends with exit code 3 and names the plugin.
    """


@hookspec
def torchgrade_exporters() -> Sequence[ExporterSource]:  # type: ignore[empty-body]
    """Name the files that can be written from the results of a run.

    Called once in the command, when the files of a run are written.
    The built-in plugin brings ``results.jsonl`` and ``gradebook.csv``, which every run writes.

    :return: one source a file.
    If it raises, the command ends with exit code 3 and names the plugin; results already kept stay.
    """


@hookspec
def torchgrade_executors() -> Sequence[ExecutorSource]:  # type: ignore[empty-body]
    """Name the ways to run jobs.

    Called once in the command, when a class run starts.
    The built-in plugin brings ``local``: one zygote on this machine.

    :return: one source an executor; the first source of a name counts.
    If it raises, the command ends with exit code 3 and names the plugin.
    """


@hookspec
def torchgrade_report_sections() -> Sequence[ReportSection]:  # type: ignore[empty-body]
    """Name parts to add to the class page or to every student page.

    Called once in the command, when pages are written.
    The built-in plugin brings none: the pages' own parts are templates.

    :return: one source a section; they stand behind the built-in parts, in the order of the plugins.
    If it raises, the pages are written without its sections and the problems on the class page name the plugin; where
    only the ``render`` of a section raises, its page says which section is missing.
    """


@hookspec
def torchgrade_commands() -> Sequence[CommandSource]:  # type: ignore[empty-body]
    """Name further commands of the command line.

    Called once in the command, before the arguments are read.
    The built-in plugin brings ``check``, ``doctor``, ``grade``, ``hint``, ``list``, ``report``, ``reset``,
    ``start`` and ``watch``.

    :return: one source a command; the first source of a name counts.
    If it raises, the command ends with exit code 3 and names the plugin.
    """


@hookspec
def torchgrade_run_started(config: RunConfig, submissions: Sequence[str]) -> None:
    """Learn that a class run starts.

    Called in the command after the submissions were listed and before the first is graded; every time that the
    command goes on with the run.
    The built-in plugin does nothing.

    :param config: what the run keeps to its end.
    :param submissions: ids of the submissions that will be graded now; empty where all have a result.
    :return: nothing.
    If it raises, the run goes on and its problems name the plugin.
    """


@hookspec
def torchgrade_submission_graded(result: SubmissionResult) -> None:
    """Learn what became of one submission.

    Called in the command right after the result was kept.
    The built-in plugin does nothing.

    :param result: the record; changing it changes nothing that is kept.
    :return: nothing.
    If it raises, the run goes on and its problems name the plugin.
    """


@hookspec
def torchgrade_run_finished(config: RunConfig, results: Sequence[SubmissionResult]) -> None:
    """Learn that a class run ended.

    Called in the command after the last file of the run was written; not where the run was stopped by Ctrl-C.
    The built-in plugin does nothing.

    :param config: what the run kept to its end.
    :param results: every result of the run, sorted by id.
    :return: nothing.
    If it raises, the run's problems name the plugin; they stand in the command's output, and on the class page when it
    is written again.
    """
