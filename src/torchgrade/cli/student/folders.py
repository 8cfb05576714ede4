"""Work of a student in one folder: which file defines which exercise. No code is executed."""

from __future__ import annotations

import itertools
import shlex
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct, structs

from torchgrade.cli.student.places import claims_of, list_work
from torchgrade.courses.outline import outlines
from torchgrade.courses.texts import read_stub
from torchgrade.deliveries.found import FILE_BYTES, MOST_FILES, Found, FoundFile, storable
from torchgrade.deliveries.judge_request import JudgeRequest, read_request
from torchgrade.deliveries.listing import Claims, SubmittedBytes
from torchgrade.deliveries.places import is_left_out
from torchgrade.errors import UsageError
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.phrases import Phrase, Value, listed, phrase
from torchgrade.model.results import Note
from torchgrade.model.showable import show, show_name
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import resolve
from torchgrade.readers.cells import UnreadableError
from torchgrade.readers.running import module_of
from torchgrade.slicing.cutting import MODULE, ReadFile, cut, definers
from torchgrade.slicing.outline import read_outline

_MOST_SHOWN = 5
_MOST_FOLDERS = 50
"""Most subfolders of the named folder that are searched for a definition, so that an error can name its place."""

_MOST_BYTES = 32 << 20
"""Most bytes that are read of all files in these folders."""


class Wanted(Struct, frozen=True, kw_only=True):
    """Exercises to check in a folder."""

    exercises: tuple[str, ...]
    """Ids, in the order of the course."""
    words: tuple[str, ...]
    """Words of the command after the folder; empty if the command names no exercise."""


class FolderWork(Struct, frozen=True, kw_only=True):
    """The files of a folder, ready to be judged as one submission."""

    job: JudgeRequest
    """Bytes of all files; the problems of the request name the exercises that several files define."""
    judged: tuple[str, ...] | None
    """Exercises to judge if several files define another exercise; None for all wanted exercises."""


class Folder:
    """Folder with the files directly in it."""

    def __init__(self, place: Path, plugins: Plugins, catalogue: Catalogue) -> None:
        self.place = place
        self._plugins = plugins
        self._catalogue = catalogue
        self._claims = claims_of(plugins, documents=False)

    def only_file(self, wanted: Wanted) -> Path | None:
        """Return the only file with code, or None if there are several files.

        :raises UsageError: there is no file; the sentence names suitable files in subfolders.
        """
        files = list_work(self.place, self._claims, self._catalogue)
        if not files:
            raise self._error("no_file", wanted)
        return files[0] if len(files) == 1 else None

    def work(self, wanted: Wanted) -> FolderWork:
        """Read all files and find the exercises that they define.

        :raises UsageError: the files define none of the exercises, or several files define each of them.
        """
        job = self.job()
        read, unreadable = _parse(job.files, self._plugins, self._catalogue)
        stubs = {outline.name: read_stub(outline) for outline in outlines(self._plugins)}
        defined: dict[str, list[str]] = {}
        for exercise in wanted.exercises:
            names, are_stubs = definers(read, exercise, stubs[exercise])
            # Use the first of several stubs, because no mark depends on this choice.
            defined[exercise] = names[:1] if are_stubs else names
        if not any(defined.values()):
            reasons = [note.message for note in (*job.problems, *unreadable)][:_MOST_SHOWN]
            raise UsageError(" ".join([str(self._error("nowhere", wanted)), *reasons]))
        several = {exercise: names for exercise, names in defined.items() if len(names) > 1}
        notes = [self._several(exercise, names, wanted) for exercise, names in several.items()]
        if not any(len(names) == 1 for names in defined.values()):
            raise UsageError(" ".join(note.message for note in notes))
        for exercise, names in defined.items():
            if len(names) == 1:
                notes += self._needed(read, exercise, names[0], stubs[exercise])
        return FolderWork(
            job=structs.replace(job, problems=(*job.problems, *notes)),
            judged=tuple(exercise for exercise in wanted.exercises if exercise not in several) if several else None,
        )

    def job(self) -> JudgeRequest:
        """Return the bytes of all files as one submission, with a note on each file that is left out.

        :raises UsageError: no file can be read.
        """
        say = self._catalogue.note
        files, problems = [], []
        for path in list_work(self.place, self._claims, self._catalogue):
            if path.is_symlink():
                problems.append(say("listing.symlink", name=show_name(str(path))))
            else:
                files.append(FoundFile(name=storable(path.name), path=path))
        if len(files) > MOST_FILES:
            problems.append(say("listing.too_many", name=self._name(), limit=MOST_FILES))
        if not files:
            raise UsageError(problems[0].message)
        name = storable(self.place.absolute().name) or "work"
        return read_request(
            Found(submission=name, path=self.place, files=files[:MOST_FILES]), self._catalogue, problems
        )

    def _several(self, exercise: str, names: Sequence[str], wanted: Wanted) -> Note:
        return self._catalogue.note(
            "cli.check.several_define",
            exercise=exercise,
            names=_named(names),
            command=_command(self.place / names[0], _of_exercise(exercise, wanted) or (exercise,)),
        )

    def _needed(self, read: Sequence[ReadFile], exercise: str, name: str, stub: str) -> Iterator[Note]:
        """Yield a note if a file works only with other files beside it, which a student may forget to submit."""
        units = cut(read, exercise, say=self._catalogue.note, stub=stub).units
        # Ignore a module that the file writes itself, because a student cannot forget it.
        there = {module_of(one.name): one.name for one in read}
        needed = [there[unit.module] for unit in units if unit.module != MODULE and unit.module in there]
        if needed:
            yield self._catalogue.note("cli.check.needed", name=show_name(name), names=_named(needed))

    def _name(self) -> str:
        return self._catalogue.render("cli.check.here", {}) if self.place == Path() else show_name(str(self.place))

    def _error(self, entry: str, wanted: Wanted) -> UsageError:
        words = wanted.words
        found = _below(self.place, wanted.exercises, self._claims, self._catalogue)
        # Name folders if the command named no exercise, because all exercises are wanted and one file seldom has them
        # all.
        places = found if words else (path.parent for path in found)
        below = list(itertools.islice(dict.fromkeys(places), _MOST_SHOWN))
        if below:
            values: dict[str, Value] = {"names": _named(map(str, below)), "command": _command(below[0], words)}
            hint = self._catalogue.render("cli.check.below", values)
        else:
            hint = self._catalogue.render("cli.check.name_it", {"words": show(shlex.join(["FILE", *words]))})
        names = listed(wanted.exercises) if words else phrase("cli.check.any")
        values = {"place": self._name(), "names": names, "hint": hint}
        return UsageError(self._catalogue.render(f"cli.check.{entry}", values))


