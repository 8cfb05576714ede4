"""Cases are graded once, right answers first, and verdicts are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.audit.fake_engine import FakeEngine, Silent
from tests.audit.making import case
from torchgrade.audit.cases import Case, Group
from torchgrade.audit.exercises import AuditedExercise
from torchgrade.audit.judging import Grader, Settings
from torchgrade.audit.kept import Kept
from torchgrade.audit.limits import CLASS

SETTINGS = Settings(data="d", data_root="", jobs=2)


def rule(text: str) -> dict[str, tuple[str, str, str]]:
    """Fail what says so."""
    if "slow" in text:
        return {"values": ("failed", "limit.cpu", ""), "untouched": ("skipped", "skipped.requires", "")}
    return {"values": ("failed", "value.differs", "")} if "wrong" in text else {}


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(rule)


@pytest.fixture
def kept(exercise: AuditedExercise, tmp_path: Path) -> Kept:
    return Kept(exercise, tmp_path / "cache")


def grader(engine: FakeEngine, kept: Kept, watcher: Silent | None = None) -> Grader:
    start: Any = engine
    return Grader(SETTINGS, {"double": kept}, watcher or Silent(), start)


def wrong(text: str = "wrong") -> Case:
    return case(Group.MISTAKE, data=text.encode())


def reference(seed: int = 0) -> Case:
    return case(Group.REFERENCE, data=b"right", seed=seed)


def test_right_answers_get_the_limits_of_a_class_run_and_wrong_ones_those_of_the_reference(
    engine: FakeEngine, kept: Kept
) -> None:
    one = grader(engine, kept)

    one.grade([wrong(), reference()])

    assert engine.texts == ["right", "wrong"]
    assert [config.limits == CLASS for config in engine.configs] == [True, False]
    assert one.seconds("double") == 0.2


def test_every_engine_is_closed_and_asks_only_for_the_exercises_that_need_it(engine: FakeEngine, kept: Kept) -> None:
    grader(engine, kept).grade([reference(), wrong()])

    assert engine.closed == len(engine.configs) == 2
    assert all(config.exercises == ("double",) for config in engine.configs)


def test_equal_submissions_are_graded_once(engine: FakeEngine, kept: Kept) -> None:
    one = grader(engine, kept)
    cases = [wrong(), wrong(), wrong("wrong too")]

    one.grade(cases)

    assert sorted(engine.texts) == ["wrong", "wrong too"]
    assert set(one.verdicts) == set(cases)
    assert one.fresh == 3


def test_seeds_of_one_reference_draw_different_inputs_in_the_same_way_each_time(
    engine: FakeEngine, kept: Kept, exercise: AuditedExercise, tmp_path: Path
) -> None:
    grader(engine, kept).grade([reference(seed) for seed in range(3)])
    grader(engine, Kept(exercise, tmp_path / "other")).grade([reference(seed) for seed in range(3)])

    digests = [request.digest for request in engine.requests]
    assert len(set(digests)) == 3
    assert digests[:3] == digests[3:]


def test_a_second_audit_asks_no_engine(engine: FakeEngine, kept: Kept) -> None:
    grader(engine, kept).grade([reference(), wrong()])
    started = len(engine.configs)
    watcher = Silent()
    again = grader(engine, kept, watcher)
    again.grade([reference(), wrong()])

    assert len(engine.configs) == started
    assert again.fresh == 0
    assert watcher.plans[-1] == (2, 2)


def test_an_interrupted_audit_keeps_what_it_has(engine: FakeEngine, kept: Kept) -> None:
    engine.stop_after = 2
    first = grader(engine, kept)
    cases = [reference(), wrong(), wrong("wrong too")]
    with pytest.raises(KeyboardInterrupt):
        first.grade(cases)
    engine.stop_after = None

    second = grader(engine, kept)
    second.grade(cases)

    assert len(first.verdicts) == 2
    assert second.fresh == 1
    assert engine.closed == len(engine.configs)


def test_what_only_the_time_limit_stops_is_tried_again_alone(engine: FakeEngine, kept: Kept) -> None:
    one = grader(engine, kept)
    slow = case(Group.MUTANT, data=b"slow")

    one.grade([slow, wrong()])

    assert engine.texts == ["slow", "wrong", "slow"]
    assert one.verdicts[slow].is_by_time


def test_the_watcher_learns_of_every_submission_by_its_title(engine: FakeEngine, kept: Kept) -> None:
    watcher = Silent()
    grader(engine, kept, watcher).grade([reference(), wrong()])

    assert watcher.seen == ["double reference one", "double mistake one"]
