"""Command ``torchgrade hint``: the next of three hints for an exercise, one at a time. Imports no torch."""

from __future__ import annotations

import re
from pathlib import Path

import click
import msgspec
import platformdirs
from msgspec import Struct

from torchgrade.cli.guess import require_known
from torchgrade.cli.language import language_of_record, language_option
from torchgrade.cli.screen import Screen
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.hints import LEVELS, read_hints
from torchgrade.courses.languages import RECORDS
from torchgrade.courses.outline import ExerciseOutline, outlines
from torchgrade.errors import ExitCode
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.files import write_atomically
from torchgrade.model.phrases import Value
from torchgrade.model.showable import show
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins

_STATE_BYTES = 1 << 20
_NUMBERED = re.compile(r"(?:\d+\.|[-*]) +")


class Hint(Struct, frozen=True, kw_only=True):
    """JSON object of ``hint --json``."""

    exercise: str
    """Id of the exercise."""
    level: int
    """Number of this hint, from 1; 0 if the exercise has no hint."""
    of: int
    """Number of hints."""
    text: str
    """Text of the hint, as the course wrote it."""
    last: bool
    """Whether the last hint is shown again, because the student has seen all hints."""
    not_remembered: str
    """Reason why the memory failed to keep this hint; empty if it succeeded or kept no new hint."""


class Memory:
    """Memory of the last shown hint of each exercise, in a file of the user."""

    def __init__(self, place: Path | None = None) -> None:
        """Use a folder; by default use the user's state folder of the system."""
        self.file = (place or Path(platformdirs.user_state_dir("torchgrade", appauthor=False))) / "hints.json"
        self._seen = self._read()

    def _read(self) -> dict[str, int]:
        try:
            with self.file.open("rb") as file:
                found = msgspec.json.decode(file.read(_STATE_BYTES), type=dict[str, int])
        except (OSError, msgspec.DecodeError):
            # Start with an empty memory, because a lost file only shows a hint twice.
            return {}
        return {key: min(max(level, 0), LEVELS) for key, level in found.items()}

    def seen(self, outline: ExerciseOutline) -> int:
        """Return the number of the last shown hint; return 0 if no hint was shown."""
        return self._seen.get(f"{outline.course}/{outline.name}", 0)

    def keep(self, outline: ExerciseOutline, level: int) -> str:
        """Remember the number of a shown hint; return the reason if this failed."""
        self._seen[f"{outline.course}/{outline.name}"] = level
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self.file, msgspec.json.encode(self._seen))
        except OSError as error:
            return show(error.strerror or str(error))
        return ""


@click.command()
@click.argument("exercise")
@click.option("--level", type=click.IntRange(1, LEVELS), metavar="1|2|3")
@click.option("--again", is_flag=True)
@language_option
@click.option("--json", "as_json", is_flag=True)
def hint(exercise: str, level: int | None, again: bool, lang: str, as_json: bool) -> int:
    """Show the next hint for an exercise."""
    if level is not None and again:
        raise click.UsageError(told("error.options.level_and_again"))
    known = {outline.name: outline for outline in outlines(Plugins())}
    require_known(exercise, list(known), "exercise")
    if as_json:
        lang = language_of_record(lang)
    found = choose_hint(known[exercise], lang, Memory(), level=level, again=again)
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        write_hint(found, Screen(), catalogue_for(language=lang))
    return ExitCode.OK


def choose_hint(outline: ExerciseOutline, language: str, memory: Memory, *, level: int | None, again: bool) -> Hint:
    """Return the next hint and remember it; do not remember a hint that the student named."""
    hints = read_hints(outline, language) or read_hints(outline, RECORDS)
    if not hints:
        return Hint(exercise=outline.name, level=0, of=0, text="", last=False, not_remembered="")
    seen, problem = memory.seen(outline), ""
    chosen = level or (max(seen, 1) if again else min(seen + 1, len(hints)))
    if level is None and chosen != seen:
        problem = memory.keep(outline, chosen)
    return Hint(
        exercise=outline.name,
        level=chosen,
        of=len(hints),
        text=hints[chosen - 1],
        last=level is None and not again and seen == len(hints),
        not_remembered=problem,
    )


def write_hint(found: Hint, screen: Screen, catalogue: Catalogue) -> None:
    """Write a hint, its number, and how to see another hint."""
    values: dict[str, Value] = {"exercise": found.exercise, "level": found.level, "of": found.of}
    if not found.of:
        screen.line(catalogue.render("cli.hint.none", values))
        return
    if found.last:
        screen.entry("", catalogue.render("cli.hint.no_more", values))
        screen.line("")
    screen.line((catalogue.render("cli.hint.head", values), "bold"))
    screen.line("")
    for line in found.text.split("\n"):
        _write_line(line, screen)
    screen.line("")
    if found.level == found.of:
        return
    if found.not_remembered:
        said: dict[str, Value] = {**values, "reason": found.not_remembered, "next": found.level + 1}
        screen.entry("", catalogue.render("cli.hint.not_remembered", said))
    else:
        screen.line((catalogue.render("cli.hint.next", values), "dim"))


def _write_line(line: str, screen: Screen) -> None:
    """Write prose wrapped at the screen's width, a step under its number, and a formula unchanged."""
    if line.startswith("    ") or not line.strip():
        screen.line(line.rstrip(), wrap=False)
        return
    number = _NUMBERED.match(line)
    head = number[0] if number else ""
    screen.entry(head, line.removeprefix(head))
