"""Meaning of the words after ``check`` and ``watch``: file, exercises, checks, then configuration and request."""

from __future__ import annotations

import itertools
import os
import secrets
import shlex
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, structs

from torchgrade.cli.guess import closest
from torchgrade.cli.options import installed_assignments, installed_exercises
from torchgrade.cli.student.folders import Folder, FolderWork, Wanted
from torchgrade.cli.student.places import claims_of, is_only_folder, is_path, require_place
from torchgrade.deliveries.installed import list_inputs
from torchgrade.deliveries.judge_request import JudgeRequest, read_request
from torchgrade.errors import UsageError
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.course import CourseInfo
from torchgrade.model.phrases import Value, listed
from torchgrade.model.runs import SEED_BITS, RunConfig
from torchgrade.model.showable import show, show_name
from torchgrade.plugins.manager import Plugins

_MOST_BESIDE = 1000
"""Most names in the working directory that are compared with an unknown word."""


class Asked(Struct, frozen=True, kw_only=True):
    """Meaning of the arguments."""

    file: Path
    """File or folder to check or to watch."""
    exercises: tuple[str, ...]
    """Exercises to load, in the order of the course."""
    checks: tuple[str, ...]
    """Ids of single checks; empty for all checks of the exercises."""
    named: bool
    """Whether the arguments named exercises or checks."""
    words: tuple[str, ...] = ()
    """Words that named exercises or checks, as the user typed them."""


class Named(Struct, frozen=True, kw_only=True):
    """Exercises and checks that some words name."""

    exercises: tuple[str, ...]
    """Exercises in the order of the course; all installed exercises if no word names one."""
    checks: tuple[str, ...]
    """Ids of single checks; empty for all checks of the exercises."""


def read_words(
    words: Sequence[str],
    plugins: Plugins,
    catalogue: Catalogue,
    *,
    assignment: str | None = None,
    folders: bool = False,
) -> Asked:
    """Separate the file or the folder from exercises and checks; without a path, return the working directory.

    :param assignment: an assignment that an option names; its exercises are added to those of the words.
    :param folders: whether a folder stays a folder even if it contains only one file.
    :raises UsageError: a path that cannot be checked, or an unknown name.
    """
    known = (*installed_exercises(plugins), *installed_assignments(plugins))
    claims = claims_of(plugins)
    paths = [word for word in words if is_path(word, known, claims)]
    rest = [word for word in words if word not in paths]
    if not paths and rest and is_only_folder(rest[0], claims, catalogue):
        paths = [rest.pop(0)]
    if len(paths) > 1:
        # Name their folder, because a shell makes several files of `torchgrade check *.py`.
        folder = str(Path(paths[0]).parent)
        raise UsageError(catalogue.render("cli.check.one_place", {"folder": show(shlex.join([folder]))}))
    place = Path(*paths)
    if paths:
        require_place(place, claims, catalogue)
    elif rest and rest[0].partition(".")[0] not in known:
        beside = sorted(entry.name for entry in itertools.islice(os.scandir(), _MOST_BESIDE))
        raise _unknown(rest[0], known, catalogue, beside)
    # Add the assignment here, because a folder may have its name.
    rest += [assignment] if assignment is not None else []
    named = choose_named(rest, plugins, catalogue)
    if not folders and place.is_dir():
        wanted = Wanted(exercises=named.exercises, words=tuple(rest))
        only = Folder(place, plugins, catalogue).only_file(wanted)
        if only is not None:
            require_place(only, claims, catalogue)
            place = only
    return Asked(file=place, exercises=named.exercises, checks=named.checks, named=bool(rest), words=tuple(rest))


def choose_named(words: Sequence[str], plugins: Plugins, catalogue: Catalogue) -> Named:
    """Return the exercises that the words name, directly, by a check or by an assignment.

    :raises UsageError: a name is unknown.
    """
    known = installed_exercises(plugins)
    groups = installed_assignments(plugins)
    chosen: set[str] = set()
    for word in words:
        exercise = word.partition(".")[0]
        if word not in groups and exercise not in known:
            raise _unknown(word, (*known, *groups), catalogue)
        chosen.update(groups.get(word, (exercise,)))
    return Named(
        exercises=tuple(name for name in known if name in chosen) if words else known,
        checks=tuple(word for word in words if "." in word),
    )


def local_config(exercises: tuple[str, ...], data: str, root: str) -> RunConfig:
    """Return the configuration of a student's own check: new random inputs, no hidden checks."""
    return RunConfig(
        exercises=exercises,
        data=data,
        data_root=root,
        seed=secrets.randbits(SEED_BITS),
        hidden_seed=0,
        hidden_checks=False,
    )


def require_checks(checks: Sequence[str], course: CourseInfo, catalogue: Catalogue) -> None:
    """Raise :class:`UsageError` if a named check is not a check of the exercises."""
    known = [spec.check for exercise in course.exercises for spec in exercise.checks]
    for name in checks:
        if name not in known:
            raise _unknown(name, known, catalogue)


def make_request(
    asked: Asked,
    course: CourseInfo,
    plugins: Plugins,
    catalogue: Catalogue,
    *,
    work: FolderWork | None = None,
    check_seed: int | None = None,
) -> JudgeRequest:
    """Read the file and request the named checks, or all checks if none is named.

    :param work: files of the named folder, if a folder was named.
    :raises UsageError: the file cannot be read.
    """
    request = _read_file(asked.file, plugins, catalogue) if work is None else work.job
    only = only_of(asked.checks, course, None if work is None else work.judged)
    return structs.replace(request, only=only, check_seed=check_seed)


def _read_file(file: Path, plugins: Plugins, catalogue: Catalogue) -> JudgeRequest:
    found = list_inputs([file], None, plugins, catalogue)
    if not found.found:
        raise UsageError(found.not_understood[0].note.message)
    return read_request(found.found[0], catalogue)


def only_of(checks: Sequence[str], course: CourseInfo, exercises: Sequence[str] | None = None) -> tuple[str, ...]:
    """Return the ids of the checks to run: the named checks, plus every check of an exercise without a named check.

    :param checks: named checks; empty for all.
    :param exercises: exercises to include; None for all.
    :return: empty if every check of the course runs.
    """
    if not checks and exercises is None:
        return ()
    parts = {name.partition(".")[0] for name in checks}
    ids = [(exercise.exercise, spec.check) for exercise in course.exercises for spec in exercise.checks]
    return tuple(
        check
        for exercise, check in ids
        if (check in checks or exercise not in parts) and (exercises is None or exercise in exercises)
    )


def _unknown(name: str, known: Sequence[str], catalogue: Catalogue, beside: Sequence[str] = ()) -> UsageError:
    """Return the error for an unknown word.

    :param beside: names in the working directory, because the word may be a misspelt file.
    """
    guess = closest(name, (*known, *beside))
    hint = catalogue.render("cli.check.guess", {"name": show_name(guess)}) if guess else ""
    values: dict[str, Value] = {"name": show_name(name), "guess": hint, "names": listed(known)}
    return UsageError(catalogue.render("cli.check.unknown_word" if beside else "cli.check.unknown", values))
