"""What the kernel answered is judged by what it must answer."""

from __future__ import annotations

import pytest

from torchgrade.model.outcomes import SandboxLevel
from torchgrade.sandbox.confinement.records import Act, Isolation, Layer


@pytest.mark.parametrize("answer", ["EPERM", "EACCES", "ENOSYS", "EAGAIN", "ENOENT"])
def test_a_refusal_is_what_a_forbidden_act_must_meet(answer: str) -> None:
    assert Act(name="open a socket", forbidden=True, answer=answer).as_wanted
    assert not Act(name="compute", forbidden=False, answer=answer).as_wanted


@pytest.mark.parametrize("answer", ["done", "EINVAL", "EFAULT", "ENOMEM", "ESRCH", "TypeError", ""])
def test_an_error_that_is_no_refusal_shows_nothing(answer: str) -> None:
    """A mistake in the canary itself must not pass for a wall."""
    assert not Act(name="open a socket", forbidden=True, answer=answer).as_wanted


def test_what_honest_work_needs_must_be_done() -> None:
    assert Act(name="compute", forbidden=False, answer="done").as_wanted
    assert not Act(name="compute", forbidden=False, answer="RuntimeError").as_wanted


def test_layers_that_do_not_work_are_missing_and_unwanted_answers_are_breaches() -> None:
    layers = (Layer(name="landlock", works=False, detail="none"), Layer(name="seccomp", works=True, detail="84 calls"))
    canary = (
        Act(name="start_thread", forbidden=True, answer="done"),
        Act(name="start_process", forbidden=True, answer="EPERM"),
        Act(name="compute", forbidden=False, answer="EACCES"),
    )
    isolation = Isolation(level=SandboxLevel.NONE, layers=layers, canary=canary)

    assert [layer.name for layer in isolation.missing] == ["landlock"]
    assert [act.name for act in isolation.breaches] == ["start_thread", "compute"]


def test_nothing_is_missing_where_nothing_was_asked_for() -> None:
    isolation = Isolation(level=SandboxLevel.NONE)

    assert (isolation.missing, isolation.breaches) == ([], [])
