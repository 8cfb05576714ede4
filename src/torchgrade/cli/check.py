"""``torchgrade check``: a student's own file, checked on the student's own machine."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec
from msgspec import Struct

from torchgrade.checking.requests import Request
from torchgrade.cli.guess import closest
from torchgrade.cli.options import choose_data, data_options, installed_assignments, installed_exercises
from torchgrade.cli.points import read_marks
from torchgrade.cli.screen import Screen
from torchgrade.cli.text import ResultText
from torchgrade.errors import ExitCode, UsageError
from torchgrade.grading.class_run import list_inputs
from torchgrade.grading.configuration import SEED_BITS
from torchgrade.grading.jobs import read_job
from torchgrade.grading.outputs import catalogue_for
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.course import CourseInfo
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import SubmissionResult, Value
from torchgrade.model.runs import RunConfig
from torchgrade.model.showable import harmless_json, show_name
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import resolve
from torchgrade.sandbox.start import one_off
from torchgrade.submissions.listing import Claims

MOST_NAMED = 20


class Asked(Struct, frozen=True, kw_only=True):
    """What the arguments mean."""

    file: Path
    """The file to check."""
    exercises: tuple[str, ...]
    """Exercises to load, in the order of the course."""
    checks: tuple[str, ...]
    """Ids of single checks; all checks of the exercises where empty."""
    named: bool
    """Whether exercises or checks were named at all."""


@click.command()
@click.argument("words", nargs=-1, metavar="[FILE] [EXERCISE|CHECK|ASSIGNMENT]...")
@click.option("--json", "as_json", is_flag=True, help="Write the result as one JSON object.")
@click.option(
    "--check-seed",
    type=click.IntRange(0, 2**64 - 1),
    metavar="N",
    help="Draw the same inputs again, as a page's line says.",
)
@data_options
def check(
    words: tuple[str, ...],
    as_json: bool,
    check_seed: int | None,
    data: str | None,
    data_root: Path | None,
) -> int:
    """Check FILE (the only .py or .ipynb here, where none is named).

    Exit codes: 0 every check passed, 1 a check failed or there was nothing to check, 2 an argument
    is wrong, 3 torchgrade made an error.
    """
    plugins = Plugins()
    catalogue = catalogue_for()
    asked = read_words(words, plugins, catalogue)
    name, root = choose_data(data, data_root, plugins)
    config = RunConfig(
        exercises=asked.exercises,
        data=name,
        data_root=root,
        seed=secrets.randbits(SEED_BITS),
        hidden_seed=0,
        hidden_checks=False,
    )
    with one_off(config) as engine:
        course = engine.course
        catalogue = catalogue_for(course.catalogue_packages)
        require_checks(asked, course, catalogue)
        result = engine.judge(_request(asked, check_seed, course, plugins, catalogue))
    if as_json:
        click.echo(harmless_json(msgspec.json.encode(result).decode()))
    else:
        screen = Screen()
        file = str(asked.file)
        ResultText(screen, catalogue, course.exercises, file).write(result)
        screen.line((last_line(result, catalogue, plugins), "bold"))
    return exit_code(result, asked)


def read_words(words: Sequence[str], plugins: Plugins, catalogue: Catalogue) -> Asked:
    """Tell the file from exercises and checks.

    :raises UsageError: no file, several files to choose from, or a name that nothing has.
    """
    known = installed_exercises(plugins)
    groups = installed_assignments(plugins)
    names = (*known, *groups)
    claims = [resolve(source.claims) for source in plugins.gather("torchgrade_readers")]
    rest = list(words)
    file: Path | None = None
    if rest and _is_path(rest[0], names, claimed=any(claim(rest[0]) for claim in claims)):
        file = Path(rest.pop(0))
        _require_file(file, catalogue, claimed=any(claim(file.name) for claim in claims))
    chosen: set[str] = set()
    for word in rest:
        exercise = word.partition(".")[0]
        if word not in groups and exercise not in known:
            raise _unknown(word, names, catalogue)
        chosen.update(groups.get(word, (exercise,)))
    return Asked(
        file=file or _only_file(claims, catalogue),
        exercises=tuple(name for name in known if name in chosen) if rest else known,
        checks=tuple(word for word in rest if "." in word),
        named=bool(rest),
    )


def require_checks(asked: Asked, course: CourseInfo, catalogue: Catalogue) -> None:
    """Raise :class:`UsageError` where a check was named that the exercises do not have."""
    known = [spec.check for exercise in course.exercises for spec in exercise.checks]
    for name in asked.checks:
        if name not in known:
            raise _unknown(name, known, catalogue)


def last_line(result: SubmissionResult, catalogue: Catalogue, plugins: Plugins) -> str:
    """Say how many points were checked here and that this is not all (ruling 30).

    Where no check ran, because no function is written yet, the points are those that could have been earned.
    """
    checks = [check for exercise in result.exercises for check in exercise.checks]
    points = sum(check.points for check in checks)
    most = sum(check.max_points for check in checks) or sum(exercise.max_points for exercise in result.exercises)
    hidden = count_hidden([one.exercise for one in result.exercises], plugins)
    ending = {0: "unknown", 1: "one"}.get(hidden, "many")
    return catalogue.render(f"cli.check.end_{ending}", {"points": points, "max_points": most, "hidden": hidden})


def exit_code(result: SubmissionResult, asked: Asked) -> ExitCode:
    """Return 3 for an error of ours, 1 where something asked for did not pass, else 0."""
    if result.points is None:
        return ExitCode.INTERNAL
    checks = [check for exercise in result.exercises for check in exercise.checks]
    absent = any(exercise.status is not Status.GRADED for exercise in result.exercises)
    passed = all(check.outcome is Outcome.PASSED for check in checks)
    if passed and checks and not (asked.named and absent):
        return ExitCode.OK
    return ExitCode.CHECK_FAILED


def count_hidden(exercises: Sequence[str], plugins: Plugins) -> int:
    """Return how many hidden checks of these exercises are installed here, by reading their text.

    They are not loaded: ``check`` never runs them (ruling 30).
    """
    sources: dict[str, str | None] = {}
    for source in plugins.gather("torchgrade_solutions"):
        sources.setdefault(source.exercise, source.hidden)
    packages = [package for name in exercises if (package := sources.get(name)) is not None]
    return sum(len(read_marks(package)) for package in packages)


def _request(
    asked: Asked, check_seed: int | None, course: CourseInfo, plugins: Plugins, catalogue: Catalogue
) -> Request:
    found = list_inputs([asked.file], None, plugins, catalogue)
    if not found.found:
        raise UsageError(found.not_understood[0].note.message)
    job = read_job(found.found[0], 1, catalogue)
    return Request(
        submission=job.submission,
        digest=job.digest,
        files=job.files,
        problems=job.problems,
        only=_only(asked, course) if asked.checks else (),
        check_seed=check_seed,
    )


def _only(asked: Asked, course: CourseInfo) -> tuple[str, ...]:
    """Return the checks that were named, with all checks of an exercise that was named as a whole."""
    parts = {name.partition(".")[0] for name in asked.checks}
    ids = [(exercise.exercise, spec.check) for exercise in course.exercises for spec in exercise.checks]
    return tuple(check for exercise, check in ids if check in asked.checks or exercise not in parts)


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
    names = sorted(
        path.name
        for path in Path().iterdir()
        if path.is_file() and not path.name.startswith(".") and any(c(path.name) for c in claims)
    )
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
