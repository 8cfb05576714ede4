"""Grading again in the same run: only what a changed check, course or submission touches, or what the user names."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, structs

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.outline import outlines
from torchgrade.courses.solutions import require_solutions
from torchgrade.deliveries.installed import list_inputs
from torchgrade.deliveries.reading import Delivery
from torchgrade.errors import UsageError
from torchgrade.grading.class_run import Keeper, Watcher, keep_listing, sources_of
from torchgrade.grading.earlier import EarlierJobs
from torchgrade.grading.executors import Cluster, Making, make_executor
from torchgrade.grading.failures import Failures
from torchgrade.grading.jobs import notes_of
from torchgrade.grading.merging import Merging
from torchgrade.grading.news import News, news_of
from torchgrade.grading.outputs import changes_in, write_outputs
from torchgrade.grading.planning import Plan, make_plan
from torchgrade.grading.shards import part_of
from torchgrade.grading.store import Kept, Store
from torchgrade.model.changes import Change
from torchgrade.model.course import CourseInfo
from torchgrade.model.history import GradingKind
from torchgrade.model.phrases import listed
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.model.showable import show_name
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins

_MOST_TOLD = 5


class RegradeOrder(Struct, frozen=True, kw_only=True):
    """Request for one start of the command."""

    run: Path
    """The run folder."""
    paths: tuple[Path, ...]
    """Files and folders of submissions."""
    delivery: Delivery
    """How folders and archives are read."""
    asked: tuple[str, ...] = ()
    """Checks or exercises to grade again in any case."""
    students: tuple[str, ...] = ()
    """Ids, keys, numbers, accounts or addresses of the only students to grade again; all if empty."""
    exercises: tuple[str, ...] | None = None
    """Exercises of the run from now on; None to keep them."""
    data_root: str | None = None
    """Folder of the data set; None for the one that the run has kept."""
    jobs: int = 1
    """Number of submissions at a time."""
    executor: str = "local"
    """Name of the executor."""
    cluster: Cluster = Cluster()
    """Options of an executor that works on other machines."""
    languages: tuple[str, ...] = ("en",)
    """Languages of the pages, the main one first."""
    is_dry: bool = False
    """Whether to plan only, and to write nothing."""
    is_moved: bool = False
    """Whether the user named the paths, because the submissions are at another place than before."""


class Regraded(Struct, frozen=True, kw_only=True):
    """Outcome of one start of the command."""

    plan: Plan
    """What was to be graded again."""
    news: News
    """What is new in the course."""
    page: Path | None = None
    """Class page; None if nothing was written."""
    changes: tuple[Change, ...] = ()
    """Changes of the marks, by row of the gradebook."""
    results: Sequence[SubmissionResult] = ()
    """Brief form of every result of the run."""
    graded: int = 0
    """Number of submissions graded now."""
    stopped: bool = False
    """Whether the person at the keyboard stopped the command."""
    catalogue_packages: tuple[str, ...] = ()
    """Packages whose folders hold the catalogues of the exercises."""


def regrade(order: RegradeOrder, plugins: Plugins, watcher: Watcher) -> Regraded:
    """Grade again what is not up to date, keep the earlier results beside the new ones, and write the run's files.

    If everything is up to date, nothing is written. After an interruption the same command goes on.

    :raises UsageError: no run, a missing submission folder, or an unknown check or student.
    :raises CourseError: an exercise or a plugin breaks its contract.
    """
    catalogue = catalogue_for()
    with Store(order.run, writing=not order.is_dry) as store:
        before = kept_of(store)
        config = _configured(before.config, order, plugins)
        listing = list_inputs(order.paths, order.run, plugins, catalogue, order.delivery)
        make = Making(order.executor, order.jobs, order.cluster, watcher.noticed)
        with contextlib.closing(make_executor(make, config, plugins)) as executor:
            now = _settled(config, executor.course)
            mine = part_of(listing, config.shard)
            plan = make_plan(store, before, now.course, mine, order.asked, order.students)
            if order.is_moved:
                _require_all(plan, store, order.paths)
            news = news_of(before, now)
            packages = now.course.catalogue_packages
            if order.is_dry or (not plan.due and plan.interrupted is None):
                return Regraded(plan=plan, news=news, catalogue_packages=packages)
            generation = store.history.begin(GradingKind.REGRADE, plan.exercises(now.config.exercises), order.asked)
            store.keep_configuration(now)
            keep_listing(store, listing, sources_of(order.paths, order.delivery))
            watcher.planned(len(plan.due), 0)
            names = [one.found.submission for one in plan.due]
            failures = Failures(store.register, catalogue)
            failures.keep(plugins.tell("torchgrade_run_started", config=now.config, submissions=names))
            merging = Merging(executor, plan.due, notes_of(listing), catalogue, store.results().of)
            keep = Keeper(store, now, plugins, failures, watcher, generation, EarlierJobs(listing, store, catalogue))
            stopped = keep.run(merging, merging.requests())
        page = None
        if not stopped:
            page = write_outputs(store, plugins, order.languages)
            # Finished only now, because the same command writes the files after an interruption here.
            if keep.graded == len(plan.due):
                store.history.finish(generation)
            failures.keep(plugins.tell("torchgrade_run_finished", config=now.config, results=store.results()))
        return Regraded(
            plan=plan,
            news=news,
            page=page,
            changes=tuple(changes_in(store, generation.number)),
            results=store.briefs(),
            graded=keep.graded,
            stopped=stopped,
            catalogue_packages=packages,
        )


def _require_all(plan: Plan, store: Store, paths: Sequence[Path]) -> None:
    """Refuse another place that contains only a part of the class, because the rest would count as gone from then on.

    :raises UsageError: submissions that the run has are not there.
    """
    missing = sorted(set(plan.gone) - store.gone())
    if missing:
        places = listed(show_name(str(path)) for path in paths)
        names = listed(map(show_name, missing[:_MOST_TOLD]))
        raise UsageError(told("error.regrade.part", places=places, count=len(missing), names=names))


def kept_of(store: Store) -> Kept:
    """Return the configuration of a run.

    :raises UsageError: the run has no result yet.
    """
    kept = store.kept()
    if kept is None:
        raise UsageError(told("error.run.nothing_graded", name=show_name(str(store.folder))))
    return kept


def _configured(config: RunConfig, order: RegradeOrder, plugins: Plugins) -> RunConfig:
    chosen = config if order.exercises is None else structs.replace(config, exercises=order.exercises)
    if order.data_root is not None:
        chosen = structs.replace(chosen, data_root=order.data_root)
    if chosen.hidden_checks:
        # An exercise that the course has no longer needs no solution.
        installed = {outline.name for outline in outlines(plugins)}
        require_solutions(tuple(name for name in chosen.exercises if name in installed), plugins)
    return chosen


def _settled(config: RunConfig, course: CourseInfo) -> Kept:
    """Return what the run keeps from now on: without exercises that the course has no longer.

    :raises UsageError: no exercise is left.
    """
    present = tuple(exercise.exercise for exercise in course.exercises)
    if not present:
        raise UsageError(told("error.regrade.no_exercise"))
    return Kept(config=structs.replace(config, exercises=present), course=course)
