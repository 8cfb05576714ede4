"""An engine for one person: judges again and again, with and without fork."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from tests.conftest import SHORT, request_of
from tests.model.test_results import RESULT
from tests.sandbox.test_failures import COURSE
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox import warm_engine as module
from torchgrade.sandbox.engine import Engine, OutdatedError
from torchgrade.sandbox.warm_engine import WarmEngine

CONFIG = RunConfig(
    exercises=("softmax",), data="synthetic-fashion", data_root="", seed=1, hidden_seed=0, hidden_checks=False,
    limits=SHORT,
)  # fmt: skip
RIGHT = "import torch\ndef softmax(X):\n    e = (X - X.max(1, keepdim=True).values).exp()\n    return e / e.sum(1, keepdim=True)\n"


def request(text: str) -> JudgeRequest:
    return request_of({"ada.py": text.encode()})


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmEngine]:
    """Processes that serve every test here."""
    with WarmEngine(CONFIG) as started:
        yield started


def zygote(warm: WarmEngine) -> Engine:
    assert isinstance(warm._engine, Engine)
    return warm._engine


@pytest.mark.parametrize(
    "crime", ["import os\n    os._exit(0)", "while True: pass", "import os\n    os.kill(os.getppid(), 9)"]
)
def test_the_next_check_is_judged_after_whatever_the_last_one_did(warm: WarmEngine, crime: str) -> None:
    assert warm.judge(request(f"def softmax(X):\n    {crime}\n")).points == 0
    assert warm.judge(request(RIGHT)).points == 6


def test_the_zygote_is_started_again_where_it_died_while_nobody_asked(warm: WarmEngine) -> None:
    before = zygote(warm).starts
    os.kill(zygote(warm).pid, signal.SIGKILL)
    time.sleep(0.1)

    assert warm.judge(request(RIGHT)).points == 6
    assert zygote(warm).starts == before + 1


def test_a_judge_that_died_while_it_waited_costs_nothing(warm: WarmEngine) -> None:
    waiting = zygote(warm)._waiting
    assert waiting is not None
    waiting.connection.stream.shutdown(2)

    assert warm.judge(request(RIGHT)).points == 6


def test_a_check_that_nobody_waits_for_any_more_is_stopped(warm: WarmEngine) -> None:
    answers = iter([False, False, True])

    with pytest.raises(OutdatedError):
        warm.judge(request("def softmax(X):\n    while True: pass\n"), lambda: next(answers))
    assert list(answers) == []
    assert warm.judge(request(RIGHT), lambda: False).points == 6


class Once:
    """A judge that serves once, as where nothing is forked."""

    living = 0
    made = 0

    def __init__(self, config: RunConfig) -> None:
        self.course = COURSE
        self.served = False
        Once.living += 1
        Once.made += 1

    def judge(self, request: JudgeRequest) -> SubmissionResult:
        assert not self.served
        self.served = True
        return RESULT

    def close(self) -> None:
        Once.living -= 1


def test_without_fork_each_check_has_a_judge_of_its_own_and_none_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "one_off", Once)
    monkeypatch.setattr(module, "SpawnEngine", Once)
    with WarmEngine(CONFIG) as warm:
        assert [warm.judge(request(RIGHT)) for _ in range(3)] == [RESULT] * 3

    assert (Once.made, Once.living) == (4, 0)
