"""Command ``torchgrade check``: check a student's own file on the student's own machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from torchgrade.cli.downloading import download_option, require_data
from torchgrade.cli.language import language_option
from torchgrade.cli.options import assignment_option, choose_data, data_options
from torchgrade.cli.screen import Screen
from torchgrade.cli.student.asked import Asked, local_config, make_request, read_words, require_checks
from torchgrade.cli.student.folders import Folder, Wanted
from torchgrade.cli.student.solved import folder_of, remember
from torchgrade.cli.student.text import ResultText
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.languages import RECORDS
from torchgrade.courses.marks import read_marks
from torchgrade.courses.solutions import hidden_checks, solutions
from torchgrade.errors import ExitCode
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import SubmissionResult
from torchgrade.model.rows import RowStatus, row_status
from torchgrade.model.showable import harmless_json
from torchgrade.plugins.manager import Plugins
from torchgrade.sandbox.fork_or_spawn import one_off


@click.command()
@click.argument("words", nargs=-1, metavar="[FILE|FOLDER] [EXERCISE|CHECK|ASSIGNMENT]...")
@assignment_option
@click.option("--json", "as_json", is_flag=True)
@click.option("--check-seed", type=click.IntRange(0, 2**64 - 1), metavar="N")
@language_option
@data_options
@download_option
def check(
    words: tuple[str, ...],
    assignment: str | None,
    as_json: bool,
    check_seed: int | None,
    lang: str,
    data: str | None,
    data_root: Path | None,
    download: bool,
) -> int:
    """Check a file or a folder, and show the result."""
    plugins = Plugins()
    if as_json:
        # Use English for a record, because a program reads it; its ids lead to all other languages.
        lang = RECORDS
    catalogue = catalogue_for(language=lang)
    asked = read_words(words, plugins, catalogue, assignment=assignment)
    work = None
    if asked.file.is_dir():
        # Read the folder before a process starts, because most mistakes in the words show there.
        work = Folder(asked.file, plugins, catalogue).work(Wanted(exercises=asked.exercises, words=asked.words))
    name, root = choose_data(data, data_root, plugins)
    if download:
        root = require_data(name, root, plugins, catalogue)
    config = local_config(asked.exercises, name, root)
    with one_off(config) as engine:
        course = engine.course
        catalogue = catalogue_for(course.catalogue_packages, lang)
        require_checks(asked.checks, course, catalogue)
        request = make_request(asked, course, plugins, catalogue, work=work, check_seed=check_seed)
        result = engine.judge(request)
        # Write it before the processes end, because the student should not wait for that.
        if as_json:
            click.echo(harmless_json(msgspec.json.encode(result).decode()))
        else:
            screen = Screen()
            file = "" if asked.file == Path() else str(asked.file)
            ResultText(screen, catalogue, course.exercises, file).write(result)
            screen.line((last_line(result, catalogue, plugins), "bold"))
    # Remember it now, because the student should not wait for it.
    remember(request.files, result, folder_of(asked.file), plugins, catalogue)
    code = exit_code(result, asked)
    return ExitCode.CHECK_FAILED if code is ExitCode.OK and work is not None and work.judged is not None else code


def last_line(result: SubmissionResult, catalogue: Catalogue, plugins: Plugins) -> str:
    """Return a sentence with the checked points, and that these are not all points (ruling 30).

    If no check ran, because no function is written yet, the points are those that could have been earned.
    """
    checks = [check for exercise in result.exercises for check in exercise.checks]
    points = sum(check.points for check in checks)
    most = sum(check.max_points for check in checks) or sum(exercise.max_points for exercise in result.exercises)
    hidden = count_hidden([one.exercise for one in result.exercises], plugins)
    ending = {0: "unknown", 1: "one"}.get(hidden, "many")
    return catalogue.render(f"cli.check.end_{ending}", {"points": points, "max_points": most, "hidden": hidden})


def exit_code(result: SubmissionResult, asked: Asked) -> ExitCode:
    """Return 3 for an error of torchgrade, 1 if a requested check did not pass, otherwise 0."""
    if row_status(result) is RowStatus.ERROR:
        return ExitCode.INTERNAL
    checks = [check for exercise in result.exercises for check in exercise.checks]
    absent = any(exercise.status is not Status.GRADED for exercise in result.exercises)
    passed = all(check.outcome is Outcome.PASSED for check in checks)
    if passed and checks and not (asked.named and absent):
        return ExitCode.OK
    return ExitCode.CHECK_FAILED


def count_hidden(exercises: Sequence[str], plugins: Plugins) -> int:
    """Return the number of installed hidden checks of these exercises, read from their text.

    The hidden checks are not loaded, because ``check`` never runs them (ruling 30).
    """
    known = solutions(plugins)
    files = [hidden_checks(known[name]) for name in exercises if name in known]
    return sum(len(read_marks(file)) for file in files if file is not None)
