"""What the words behind ``check`` and ``watch`` mean, and what follows from them: configuration and request."""

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
from torchgrade.model.results import Value
from torchgrade.model.runs import SEED_BITS, RunConfig
from torchgrade.model.showable import show, show_name
from torchgrade.plugins.manager import Plugins

_MOST_BESIDE = 1000
"""Names in the working directory that are compared with a word that is none of them."""


class Asked(Struct, frozen=True, kw_only=True):
    """What the arguments mean."""

    file: Path
    """The file or the folder to check or to watch."""
    exercises: tuple[str, ...]
    """Exercises to load, in the order of the course."""
    checks: tuple[str, ...]
    """Ids of single checks; all checks of the exercises where empty."""
    named: bool
    """Whether exercises or checks were named at all."""
    words: tuple[str, ...] = ()
    """The words that named them, as they were typed."""


class Named(Struct, frozen=True, kw_only=True):
    """Which exercises and checks some words name."""

    exercises: tuple[str, ...]
    """In the order of the course; all that are installed where nothing was named."""
    checks: tuple[str, ...]
    """Ids of single checks; all checks of the exercises where empty."""


def read_words(words: Sequence[str], plugins: Plugins, catalogue: Catalogue, *, folders: bool = False) -> Asked:
    """Tell the file or the folder from exercises and checks; without either it is the working directory.

    :param folders: whether a folder stays one even if it contains only one file.
    :raises UsageError: a path that cannot be checked, or a name that nothing has.
    """
    known = (*installed_exercises(plugins), *installed_assignments(plugins))
    claims = claims_of(plugins)
    paths = [word for word in words if is_path(word, known, claims)]
    rest = [word for word in words if word not in paths]
    if not paths and rest and is_only_folder(rest[0], claims, catalogue):
        paths = [rest.pop(0)]
    if len(paths) > 1:
        # As a shell makes it of `torchgrade check *.py`.
        folder = str(Path(paths[0]).parent)
        raise UsageError(catalogue.render("cli.check.one_place", {"folder": show(shlex.join([folder]))}))
    place = Path(*paths)
    if paths:
        require_place(place, claims, catalogue)
    elif rest and rest[0].partition(".")[0] not in known:
        beside = sorted(entry.name for entry in itertools.islice(os.scandir(), _MOST_BESIDE))
        raise _unknown(rest[0], known, catalogue, beside)
    named = choose_named(rest, plugins, catalogue)
    if not folders and place.is_dir():
        wanted = Wanted(exercises=named.exercises, words=tuple(rest))
        only = Folder(place, plugins, catalogue).only_file(wanted)
        if only is not None:
            require_place(only, claims, catalogue)
            place = only
    return Asked(file=place, exercises=named.exercises, checks=named.checks, named=bool(rest), words=tuple(rest))


def choose_named(words: Sequence[str], plugins: Plugins, catalogue: Catalogue) -> Named:
    """Return the exercises that the words name, by themselves, by a check or by an assignment.

    :raises UsageError: a name that nothing has.
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
    """Return the configuration of a student's own check: inputs drawn anew, no hidden checks."""
    return RunConfig(
        exercises=exercises,
        data=data,
        data_root=root,
        seed=secrets.randbits(SEED_BITS),
        hidden_seed=0,
        hidden_checks=False,
    )


def require_checks(checks: Sequence[str], course: CourseInfo, catalogue: Catalogue) -> None:
    """Raise :class:`UsageError` where a check was named that the exercises do not have."""
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
    """Read the file and ask for the checks that were named, all where none was.

    :param work: the files of the folder that was named, if it was one.
    :raises UsageError: the file is not one that can be read.
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
    """Return the ids of the checks to run: those named, and all of an exercise of which none was named.

    :param checks: those that were named, none for all.
    :param exercises: leave all others out.
    :return: empty where every check of the course is meant.
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
    """Return the error for a word that nothing has.

    :param beside: names in the working directory, of which the word may have been meant as one.
    """
    guess = closest(name, (*known, *beside))
    hint = catalogue.render("cli.check.guess", {"name": show_name(guess)}) if guess else ""
    values: dict[str, Value] = {"name": show_name(name), "guess": hint, "names": ", ".join(known)}
    return UsageError(catalogue.render("cli.check.unknown_word" if beside else "cli.check.unknown", values))
