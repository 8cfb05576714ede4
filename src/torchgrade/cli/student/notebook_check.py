"""Function ``torchgrade.check``: check the definitions of a notebook's cells without saving a file first."""

from __future__ import annotations

import atexit
import hashlib
import io
import itertools
import json
import os
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from torchgrade.cli.guess import require_known
from torchgrade.cli.language import preferred_language
from torchgrade.cli.options import choose_data
from torchgrade.cli.screen import Screen
from torchgrade.cli.student.asked import Asked, Named, choose_named, local_config, only_of, require_checks
from torchgrade.cli.student.check import exit_code, last_line
from torchgrade.cli.student.origins import with_origins
from torchgrade.cli.student.places import claims_of
from torchgrade.cli.student.solved import folder_of, remember
from torchgrade.cli.student.telling import of_session, without_commands, without_usual
from torchgrade.cli.student.text import ResultText
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.courses.languages import known_languages
from torchgrade.courses.outline import outlines
from torchgrade.deliveries.judge_request import JudgeRequest, read_request
from torchgrade.deliveries.listing import SubmittedBytes, list_work
from torchgrade.errors import ExitCode, UsageError
from torchgrade.model.catalogue import Catalogue
from torchgrade.model.exercises import Exercise
from torchgrade.model.outcomes import Outcome
from torchgrade.model.phrases import Value
from torchgrade.model.results import SubmissionResult
from torchgrade.model.showable import show
from torchgrade.model.told import in_language, told
from torchgrade.plugins.manager import Plugins
from torchgrade.readers import executed_cells
from torchgrade.reports.environment import make_environment
from torchgrade.reports.fragment import render_fragment
from torchgrade.reports.sentences import Sentences
from torchgrade.sandbox.warm_engine import WarmEngine

_NUMBERS = itertools.count(1)


