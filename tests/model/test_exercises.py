"""An exercise's record survives its JSON, and its maximum is the sum of its checks."""

from __future__ import annotations

import msgspec
import pytest

from torchgrade.model.exercises import CheckSpec, Exercise, Limits
from torchgrade.model.outcomes import Kind

EXERCISE = Exercise(
    exercise="f",
    topic="t",
    title="F",
    signature="f(X)",
    section="4.3",
    checks=(
        CheckSpec(check="f.rows", sentence="Rows.", kind=Kind.VALUE, points=2.0),
        CheckSpec(check="f.h", sentence="H.", kind=Kind.SHAPE, points=0.5, requires=("f.rows",), hidden=True),
    ),
)


def test_an_exercise_survives_its_json() -> None:
    assert msgspec.json.decode(msgspec.json.encode(EXERCISE), type=Exercise) == EXERCISE


def test_the_maximum_is_the_sum_of_all_checks_hidden_ones_too() -> None:
    assert EXERCISE.max_points == 2.5


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        EXERCISE.title = "G"  # type: ignore[misc]


def test_limits_survive_their_json() -> None:
    limits = Limits(cpu_seconds=1.5, memory_bytes=1 << 20)

    assert msgspec.json.decode(msgspec.json.encode(limits), type=Limits) == limits
