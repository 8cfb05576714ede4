"""Command ``torchgrade watch``: on each save, check the changes in warm processes. Imports no torch."""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec
from msgspec import Struct, structs

from torchgrade.cli.downloading import download_option, require_data
from torchgrade.cli.language import language_option
from torchgrade.cli.options import assignment_option, choose_data, data_options
from torchgrade.cli.screen import Screen
from torchgrade.cli.student.asked import (
    Asked,
    local_config,
    make_request,
    only_of,
    read_words,
    require_checks,
)
from torchgrade.cli.student.check import last_line
from torchgrade.cli.student.looks import Look, Looker
from torchgrade.cli.student.places import claims_of, is_work
from torchgrade.cli.student.saves import NotWatchedError, Save, Saves
from torchgrade.cli.student.solved import folder_of, remember
from torchgrade.cli.student.verdict import VerdictText
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.languages import RECORDS
from torchgrade.deliveries.listing import SubmittedBytes
from torchgrade.errors import UsageError
from torchgrade.model.outcomes import Status
from torchgrade.model.phrases import Value, listed
from torchgrade.model.results import SubmissionResult
from torchgrade.model.showable import harmless_json, show, show_name
from torchgrade.model.told import in_language
from torchgrade.plugins.manager import Plugins
from torchgrade.sandbox.engine import OutdatedError
from torchgrade.sandbox.warm_engine import WarmEngine


class How(Struct, frozen=True, kw_only=True):
    """Form of the verdicts."""

    as_json: bool
    """Whether each verdict is one JSON object on its own line instead of text."""
    clear: bool
    """Whether a terminal is cleared before each verdict."""
    lang: str = RECORDS
    """Language of the sentences."""


