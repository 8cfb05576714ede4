"""One start of everything that grading starts."""

from __future__ import annotations

import resource
import sys

import pytest
from msgspec import structs

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.errors import InternalError, UsageError
from torchgrade.model.outcomes import Kind, Outcome, SandboxLevel, Status
from torchgrade.model.phrases import Value
from torchgrade.model.results import CheckResult, ExerciseResult, SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.model.told import in_language
from torchgrade.sandbox import probe as probe_module
from torchgrade.sandbox.probe import Limit, limits, probe

CONFIG = RunConfig(exercises=("softmax",), data="synthetic-fashion", data_root="", seed=1, hidden_seed=2)


def test_a_zygote_starts_and_a_worker_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TORCHGRADE_START", raising=False)
    seen = probe(structs.replace(CONFIG, sandbox=SandboxLevel.B))

    assert seen.forked
    assert seen.isolation is not None
    assert (seen.isolation.threads, seen.isolation.breaches) == (1, [])
    assert seen.isolation.level in {SandboxLevel.A, SandboxLevel.B}
    assert (seen.isolation.mapped_bytes or 0) > 100 << 20
    assert seen.start_seconds > 0


def test_fresh_interpreters_answer_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCHGRADE_START", "spawn")
    seen = probe(CONFIG)

    assert (seen.forked, seen.isolation) == (False, None)


def test_what_does_not_start_says_why() -> None:
    with pytest.raises(UsageError, match="'nix'"):
        probe(structs.replace(CONFIG, exercises=("train_ch3",), data="nix"))


def result_of(*checks: tuple[Outcome, str], **values: Value) -> SubmissionResult:
    made = [
        CheckResult(
            check="f.a",
            kind=Kind.VALUE,
            hidden=False,
            outcome=outcome,
            points=0,
            max_points=1,
            message_id=entry,
            values=values,
        )
        for outcome, entry in checks
    ]
    exercise = ExerciseResult(exercise="f", status=Status.GRADED, points=0.0, max_points=1.0, checks=made)
    return SubmissionResult(
        submission="x", points=0.0, max_points=1.0, sandbox=SandboxLevel.NONE, seconds=0.0, exercises=[exercise]
    )


@pytest.mark.parametrize(
    "result",
    [
        result_of(),
        result_of((Outcome.FAILED, "worker.signal"), signal="SIGKILL"),
        result_of((Outcome.FAILED, "limit.wall"), seconds=30),
        result_of((Outcome.ERROR, "ours.check"), check="f.a", type="KeyError", detail="x"),
    ],
)
def test_a_worker_that_died_or_a_fault_of_ours_is_no_answer(result: SubmissionResult) -> None:
    with pytest.raises(InternalError):
        probe_module._require_answer(result)


def test_why_a_worker_did_not_answer_can_be_told_in_chinese() -> None:
    with pytest.raises(InternalError) as caught:
        probe_module._require_answer(result_of((Outcome.FAILED, "limit.wall"), seconds=30))

    assert in_language(caught.value, catalogue_for(language="zh")).startswith("工作进程没有回答：")


def test_limits_are_those_that_the_kernel_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    hard = {resource.RLIMIT_AS: resource.RLIM_INFINITY, resource.RLIMIT_DATA: 5 << 30}
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (1, hard[kind]))

    assert limits() == [Limit(name="RLIMIT_AS", most=None), Limit(name="RLIMIT_DATA", most=5 << 30)]


def test_other_systems_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")

    assert limits() == []
