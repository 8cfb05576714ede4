"""A class run as a list of plain functions: list, plan, grade and keep, write."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct, structs

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.deliveries.found import Found, Listing, storable
from torchgrade.deliveries.installed import list_inputs
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.deliveries.reading import Delivery
from torchgrade.errors import UsageError
from torchgrade.grading.configuration import Options, choose, compare_environments, job_key
from torchgrade.grading.earlier import EarlierJobs
from torchgrade.grading.executors import Cluster, Executor, Making, make_executor
from torchgrade.grading.failures import Failures
from torchgrade.grading.jobs import make_jobs, notes_of, still_to_do
from torchgrade.grading.outputs import read_rows, write_outputs
from torchgrade.grading.shards import part_of
from torchgrade.grading.store import Kept, Made, Store
from torchgrade.model.files import path_text
from torchgrade.model.history import Generation, GradingKind
from torchgrade.model.people import Delivered, Enrolled, Person, Sources
from torchgrade.model.phrases import Phrase, listed, phrase
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import NotUnderstood, RunRows
from torchgrade.model.showable import show_name
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins


class Order(Struct, frozen=True, kw_only=True):
    """Request for one start of the command."""

    paths: tuple[Path, ...]
    """Files and folders of submissions."""
    out: Path
    """The run folder."""
    options: Options
    """Options of the grading."""
    delivery: Delivery | None = None
    """How folders and archives are read; None for plain folders."""
    jobs: int = 1
    """Number of submissions at a time."""
    executor: str = "local"
    """Name of the executor."""
    cluster: Cluster = Cluster()
    """Options of an executor that works on other machines."""
    languages: tuple[str, ...] = ("en",)
    """Languages of the pages, the main one first."""


class Watcher(Protocol):
    """Receiver of the progress of a class run."""

    def planned(self, total: int, kept: int) -> None:
        """Receive the number of submissions, and how many of them have a result already."""

    def graded(self, result: SubmissionResult) -> None:
        """Receive a result that was kept."""

    def noticed(self, words: Phrase) -> None:
        """Receive a sentence about the run itself, such as that no machine is there to grade."""


class Summary(Struct, frozen=True, kw_only=True):
    """Outcome of one start of the command."""

    folder: Path
    """The run folder."""
    page: Path | None
    """Class page; None if the run was stopped before it was written."""
    results: Sequence[SubmissionResult]
    """Brief form of every result of the run, sorted by id."""
    rows: RunRows
    """Facts about the run that belong to no single result."""
    graded: int
    """Number of submissions graded now."""
    left: int
    """Number of submissions and earlier attempts still to grade."""
    stopped: bool
    """Whether the person at the keyboard stopped the run."""
    catalogue_packages: tuple[str, ...] = ()
    """Packages whose folders hold the catalogues of the exercises."""
    earlier: int = 0
    """Number of earlier attempts graded now."""


def grade_class(order: Order, plugins: Plugins, watcher: Watcher) -> Summary:
    """Grade the remaining submissions, keep each result as soon as it is known, and write the run's files.

    After Ctrl-C the known results are kept, and no file but ``run.sqlite`` is written.

    :raises UsageError: nothing to grade, a folder that cannot be the run's, or another configuration.
    :raises CourseError: an exercise or a plugin breaks its contract.
    """
    catalogue = catalogue_for()
    listing = list_inputs(order.paths, order.out, plugins, catalogue, order.delivery)
    if not listing.found:
        raise UsageError(_nothing_to_grade(order.paths, listing))
    with Store(order.out, writing=True) as store:
        config = choose(order.options, store.kept(), order.out)
        make = Making(order.executor, order.jobs, order.cluster, watcher.noticed)
        with contextlib.closing(make_executor(make, config, plugins)) as executor:
            kept = _settle(store, Kept(config=config, course=executor.course))
            # The register has the whole class, so that a merge knows which submissions of other shards are missing.
            mine = part_of(listing, config.shard)
            todo = still_to_do(mine.found, store, kept, catalogue)
            keep_listing(store, listing, sources_of(order.paths, order.delivery))
            earlier = EarlierJobs(mine, store, catalogue)
            watcher.planned(len(mine.found) + len(earlier), len(mine.found) - len(todo))
            # The attempts that count are first, because a stopped run should have the marks.
            jobs = itertools.chain(make_jobs(todo, catalogue, notes_of(mine)), earlier.requests())
            names = [one.submission for one in todo]
            failures = Failures(store.register, catalogue)
            failures.keep(plugins.tell("torchgrade_run_started", config=config, submissions=names))
            generation = store.history.begin(GradingKind.GRADE) if todo or earlier else None
            keep = Keeper(store, kept, plugins, failures, watcher, generation, earlier)
            stopped = generation is not None and keep.run(executor, jobs)
        page = None
        if not stopped:
            # A command that was killed after its last result left its grading unfinished.
            open_one = generation or store.history.interrupted(GradingKind.GRADE)
            if open_one is not None and keep.graded + keep.earlier == len(todo) + len(earlier):
                store.history.finish(open_one)
            page = write_outputs(store, plugins, order.languages)
            failures.keep(plugins.tell("torchgrade_run_finished", config=config, results=store.results()))
        return Summary(
            folder=order.out,
            page=page,
            results=store.briefs(),
            rows=read_rows(store),
            graded=keep.graded,
            earlier=keep.earlier,
            left=len(todo) + len(earlier) - keep.graded - keep.earlier,
            stopped=stopped,
            catalogue_packages=kept.course.catalogue_packages,
        )


def _nothing_to_grade(paths: Sequence[Path], listing: Listing) -> str:
    where = listed(show_name(str(path)) for path in paths)
    reasons = [one.note.phrase for one in listing.not_understood[:5]]
    return told(
        "error.several", sentences=listed([phrase("error.listing.nothing", places=where), *reasons], "sentence")
    )


def _settle(store: Store, now: Kept) -> Kept:
    """Keep the configuration at the first start. At later starts, check that the run still has the same one."""
    before = store.kept()
    if before is None:
        store.keep_configuration(now)
    else:
        compare_environments(before.course.environment, now.course.environment, store.folder)
    return now


def sources_of(paths: Sequence[Path], delivery: Delivery | None) -> Sources:
    """Return the places that a command reads, as ``regrade`` finds them from any folder."""
    delivery = delivery or Delivery()
    return Sources(
        paths=tuple(map(path_text, paths)),
        layout=delivery.layout,
        pattern=None if delivery.pattern is None else delivery.pattern.text,
        roster=None if delivery.roster_file is None else path_text(delivery.roster_file),
        roster_encoding=delivery.roster_encoding,
    )


def keep_listing(store: Store, listing: Listing, sources: Sources) -> None:
    """Write the submissions and people of this start of a command, and the places from which they were read."""
    refused = [NotUnderstood(name=one.name, note=one.note) for one in listing.not_understood]
    refused += [NotUnderstood(name=one.name, note=one.note, is_absent=True) for one in listing.absent]
    groups = {one.submission: one.members for one in listing.found if one.members}
    store.register.keep_listing([one.submission for one in listing.found], refused, listing.notes, groups)
    enrolled = [student for one in listing.found for student in _enrolled(one)]
    enrolled += [
        Enrolled(key=one.name, person=one.people[0] if one.people else Person(), is_listed=True)
        for one in listing.absent
    ]
    delivered = [
        Delivered(
            submission=one.submission,
            layout=one.layout,
            entries=tuple(map(storable, one.entries)),
            is_late=one.is_late,
        )
        for one in listing.found
    ]
    store.register.keep_people(enrolled, delivered, sources)


def _enrolled(found: Found) -> list[Enrolled]:
    """Return the rows of a submission, each with the id of the submission."""
    known = {one.key: structs.replace(one, person=_storable(one.person)) for one in found.enrolled}
    if not found.members:
        # The id may differ from the key, because a second submission of one student has a suffix.
        one = next(iter(known.values()), Enrolled(key=found.submission))
        return [structs.replace(one, key=found.submission, submission=found.submission)]
    return [structs.replace(known.get(key, Enrolled(key=key)), submission=found.submission) for key in found.members]


def _storable(person: Person) -> Person:
    """Return a person whose texts a record can contain, because a delivery's names may not be UTF-8."""
    return Person(**{field: storable(text) for field, text in structs.asdict(person).items()})


