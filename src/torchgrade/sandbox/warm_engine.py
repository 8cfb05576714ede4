"""One engine for many checks of one person, which `watch` and a notebook keep between two checks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox.engine import Engine
from torchgrade.sandbox.fork_or_spawn import one_off
from torchgrade.sandbox.single import SpawnEngine


class WarmEngine:
    """Engine that judges one submission after another, whatever their code does.

    If processes are forked, one zygote serves all submissions and is started again after it dies. Otherwise each judge
    serves once, and the next judge starts while the student reads.
    """

    def __init__(self, config: RunConfig) -> None:
        """Start the processes.

        :raises TorchgradeError: the processes cannot be started, or the course cannot be loaded.
        """
        self.config = config
        self._engine: Engine | SpawnEngine | None = one_off(config)
        self.course = self._engine.course
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="start")
        self._coming: Future[SpawnEngine] | None = None
        if isinstance(self._engine, Engine):
            self._engine.prepare()

    def __enter__(self) -> WarmEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def judge(self, request: JudgeRequest, is_outdated: Callable[[], bool] | None = None) -> SubmissionResult:
        """Return the result of one submission.

        :param is_outdated: asked now and then whether the result is no longer wanted, if processes are forked.
        :raises OutdatedError: the result is no longer wanted.
        :raises TorchgradeError: processes had to be started again, and the start failed.
        """
        engine = self._engine
        if isinstance(engine, Engine):
            try:
                return engine.judge(request, is_outdated)
            finally:
                engine.prepare()
        if engine is None:
            coming, self._coming = self._coming, None
            engine = coming.result() if coming is not None else SpawnEngine(self.config)
        self._engine = None
        try:
            return engine.judge(request)
        finally:
            engine.close()
            self._coming = self._starter.submit(SpawnEngine, self.config)

    def close(self) -> None:
        """End all processes. May be called twice."""
        if self._engine is not None:
            self._engine.close()
        if self._coming is not None:
            self._coming.add_done_callback(_close)
        self._starter.shutdown()


def _close(coming: Future[SpawnEngine]) -> None:
    if not coming.cancelled() and coming.exception() is None:
        coming.result().close()