def _parse(
    files: Iterable[SubmittedBytes], plugins: Plugins, catalogue: Catalogue
) -> tuple[list[ReadFile], list[Note]]:
    """Return the files that can be read, and the reason for each other file."""
    readers = plugins.gather("torchgrade_readers")
    read: list[ReadFile] = []
    unreadable: list[Note] = []
    for file in files:
        reader = next(reader for reader in readers if resolve(reader.claims)(file.name))
        try:
            outline = read_outline(file.name, resolve(reader.cells)(file.data), catalogue.note)
        except UnreadableError as error:
            reason = error.note(catalogue.note).message
            unreadable.append(catalogue.note("read.file", file=show_name(file.name), reason=reason))
        else:
            read.append(ReadFile(name=file.name, mtime_ns=file.mtime_ns, outline=outline))
    return read, unreadable


def _below(place: Path, exercises: Sequence[str], claims: Sequence[Claims], catalogue: Catalogue) -> Iterator[Path]:
    """Yield files in the subfolders whose text seems to define one of the exercises."""
    wanted = [f"def {exercise}(".encode() for exercise in exercises]
    allowed = _MOST_BYTES
    inside = sorted(path for path in place.iterdir() if not is_left_out(path.name))
    for folder in [path for path in inside if path.is_dir() and not path.is_symlink()][:_MOST_FOLDERS]:
        try:
            files = [path for path in list_work(folder, claims, catalogue) if not path.is_symlink()]
            for path in files[:MOST_FILES]:
                with path.open("rb") as file:
                    text = file.read(min(FILE_BYTES, allowed))
                allowed -= len(text)
                if any(definition in text for definition in wanted):
                    yield path
        except (OSError, UsageError):
            # Skip a folder that cannot be read, because it gives no hint.
            continue


def _of_exercise(exercise: str, wanted: Wanted) -> tuple[str, ...]:
    """Return the checks of an exercise that the command named."""
    return tuple(word for word in wanted.words if word.partition(".")[0] == exercise)


def _named(names: Iterable[str]) -> Phrase:
    shown = [show_name(name) for name in names]
    return listed([*shown[:_MOST_SHOWN], *(["…"] if len(shown) > _MOST_SHOWN else [])])


def _command(place: Path, words: Iterable[str]) -> str:
    return show(shlex.join(["torchgrade", "check", str(place), *words]))