class Keeper:
    """Keeper of each result, as soon as it is known. It then tells the plugins and the watcher."""

    def __init__(
        self,
        store: Store,
        kept: Kept,
        plugins: Plugins,
        failures: Failures,
        watcher: Watcher,
        generation: Generation | None,
        attempts: EarlierJobs,
    ) -> None:
        self.graded = 0
        self.earlier = 0
        self._attempts = attempts
        self._generation = 1 if generation is None else generation.number
        self._store = store
        self._kept = kept
        self._plugins = plugins
        self._failures = failures
        self._watcher = watcher

    def run(self, executor: Executor, jobs: Iterator[JudgeRequest]) -> bool:
        """Grade jobs. Return whether the person at the keyboard stopped the run."""
        try:
            for request, result in executor.run(jobs):
                self._keep(request, result)
        except KeyboardInterrupt:
            return True
        return False

    def _keep(self, request: JudgeRequest, result: SubmissionResult) -> None:
        kept = self._kept
        key = job_key(request.digest, kept.config, kept.course.environment)
        attempt = self._attempts.of(request)
        made = Made(
            generation=self._generation,
            digest=request.digest,
            at=self._attempts.at(request.submission) if attempt is None else attempt.at,
            versions=kept.course.digests,
        )
        if attempt is not None:
            # Tell no plugin, because a plugin may take the result for the mark of the submission.
            generation = made.generation if attempt.generation is None else attempt.generation
            self._store.keep_earlier(key, result, structs.replace(made, generation=generation), attempt.number)
            self.earlier += 1
            # The number of the attempt shows that these points are not the mark.
            self._watcher.graded(structs.replace(result, submission=f"{result.submission} #{attempt.number}"))
            return
        self._store.keep(key, result, made)
        self.graded += 1
        self._failures.keep(self._plugins.tell("torchgrade_submission_graded", result=result))
        self._watcher.graded(result)
