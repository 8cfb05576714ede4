"""What a wrong step has beyond the right one is told, and is not seen in a step that is only longer or shorter."""

from __future__ import annotations

import torch

from tests.exercises.torchgrade_d2l.linear_regression.sgd.test_moves import by, tried
from torchgrade_d2l.linear_regression.sgd.residues import decays, is_even, is_rounded, remembers, right_steps


def all_of(what: object) -> list[bool]:
    return [symptom(what) for symptom in (decays, remembers, is_even, is_rounded)]  # type: ignore[arg-type]


def test_a_share_of_the_parameter_is_told() -> None:
    assert all_of(tried(lambda i, p: by(1.0)(i, p) - 3e-4 * p)) == [True, False, False, False]


def test_a_share_of_the_step_before_is_told() -> None:
    before = tried(by(1.0))
    before.arguments = ([(3 * param).detach() for param in before.arguments[0]], *before.arguments[1:])
    for param in before.arguments[0]:
        param.grad = torch.randn(param.shape, dtype=param.dtype, generator=torch.Generator().manual_seed(3))
    steps = right_steps(before)
    what = tried(lambda i, p: by(1.0)(i, p) - 0.9 * steps[i])
    what.previous = before

    assert all_of(what) == [False, True, False, False]
    what.previous = None
    assert remembers(what) is False


def test_one_amount_for_all_entries_is_told() -> None:
    assert all_of(tried(lambda i, p: p - 0.1 * (i + 1))) == [False, False, True, False]


def test_a_rounded_step_is_told() -> None:
    steps = right_steps(tried(by(1.0)))

    assert all_of(tried(lambda i, p: p - steps[i].floor())) == [False, False, False, True]
    assert is_rounded(tried(lambda i, p: p - torch.zeros_like(p))) is False


def test_nothing_of_it_is_told_of_other_steps() -> None:
    for ratio in (0.0, 1.0, -1.0, 7.0):
        assert all_of(tried(by(ratio))) == [False] * 4, ratio
    assert all_of(tried(by(1.0, torch.float32), dtype=torch.float32)) == [False] * 4
