"""Judge of one exercise in the process that asks: no worker, no socket and no pytest.

It serves an author who steps through a check in a debugger, and programs that judge an answer over thousands of seeds.
The submission runs in the judge's own process, so it must be one that you trust.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Sequence
from typing import Any

from torchgrade.checking.budget import Budget
from torchgrade.checking.course import Course
from torchgrade.checking.examination import Examination
from torchgrade.checking.fixtures import FIXTURES
from torchgrade.checking.reading import read_submission
from torchgrade.checking.worker_session import Workers, WorkerSession
from torchgrade.courses.solutions import hidden_module, solutions
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.deliveries.listing import SubmittedBytes
from torchgrade.errors import UsageError
from torchgrade.model.exercises import Limits
from torchgrade.model.results import CheckResult
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins
from torchgrade.protocol.messages import Load, Reply, WorkerRequest, decode_reply, decode_request, encode
from torchgrade.protocol.worker import Worker
from torchgrade.sandbox.worker.verbs import Verbs


class _Loopback:
    """Client whose worker is this process. Every request and reply is encoded, as between two processes."""

    usable = True
    output = b""

    def __init__(self) -> None:
        self._verbs = Verbs()

    def begin(self) -> None:
        """Start no clock, because nothing is limited here."""

    def drain(self) -> None:
        """Read no output, because the function prints to the caller's own."""

    def close(self) -> None:
        """Keep the loaded submission, because a fresh one would replace functions of libraries once more."""

    def request(
        self,
        request: WorkerRequest,
        buffers: list[bytes] | None = None,
        *,
        reply_bytes: int = 0,  # noqa: ARG002 - a client's interface
        fd: int | None = None,
    ) -> tuple[Reply, bytes]:
        """Return the reply and the bytes of its tensors."""
        reply, parts = self._verbs.answer(decode_request(encode(request)), b"".join(buffers or []), fd)
        return decode_reply(encode(reply)), b"".join(parts)


class _NoWorkers:
    def start(self) -> Worker:
        raise AssertionError("A direct judge starts no worker.")

    def seal(self, _data: bytes) -> int | None:
        return None


class _DirectSession(WorkerSession):
    """Session with a loopback that a judge keeps for all of its examinations."""

    def __init__(
        self,
        workers: Workers,
        limits: Limits,
        load: Callable[[tuple[str, ...]], Load],
        budget: Budget,
        *,
        client: Any,
        is_first: bool,
    ) -> None:
        super().__init__(workers, limits, load, budget)
        if not is_first:
            self._client = client
        self._loopback = client

    def _connect(self) -> Any:
        return self._loopback


class DirectJudge:
    """Judge of one exercise of one trusted submission."""

    def __init__(self, course: Course, exercise: str, files: Sequence[SubmittedBytes]) -> None:
        """Read the submission.

        :param course: course, made by :func:`torchgrade.checking.loading.load_course`.
        :raises UsageError: the files do not define the exercise.
        """
        self._course = course
        self._exercise = course.exercise(exercise)
        self._request = JudgeRequest(submission="direct", digest="", files=tuple(files))
        self._slice = read_submission(self._request, course).slices[exercise]
        if not self._slice.found:
            raise UsageError(told("error.not_defined", exercise=exercise))
        self._loopback = _Loopback()
        self._judged = 0
        self._checks = dict(_checks(self._exercise.outline.package, exercise))

    def judge(self, digest: str) -> list[CheckResult]:
        """Return the results of all checks, in their order.

        :param digest: digest of the submission, in place of its files' digest; the inputs are drawn from it.
        """
        session = functools.partial(_DirectSession, client=self._loopback, is_first=self._judged == 0)
        self._judged += 1
        request = JudgeRequest(submission="direct", digest=digest, files=self._request.files)
        examination = Examination(request, self._exercise, self._slice, self._course, _NoWorkers(), session)
        for spec in examination.specs:
            check = self._checks[spec]
            examination.run(spec, lambda check=check: _outcome(check, examination))  # type: ignore[misc]
        return list(examination.results.values())


def _outcome(check: Callable[..., None], examination: Examination) -> BaseException | None:
    """Run a check with the fixtures that it names; return its exception."""
    wanted = check.__code__.co_varnames[: check.__code__.co_argcount]
    try:
        check(**{name: FIXTURES[name](examination) for name in wanted})
    except Exception as error:  # noqa: BLE001 - the examination decides what the exception means
        return error
    return None


def _checks(package: str, exercise: str) -> list[tuple[str, Callable[..., None]]]:
    """Return the check functions of an exercise by their ids, with those of the installed hidden checks."""
    source = solutions(Plugins()).get(exercise)
    hidden = hidden_module(source) if source is not None else None
    modules = [importlib.import_module(name) for name in (f"{package}.checks", hidden) if name is not None]
    return [
        (f"{exercise}.{name.removeprefix('test_')}", function)
        for module in modules
        for name, function in vars(module).items()
        if name.startswith("test_")
    ]