@click.command()
@click.argument("words", nargs=-1, metavar="[FILE|FOLDER] [EXERCISE|CHECK|ASSIGNMENT]...")
@assignment_option
@click.option("--poll", is_flag=True)
@click.option("--clear", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
@language_option
@data_options
@download_option
def watch(  # noqa: PLR0913, PLR0917 - one parameter for each option, passed by name
    words: tuple[str, ...],
    assignment: str | None,
    poll: bool,
    clear: bool,
    as_json: bool,
    lang: str,
    data: str | None,
    data_root: Path | None,
    download: bool,
) -> None:
    """Check a file or a folder now and after each save."""
    plugins = Plugins()
    if as_json:
        lang = RECORDS
    catalogue = catalogue_for(language=lang)
    asked = read_words(words, plugins, catalogue, assignment=assignment, folders=True)
    name, root = choose_data(data, data_root, plugins)
    if download:
        root = require_data(name, root, plugins, catalogue)
    with WarmEngine(local_config(asked.exercises, name, root)) as engine:
        loop = Loop(asked, engine, plugins, How(as_json=as_json, clear=clear, lang=lang))
        loop.run(poll=poll)


class Loop:
    """Loop that judges each save until the process is stopped."""

    def __init__(self, asked: Asked, engine: WarmEngine, plugins: Plugins, how: How) -> None:
        """Take the requested checks.

        :raises UsageError: no exercise has a requested check.
        """
        self._asked = asked
        self._engine = engine
        self._plugins = plugins
        self._how = how
        self._catalogue = catalogue_for(engine.course.catalogue_packages, how.lang)
        require_checks(asked.checks, engine.course, self._catalogue)
        self._looker = Looker(asked.exercises, plugins, self._catalogue.note)
        self._looks: dict[Path, Look] = {}
        self._screen = Screen()
        claims = claims_of(plugins, documents=False)
        self._saves = Saves(asked.file, lambda name: is_work(name, claims), self._is_whole)

    def run(self, *, poll: bool) -> None:
        """Follow the saves until :class:`KeyboardInterrupt`.

        :raises UsageError: the system cannot watch the folder.
        """
        saves = self._saves
        if not self._how.as_json:
            entry = "start_here" if self._asked.file == Path() else "start"
            shown = show_name(str(self._asked.file))
            self._screen.entry("", self._catalogue.render(f"cli.watch.{entry}", {"name": shown}))
            sys.stdout.flush()
        try:
            # Write all stubs in one line, because a new student has a stub for each exercise.
            first = list(saves.scan(set()))
            stubs = [save for save in first if not self._how.as_json and self._is_unwritten(save)]
            self._unwritten(stubs)
            for save in itertools.chain((save for save in first if save not in stubs), saves.follow(poll=poll)):
                self.take(save)
                sys.stdout.flush()
        except NotWatchedError as error:
            values: dict[str, Value] = {"name": show_name(str(saves.folder)), "reason": show(str(error), limit=500)}
            raise UsageError(self._catalogue.render("cli.watch.not_watched", values)) from error

    def _is_whole(self, path: Path, data: bytes) -> bool:
        return self._looker.look(path.name, data).whole

    def _is_unwritten(self, save: Save) -> bool:
        if save.data is None:
            return False
        look = self._looker.look(save.path.name, save.data)
        return look.whole and bool(look.exercises) and look.unwritten.issuperset(look.exercises)

    def _unwritten(self, stubs: Sequence[Save]) -> None:
        for save in stubs:
            self._looks[save.path] = self._looker.look(save.path.name, save.data or b"")
        found = {name for save in stubs for name in self._looks[save.path].exercises}
        if found:
            names = listed(name for name in self._asked.exercises if name in found)
            self._screen.entry("", self._catalogue.render("cli.status.not_started", {"names": names}))
            sys.stdout.flush()

    def take(self, save: Save) -> None:
        """Check the changes of a save, and write the verdict."""
        if save.is_link:
            self._looks.pop(save.path, None)
            self._link(save.path)
            return
        if save.data is None:
            self._say("gone", save.path)
            return
        look = self._looker.look(save.path.name, save.data)
        before = self._looks.get(save.path)
        changed = self._changed(before, look)
        self._looks[save.path] = look
        if not changed and look.whole:
            self._say("nothing_here" if not look.exercises else "same", save.path)
            return
        self._begin(save.path)
        try:
            files, result = self._judge(save.path, changed)
        except OutdatedError:
            # Restore the last judged content, because the next save is compared with it.
            del self._looks[save.path]
            if before is not None:
                self._looks[save.path] = before
            self._saves.forget(save.path)
            self._say("again", save.path)
            return
        except UsageError as error:
            # The file changed again between the save and the reading.
            self._screen.line(in_language(error, self._catalogue))
            return
        self._write(result, save.path, changed)
        sys.stdout.flush()
        # Remember it after the verdict, because the student should not wait for it.
        remember(files, result, folder_of(save.path), self._plugins, self._catalogue)

    def _changed(self, before: Look | None, look: Look) -> tuple[str, ...]:
        """Return the exercises to check: new, changed and removed ones."""
        old = before.exercises if before is not None else {}
        named = self._asked.exercises if self._asked.named and before is None and not self._asked.file.is_dir() else ()
        return tuple(
            name
            for name in self._asked.exercises
            if old.get(name) != look.exercises.get(name) or (name in named and look.whole)
        )

    def _judge(self, path: Path, changed: tuple[str, ...]) -> tuple[Sequence[SubmittedBytes], SubmissionResult]:
        """Return the checked files and the result."""
        asked = structs.replace(self._asked, file=path)
        request = make_request(asked, self._engine.course, self._plugins, self._catalogue)
        only = only_of(self._asked.checks, self._engine.course, changed or None)
        result = self._engine.judge(structs.replace(request, only=only), lambda: self._saves.is_outdated(path))
        return request.files, result

    def _begin(self, path: Path) -> None:
        if self._how.as_json:
            return
        if self._how.clear and sys.stdout.isatty():
            click.clear()
        self._screen.line("")
        self._screen.line((f"{_clock()}  {show_name(str(path))}", "bold"))
        sys.stdout.flush()

    def _write(self, result: SubmissionResult, path: Path, changed: tuple[str, ...]) -> None:
        if not changed:
            # Leave out missing exercises, because an unreadable file may contain them.
            kept = [one for one in result.exercises if one.status is not Status.MISSING]
            result = structs.replace(result, exercises=kept)
        if self._how.as_json:
            click.echo(harmless_json(msgspec.json.encode(result).decode()))
            return
        VerdictText(self._screen, self._catalogue, self._engine.course.exercises, str(path)).write(result)
        if any(exercise.checks for exercise in result.exercises):
            self._screen.line((last_line(result, self._catalogue, self._plugins), "bold"))

    def _link(self, path: Path) -> None:
        said = self._catalogue.render("cli.watch.link", {"name": show_name(str(path))})
        # Write to stderr, because a program that reads verdicts expects no sentence between them.
        screen = Screen(sys.stderr) if self._how.as_json else self._screen
        screen.entry((f"{_clock()}  ", "bold"), said)

    def _say(self, entry: str, path: Path) -> None:
        if not self._how.as_json:
            said = self._catalogue.render(f"cli.watch.{entry}", {"name": show_name(str(path))})
            self._screen.line("")
            self._screen.entry((f"{_clock()}  ", "bold"), said)


def _clock() -> str:
    return time.strftime("%H:%M:%S")
