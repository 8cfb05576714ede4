"""One worker serves the exercises of a submission, unless something happened that the next one could see."""

from __future__ import annotations

import os

import torch

from tests.checking.little_course import CONFIG, ScriptedWorkers, returned
from torchgrade.checking.spare import Spare
from torchgrade.checking.worker_session import WorkerSession, number
from torchgrade.protocol.messages import Call, Done, Load, Loaded, Reply, WorkerRequest, Worn

ANSWERS = list[tuple[Reply, list[bytes]] | bytes | None]


def loading(override: tuple[str, ...]) -> Load:
    return Load(
        number=number(), units=[], stand_ins=[], givens="", fill=[], override=list(override), wanted=["f"], seed=1
    )


class _Workers(ScriptedWorkers):
    """Workers that answer a second request to load as the test says."""

    def __init__(self, again: object = None) -> None:
        super().__init__(lambda request, body, load: self._script(request))
        self.again = again

    def start(self):  # type: ignore[no-untyped-def] # because it wraps the answer of the class above
        worker = super().start()
        answer = worker.answer

        def answered(request: WorkerRequest, body: bytes) -> object:
            if isinstance(request, Load) and request.again and self.again is not None:
                return self.again(request)  # type: ignore[operator]
            return answer(request, body)

        worker.answer = answered
        return worker

    @staticmethod
    def _script(request: WorkerRequest) -> tuple[Reply, list[bytes]]:
        return returned(request, torch.ones(2)) if isinstance(request, Call) else (Done(number=request.number), [])


def ask(workers: _Workers, spare: Spare, override: tuple[str, ...] = ()) -> WorkerSession:
    session = WorkerSession(workers, CONFIG.limits, loading, spare=spare)
    if override:
        session.replace(override)
    session.begin(1)
    session.ask(Call(number=number(), name="f", arguments=[]), reply_bytes=1 << 10)
    return session


def test_the_next_exercise_gets_the_worker_of_the_one_before() -> None:
    workers, spare = _Workers(), Spare()
    ask(workers, spare).close()
    session = ask(workers, spare)
    session.close()
    spare.close()

    assert len(workers.started) == 1
    assert [(load.again, load.more) for load in workers.loads] == [(False, True), (True, True)]
    assert isinstance(workers.requests[-1], Call)
    assert workers.requests[-1].seed is not None


def test_a_worn_worker_is_replaced_and_ended() -> None:
    workers, spare = _Workers(again=lambda request: (Worn(number=request.number), [])), Spare()
    ask(workers, spare).close()
    session = ask(workers, spare)

    assert len(workers.started) == 2
    assert workers.started[0].killed
    assert session.loaded is not None
    assert session.limits_hit == 0


def test_a_worker_that_breaks_the_protocol_when_it_loads_again_costs_nothing() -> None:
    workers, spare = _Workers(again=lambda request: (Loaded(number=0, defined=[], given=[], notes=[]), [])), Spare()
    ask(workers, spare).close()
    session = ask(workers, spare)

    assert len(workers.started) == 2
    assert session.limits_hit == 0


def test_a_worker_with_functions_of_the_course_is_not_left_to_the_next_exercise() -> None:
    workers, spare = _Workers(), Spare()
    ask(workers, spare, ("g",)).close()

    assert spare.take() is None
    assert workers.started[0].killed


def test_a_session_that_met_a_limit_leaves_no_worker() -> None:
    workers, spare = _Workers(), Spare()
    session = ask(workers, spare)
    session.limits_hit = 1
    session.close()

    assert spare.take() is None


def test_a_session_without_a_successor_ends_its_worker() -> None:
    workers = _Workers()
    session = WorkerSession(workers, CONFIG.limits, loading)
    session.begin(1)
    session.ask(Call(number=number(), name="f", arguments=[]), reply_bytes=1 << 10)
    session.close()

    assert workers.started[0].killed
    assert not workers.loads[0].more


def test_what_the_worker_printed_before_is_no_output_of_the_next_exercise() -> None:
    workers, spare = _Workers(), Spare()
    ask(workers, spare).close()
    os.write(workers.started[0].writer, b"late")
    session = ask(workers, spare)

    assert session.output == ""
    session.close()
    spare.close()
