"""One engine for many checks of one person: what `watch` and a notebook keep between two of them."""

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
    """Judges one submission after another, whatever their code does.

    Where processes are forked, one zygote serves all of them and is started again where it died. Where they are
    not, each judge serves once, and the next one starts while the student reads.
    """

    def __init__(self, config: RunConfig) -> None:
        """Start the processes.

        :raises TorchgradeError: they cannot be started, or the course cannot be loaded.
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

        :param is_outdated: asked now and then whether the result is still wanted, where processes are forked.
        :raises OutdatedError: it is not.
        :raises TorchgradeError: processes had to be started again, and could not be.
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
        """End all processes; may be called twice."""
        if self._engine is not None:
            self._engine.close()
        if self._coming is not None:
            self._coming.add_done_callback(_close)
        self._starter.shutdown()


def _close(coming: Future[SpawnEngine]) -> None:
    if not coming.cancelled() and coming.exception() is None:
        coming.result().close()