class CannotCheckError(UsageError):
    """Error: the requested name or file is missing; a notebook shows the sentence without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [f"error: {self}"]


class Checked:
    """Result of a check; a notebook shows it as HTML, and other programs show text."""

    def __init__(
        self,
        result: SubmissionResult,
        asked: Asked | None,
        exercises: tuple[Exercise, ...],
        catalogue: Catalogue,
        plugins: Plugins,
        *,
        named: bool,
    ) -> None:
        """Keep a result; ``asked`` names the file, or is None for the cells of a session."""
        self.result = result
        """Record of the result, as ``torchgrade check --json`` writes it."""
        place = asked or Asked(file=Path(), exercises=(), checks=(), named=named)
        self.passed = exit_code(result, place) is ExitCode.OK
        """Whether every requested check passed."""
        self._asked = asked
        self._exercises = exercises
        self._shown = result if asked is not None else without_usual(result)
        self._catalogue = catalogue if asked is not None else of_session(catalogue, result)
        self._last_line = last_line(result, catalogue, plugins)
        self._number = next(_NUMBERS)

    def __str__(self) -> str:
        stream = io.StringIO()
        screen = Screen(stream)
        file = str(self._asked.file) if self._asked is not None else ""
        result = self._shown if self._asked is not None else without_commands(self._shown)
        ResultText(screen, self._catalogue, self._exercises, file).write(result)
        if self._asked is None:
            self._say_again(screen)
        screen.line(self._last_line)
        return stream.getvalue().rstrip("\n")

    __repr__ = __str__

    def _say_again(self, screen: Screen) -> None:
        checks = (check for exercise in self.result.exercises for check in exercise.checks)
        failed = next((c for c in checks if c.outcome is Outcome.FAILED and c.check_seed is not None), None)
        if failed is not None and failed.check_seed is not None:
            screen.line(self._catalogue.render("session.again", {}))
            screen.line(_call(failed.check, failed.check_seed), indent=2, wrap=False)
            screen.line("")

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> dict[str, str]:
        """Return text and HTML, as IPython asks for them."""
        bundle = {"text/plain": str(self), "text/html": self._html()}
        wanted = set(include) if include else set(bundle)
        return {kind: text for kind, text in bundle.items() if kind in wanted - set(exclude or ())}

    def _html(self) -> str:
        sentences = Sentences(self._catalogue, marks=True)
        return render_fragment(
            self._shown,
            self._exercises,
            sentences,
            make_environment(sentences),
            number=self._number,
            again=_call if self._asked is None else None,
            last_line=show(self._last_line),
        )


def check(
    *names: str,
    file: str | Path | None = None,
    lang: str | None = None,
    data: str | None = None,
    data_root: str | Path | None = None,
    check_seed: int | None = None,
) -> Checked:
    """Check exercises, single checks or assignments; check all installed exercises if you name none.

    In a notebook, the executed cells are checked, so the last definition of a function counts. In a script, the saved
    file of the script is checked.

    :param file: a ``.py`` file, a notebook or a folder with such files to check instead.
    :param lang: language of the sentences, ``en`` or ``zh``; by default that of the user's setting or locale.
    :param data: data set to train on; ``data_root`` is its folder.
    :param check_seed: seed of an earlier result, to draw the same inputs again.
    :raises UsageError: a name is not known, or there is no code to check.
    :raises TorchgradeError: torchgrade or the course has an error.
    """
    # Find the plugins once, because this reads the metadata of every installed distribution.
    plugins = Plugins()
    try:
        chosen = choose_data(data, None if data_root is None else Path(data_root), plugins)
        return _check(names, file, lang, chosen, check_seed, plugins)
    except CannotCheckError:
        raise
    except UsageError as error:
        raise CannotCheckError(in_language(error, catalogue_for(language=_language(lang, plugins)))) from None


def _check(
    names: tuple[str, ...],
    file: str | Path | None,
    lang: str | None,
    data: tuple[str, str],
    check_seed: int | None,
    plugins: Plugins,
) -> Checked:
    if lang is not None:
        require_known(lang, tuple(known_languages(plugins)), "language")
    lang = _language(lang, plugins)
    _require_no_files(names)
    named = choose_named(names, plugins, catalogue_for(language=lang))
    shell = None if file is not None else _shell()
    place = None if shell is not None else _file(file)
    engine = KEEPER.engine(named.exercises, data, plugins)
    course = engine.course
    catalogue = catalogue_for(course.catalogue_packages, lang)
    require_checks(named.checks, course, catalogue)
    asked = _asked(place, named, names) if place is not None else None
    request = _read(asked.file, plugins, catalogue) if asked is not None else _request(shell, catalogue)
    only = only_of(named.checks, course, named.exercises)
    result = KEEPER.judge(engine, replace(request, only=only, check_seed=check_seed))
    remember(request.files, result, folder_of(place or Path()), plugins, catalogue)
    if shell is not None:
        result = with_origins(result, shell, catalogue)
    return Checked(result, asked, course.exercises, catalogue, plugins, named=bool(names))


def _language(lang: str | None, plugins: Plugins) -> str:
    """Return the named language, or that of the user if none or an unknown one was named."""
    known = known_languages(plugins)
    return lang if lang in known else preferred_language(known)


def _asked(place: Path, named: Named, names: tuple[str, ...]) -> Asked:
    return Asked(file=place, exercises=named.exercises, checks=named.checks, named=bool(names))


def _require_no_files(names: Sequence[str]) -> None:
    """Raise :class:`UsageError` if a file was named like an exercise."""
    for name in names:
        if name.lower().endswith((".py", ".ipynb")):
            call = ", ".join(json.dumps(show(other, limit=200), ensure_ascii=False) for other in names if other != name)
            file = json.dumps(show(name, limit=255), ensure_ascii=False)
            values: dict[str, Value] = {
                "name": show(name, limit=255),
                "call": f"check({call}{', ' * bool(call)}file={file})",
            }
            raise UsageError(told("session.is_file", **values))


def _shell() -> Any:
    """Return the IPython shell that runs here, or None; do not import IPython."""
    ipython = sys.modules.get("IPython")
    return None if ipython is None else ipython.get_ipython()


def _file(file: str | Path | None) -> Path:
    """Return the named file, otherwise the running script."""
    if file is None:
        file = getattr(sys.modules.get("__main__"), "__file__", None)
    if file is None:
        raise UsageError(told("session.no_file"))
    path = Path(file).expanduser()
    if not path.exists():
        raise UsageError(told("cli.check.no_such_file", name=show(str(path), limit=255)))
    return path


def _read(place: Path, plugins: Plugins, catalogue: Catalogue) -> JudgeRequest:
    """Return a request for a file, or for the files of a folder."""
    listing = list_work(place.absolute(), claims_of(plugins), catalogue.note)
    if not listing.found:
        raise CannotCheckError(" ".join(one.note.message for one in listing.not_understood))
    return read_request(listing.found[0], catalogue, listing.found[0].problems)


def _request(shell: Any, catalogue: Catalogue) -> JudgeRequest:
    """Return a request for the cells of a session as the student typed them, including cells with magics."""
    executed = list(enumerate(shell.history_manager.input_hist_raw))
    data = executed_cells.pack(executed)
    digest = hashlib.blake2b(data, digest_size=20).hexdigest()
    files = (SubmittedBytes(name=executed_cells.NAME, data=data, mtime_ns=0),)
    return JudgeRequest(submission=catalogue.render("session.name", {}), digest=digest, files=files)


def _call(check_id: str, seed: int) -> str:
    """Return the call that tries the same numbers again in a session."""
    return f'check("{show(check_id, limit=200)}", check_seed={seed})'


class Keeper:
    """Keeper of a session's processes: it keeps them warm between checks, and ends them with the session."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._engine: WarmEngine | None = None
        self._pid = 0
        self._data = ("", "")

    def engine(self, exercises: tuple[str, ...], data: tuple[str, str], plugins: Plugins) -> WarmEngine:
        """Return an engine that knows these exercises: the running engine, or a new engine that replaces it.

        :raises TorchgradeError: the engine cannot be started.
        """
        with self._lock:
            if self._pid != os.getpid():
                # This is a child of the session. Leave the parent's processes alone, because only the parent may end
                # them.
                self._engine, self._pid = None, os.getpid()
            known = set(self._engine.config.exercises) if self._engine is not None else set()
            if self._engine is None or not known.issuperset(exercises) or data != self._data:
                self._end()
                self._engine = WarmEngine(local_config(_with_light(known.union(exercises), plugins), *data))
                self._data = data
            return self._engine

    def judge(self, engine: WarmEngine, request: JudgeRequest) -> SubmissionResult:
        """Return the result; processes that failed are not kept."""
        try:
            return engine.judge(request)
        except Exception:
            self.close()
            raise

    def close(self) -> None:
        """End the processes; a second call and a call in a child of the session have no effect."""
        with self._lock:
            if self._pid == os.getpid():
                self._end()

    def _end(self) -> None:
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()


def _with_light(wanted: set[str], plugins: Plugins) -> tuple[str, ...]:
    """Return these exercises and all exercises without a data set, so that a check of another exercise starts warm."""
    return tuple(outline.name for outline in outlines(plugins) if outline.name in wanted or not outline.data)


KEEPER = Keeper()
atexit.register(KEEPER.close)
