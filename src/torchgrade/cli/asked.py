"""What the words behind ``check`` and ``watch`` mean, and what follows from them: configuration and request."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from torchgrade.checking.requests import Request
from torchgrade.cli.copies import is_copy
from torchgrade.cli.guess import closest
from torchgrade.cli.options import installed_assignments, installed_exercises
from torchgrade.errors import UsageError
from torchgrade.grading.class_run import list_inputs
from torchgrade.grading.configuration import SEED_BITS
from torchgrade.grading.jobs import read_job
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.course import CourseInfo
from torchgrade.model.results import Value
from torchgrade.model.runs import RunConfig
from torchgrade.model.showable import show_name
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import resolve
from torchgrade.submissions.listing import Claims

MOST_NAMED = 20


class Asked(Struct, frozen=True, kw_only=True):
    """What the arguments mean."""

    file: Path
    """The file to check, or the folder to watch."""
    exercises: tuple[str, ...]
    """Exercises to load, in the order of the course."""
    checks: tuple[str, ...]
    """Ids of single checks; all checks of the exercises where empty."""
    named: bool
    """Whether exercises or checks were named at all."""


class Named(Struct, frozen=True, kw_only=True):
    """Which exercises and checks some words name."""

    exercises: tuple[str, ...]
    """In the order of the course; all that are installed where nothing was named."""
    checks: tuple[str, ...]
    """Ids of single checks; all checks of the exercises where empty."""


def read_words(words: Sequence[str], plugins: Plugins, catalogue: Catalogue, *, folders: bool = False) -> Asked:
    """Tell the file from exercises and checks.

    :param folders: whether a folder will do as well; where nothing is named it is the working directory then.
    :raises UsageError: no file, several files to choose from, or a name that nothing has.
    """
    known = (*installed_exercises(plugins), *installed_assignments(plugins))
    claims = claims_of(plugins)
    rest = list(words)
    file: Path | None = None
    if rest and _is_path(rest[0], known, claimed=any(claim(rest[0]) for claim in claims)):
        file = Path(rest.pop(0))
        if not (folders and file.is_dir()):
            _require_file(file, catalogue, claimed=any(claim(file.name) for claim in claims))
    named = choose_named(rest, plugins, catalogue)
    if file is None:
        file = Path() if folders else _only_file(claims, catalogue)
    return Asked(file=file, exercises=named.exercises, checks=named.checks, named=bool(rest))


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


def claims_of(plugins: Plugins) -> list[Claims]:
    """Return the functions that say of a file's name whether it can be checked."""
    return [resolve(source.claims) for source in plugins.gather("torchgrade_readers")]


def is_work(name: str, claims: Sequence[Claims]) -> bool:
    """Say whether a file is taken where none was named: hidden ones and those that ``reset`` kept are not."""
    return not name.startswith(".") and not is_copy(name) and any(claim(name) for claim in claims)


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
    check_seed: int | None = None,
) -> Request:
    """Read the file and ask for the checks that were named, all where none was.

    :raises UsageError: the file is not one that can be read.
    """
    found = list_inputs([asked.file], None, plugins, catalogue)
    if not found.found:
        raise UsageError(found.not_understood[0].note.message)
    job = read_job(found.found[0], 1, catalogue)
    return Request(
        submission=job.submission,
        digest=job.digest,
        files=job.files,
        problems=job.problems,
        only=only_of(asked.checks, course),
        check_seed=check_seed,
    )


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


def _is_path(word: str, known: Sequence[str], *, claimed: bool) -> bool:
    """Say whether an argument is meant as a file: it is one, or it can be nothing else."""
    if Path(word).is_file() or claimed or "/" in word:
        return True
    return word.partition(".")[0] not in known and Path(word).exists()


def _require_file(file: Path, catalogue: Catalogue, *, claimed: bool) -> None:
    shown = {"name": show_name(str(file))}
    if not file.exists():
        raise UsageError(catalogue.render("cli.check.no_such_file", shown))
    if not file.is_file() or not claimed:
        raise UsageError(catalogue.render("cli.check.not_code", shown))


def _only_file(claims: Sequence[Claims], catalogue: Catalogue) -> Path:
    """Return the one file with code in the working directory."""
    names = sorted(path.name for path in Path().iterdir() if path.is_file() and is_work(path.name, claims))
    if not names:
        raise UsageError(catalogue.render("cli.check.no_file", {}))
    if len(names) > 1:
        shown = ", ".join(map(show_name, names[:MOST_NAMED]))
        more = ", …" if len(names) > MOST_NAMED else ""
        example = show_name(names[0])
        raise UsageError(catalogue.render("cli.check.several_files", {"names": shown + more, "example": example}))
    return Path(names[0])


def _unknown(name: str, known: Sequence[str], catalogue: Catalogue) -> UsageError:
    guess = closest(name, known)
    hint = catalogue.render("cli.check.guess", {"name": guess}) if guess else ""
    values: dict[str, Value] = {"name": show_name(name), "guess": hint, "names": ", ".join(known)}
    return UsageError(catalogue.render("cli.check.unknown", values))
