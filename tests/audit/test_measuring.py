"""The time of a submission is processor time if an engine of this machine can tell it."""

from __future__ import annotations

from tests.audit.fake_engine import FakeEngine
from tests.conftest import request_of
from torchgrade.audit.measuring import judge_measured
from torchgrade.sandbox.engine import Engine


def test_an_engine_whose_processes_are_not_known_gives_the_time_on_the_clock() -> None:
    result, seconds = judge_measured(FakeEngine(lambda _: {}), request_of({"double.py": b""}))  # type: ignore[arg-type]

    assert seconds == result.seconds


def test_a_loop_takes_more_processor_time_than_nothing(engine: Engine) -> None:
    """Both are measured with the same engine, one after the other."""
    loop = b"def softmax(X):\n    n = 0\n    while n < 3_000_000:\n        n += 1\n    return X\n"
    only = {"only": ("softmax.rows",)}

    _, little = judge_measured(engine, request_of({"a.py": b"def softmax(X):\n    return X\n"}, **only))
    _, much = judge_measured(engine, request_of({"a.py": loop}, **only))

    assert 0 < little < much
