"""Verdicts on any text, from the engine that grades a class."""

from __future__ import annotations

import hashlib

from torchgrade.audit.limits import CLASS
from torchgrade.audit.verdicts import Verdict, verdict_of
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.deliveries.listing import SubmittedBytes
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.runs import RunConfig
from torchgrade.plugins.manager import Plugins
from torchgrade.sandbox.engine import Engine
from torchgrade.sandbox.fork_or_spawn import for_class
from torchgrade.sandbox.single import SpawnedSeries

_SEED, _HIDDEN_SEED = 1, 2


class Judge:
    """Judge of submissions to exercises, with one warm engine for each exercise."""

    def __init__(self, data: str = "") -> None:
        """Prepare to judge.

        :param data: data set of the exercises that train; the first installed data set if it is empty.
        """
        known = [source.name for source in Plugins().gather("torchgrade_datasets")]
        self._data = data or known[0]
        self._engines: dict[str, Engine | SpawnedSeries] = {}

    def __call__(self, exercise: str, text: str) -> Verdict:
        """Return the verdict on a file with this text: its points, the failed checks and the named mistakes.

        :param exercise: id of an installed exercise, whose solution is installed too.
        """
        name = f"{exercise}.py"
        request = JudgeRequest(
            submission=exercise,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            files=(SubmittedBytes(name=name, data=text.encode(), mtime_ns=0),),
        )
        _, result = next(iter(self._engine(exercise).run(iter([request]))))
        return verdict_of(result, exercise)

    def _engine(self, exercise: str) -> Engine | SpawnedSeries:
        if exercise not in self._engines:
            config = RunConfig(
                exercises=(exercise,), data=self._data, data_root="", seed=_SEED, hidden_seed=_HIDDEN_SEED,
                limits=CLASS, sandbox=SandboxLevel.B,
            )  # fmt: skip
            self._engines[exercise] = for_class(config, 1)
        return self._engines[exercise]

    def close(self) -> None:
        """End the engines."""
        for engine in self._engines.values():
            engine.close()
        self._engines.clear()
