"""People of a class, and the deliveries of their submissions, as the LMS and the roster name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol, runtime_checkable

from msgspec import Struct


class Person(Struct, frozen=True, kw_only=True):
    """One student, as far as the delivery or the roster shows it; every field may be empty."""

    name: str = ""
    """Full name, as written in the delivery or the roster."""
    number: str = ""
    """Student number."""
    login: str = ""
    """Account."""
    email: str = ""
    """Address."""
    lms: str = ""
    """Number of the person in the LMS."""
    section: str = ""
    """Section, class or tutorial group of the roster."""

    @property
    def is_known(self) -> bool:
        """Whether any field identifies the person; a section alone does not."""
        return any((self.name, self.number, self.login, self.email, self.lms))


class Enrolled(Struct, frozen=True, kw_only=True):
    """One row of the gradebook: a student of the roster, or the student of a submission."""

    key: str
    """Key of the row, which is the id of the submission unless a group submitted it."""
    submission: str = ""
    """Id of the submission; empty if the student submitted nothing."""
    person: Person = Person()
    """Student of the row."""
    is_listed: bool = False
    """Whether the roster has the student."""


class Delivered(Struct, frozen=True, kw_only=True):
    """Names under which the LMS delivered a submission."""

    submission: str
    """Id of the submission."""
    layout: str = ""
    """Name of the layout, ``canvas``; empty for a plain file or folder."""
    entries: tuple[str, ...] = ()
    """Names of its files or folders in the delivery, ``lilei_90017_551234_softmax.py``."""
    is_late: bool = False
    """Whether the delivery marks the submission as late."""


class Sources(Struct, frozen=True, kw_only=True):
    """Places from which a run read its submissions, so that ``regrade`` can read them again."""

    paths: tuple[str, ...]
    """Absolute paths of files, folders and archives, as :func:`torchgrade.model.files.path_text` writes them."""
    layout: str | None = None
    """Layout that the user named."""
    pattern: str | None = None
    """Pattern that the user named."""
    roster: str | None = None
    """Absolute path of the roster, in the same form."""
    roster_encoding: str | None = None
    """Encoding that the user named."""


@runtime_checkable
class Roster(Protocol):
    """Students of a class, found by their key or their submission."""

    def by_key(self, key: str, /) -> Enrolled | None:
        """Return the last row with this key; None if there is none."""

    def of(self, submission: str, /) -> Sequence[Enrolled]:
        """Return the rows of a submission, in their order."""


class _Listed:
    """Roster of a few students."""

    def __init__(self, enrolled: Iterable[Enrolled]) -> None:
        self._by_key: dict[str, Enrolled] = {}
        self._of: dict[str, list[Enrolled]] = {}
        for one in enrolled:
            self._by_key[one.key] = one
            self._of.setdefault(one.submission, []).append(one)

    def by_key(self, key: str) -> Enrolled | None:
        return self._by_key.get(key)

    def of(self, submission: str) -> Sequence[Enrolled]:
        return self._of.get(submission, ())


def roster(enrolled: Sequence[Enrolled]) -> Roster:
    """Return the roster of the students of a run: the students themselves if they come from the run's database."""
    return enrolled if isinstance(enrolled, Roster) else _Listed(enrolled)


@runtime_checkable
class DeliveredNames(Protocol):
    """Names of submissions in their deliveries, found by the submission."""

    def of(self, submission: str, /) -> Delivered | None:
        """Return the names of a submission; None if they are not known."""


class _ListedNames:
    """Names of a few submissions."""

    def __init__(self, delivered: Iterable[Delivered]) -> None:
        self._of: Mapping[str, Delivered] = {one.submission: one for one in delivered}

    def of(self, submission: str) -> Delivered | None:
        return self._of.get(submission)


def delivered_names(delivered: Sequence[Delivered]) -> DeliveredNames:
    """Return the names of the submissions of a run, as :func:`roster` does."""
    return delivered if isinstance(delivered, DeliveredNames) else _ListedNames(delivered)


@runtime_checkable
class GroupsByMember(Protocol):
    """Groups of a class, found by their members."""

    def by_member(self) -> Iterator[tuple[str, str]]:
        """Yield each member with the id of the group's submission, sorted by both."""


def members_in_order(groups: Mapping[str, Sequence[str]]) -> Iterable[tuple[str, str]]:
    """Return each member of a group with the id of its submission, sorted by both."""
    if isinstance(groups, GroupsByMember):
        return groups.by_member()
    return sorted((member, submission) for submission, members in groups.items() for member in members)
