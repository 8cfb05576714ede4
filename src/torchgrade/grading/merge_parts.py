"""One run that is joined with others, and its results on their way into the merged run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec
from msgspec import Struct, structs

from torchgrade.errors import UsageError
from torchgrade.grading.history import EarlierRow
from torchgrade.grading.joining import Registered
from torchgrade.grading.kept_rows import KeptRow
from torchgrade.grading.storage import storage_error
from torchgrade.grading.store import Kept, Made, Store
from torchgrade.model.history import Attempt, Generation
from torchgrade.model.kept import digest
from torchgrade.model.phrases import Value, listed
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import Shard
from torchgrade.model.showable import show_name
from torchgrade.model.told import told

_MOST_NAMED = 5
_Read = TypeVar("_Read")


class Part(Struct, frozen=True, kw_only=True):
    """A run that is joined with others."""

    store: Store
    """The opened run."""
    kept: Kept
    """Configuration and course of the run."""
    has_results: bool
    """Whether the run has a result. A shard without a submission has none, and a regrade leaves it as it was."""

    @property
    def shard(self) -> Shard | None:
        """Part of the class that the run grades; None for all of its listing."""
        return self.kept.config.shard

    @property
    def shown(self) -> str:
        """Folder of the run, safe to show."""
        return show_name(str(self.store.folder))

    def records(self) -> list[tuple[Generation, bool]]:
        """Return the gradings of the run, each with whether it was completed."""
        return self.store.history.records()

    def registered(self) -> Registered:
        """Return the register of the run."""
        register = self.store.register
        return Registered(
            enrolled=register.enrolled(),
            delivered=register.delivered(),
            groups=register.groups(),
            not_understood=register.not_understood(),
            problems=register.problems(),
            sources=register.sources(),
        )


class Taking:
    """Results and earlier results of one run on their way into the merged run."""

    def __init__(
        self, everyone: Sequence[Part], owners: dict[str, int], place: int, numbers: Mapping[int, int]
    ) -> None:
        """Prepare to take the results of ``everyone[place]`` into ``everyone[0]``.

        :param owners: place of the run of each result that the merged run has; results taken now are added.
        :param numbers: number in the merged run of each grading of the part.
        """
        self._everyone, self._owners, self._place, self._numbers = everyone, owners, place, numbers
        self._into, self._part = everyone[0].store, everyone[place]
        self._looked_up: set[str] = set()
        # Digests, because the earlier results of a whole class may be many.
        self._there: set[str] = set()

    def take(self) -> None:
        """Take every result, one at a time.

        :raises UsageError: another run has another result of the same submission.
        """
        differing: dict[int, list[str]] = {}
        for row in _read(self._part, self._part.store.rows):
            name = row.result.submission
            there = self._into.rows.of(name)
            if there is None or self._is_later(row, there):
                number = self._number(row.generation)
                made = Made(generation=number, digest=row.digest, at=row.at, versions=row.versions)
                self._into.keep(row.key, row.result, made)
                self._owners[name] = self._place
            elif not self._is_known(row, there):
                differing.setdefault(self._owners[name], []).append(name)
        if differing:
            place, names = next(iter(differing.items()))
            raise self._conflict(self._everyone[place], names)
        for earlier in _read(self._part, self._part.store.history.rows()):
            self._keep_earlier(earlier)

    def _is_later(self, row: KeptRow, there: KeptRow) -> bool:
        """Return whether a result replaces the one in the merged run: the run graded the submission again since."""
        if there.result.points is None:
            return row.result.points is not None
        return not _is_same(row, there) and _had(self._part.store, there)

    def _is_known(self, row: KeptRow, there: KeptRow) -> bool:
        """Return whether the merged run lacks nothing: it has the result, or had it. An error of ours adds nothing."""
        return row.result.points is None or _is_same(row, there) or _had(self._into, row)

    def _conflict(self, other: Part, names: Sequence[str]) -> UsageError:
        some = listed(map(show_name, names[:_MOST_NAMED]))
        values: dict[str, Value] = {"name": self._part.shown, "other": other.shown, "count": len(names), "names": some}
        return UsageError(told("error.merge.overlap", **values))

    def _keep_earlier(self, row: EarlierRow) -> None:
        attempt = structs.replace(row.attempt, generation=self._number(row.attempt.generation))
        new = structs.replace(row, generation=self._number(row.generation), attempt=attempt)
        if attempt.submission not in self._looked_up:
            self._looked_up.add(attempt.submission)
            self._there.update(_digest(*known) for known in self._into.history.places_of(attempt.submission))
        this = _digest(new.generation, new.key, attempt)
        if this not in self._there:
            self._there.add(this)
            self._into.history.keep(new)

    def _number(self, generation: int) -> int:
        return self._numbers.get(generation, generation)


def _read(part: Part, rows: Iterable[_Read]) -> Iterator[_Read]:
    """Yield rows of a run. An error of its database names this run, because the merged one is open as well.

    :raises UsageError: a row is damaged.
    """
    try:
        yield from rows
    except sqlite3.Error as error:
        raise storage_error(part.store.folder, error, part.store.count) or error from error
    except msgspec.DecodeError as error:
        raise UsageError(told("error.merge.damaged", name=part.shown, reason=str(error))) from error


def _digest(generation: int, key: str, attempt: Attempt) -> str:
    """Return a short text that two earlier results have in common only if they are the same."""
    return digest(msgspec.json.encode((generation, key, attempt)))


def _is_same(one: KeptRow, other: KeptRow) -> bool:
    """Return whether two results of one submission are about the same files and differ in their seconds at most."""
    return one.digest == other.digest and _timeless(one.result) == _timeless(other.result)


def _had(store: Store, row: KeptRow) -> bool:
    """Return whether a result is one of the earlier results of a run."""
    digest, result = row.digest, _timeless(row.result)
    earlier = store.history.rows(row.result.submission)
    return any(one.attempt.digest == digest and _timeless(one.result) == result for one in earlier)


def _timeless(result: SubmissionResult) -> SubmissionResult:
    return structs.replace(result, seconds=0.0)
