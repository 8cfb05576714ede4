"""Parameters have gradients that show every mistake, and the exact steps equal those of autograd."""

from __future__ import annotations

import torch

from torchgrade.checking.draws import Tensors
from torchgrade_d2l.linear_regression.sgd.steps import parameters, replayed, rounds, stepped, text


def test_no_gradient_is_too_small_to_be_seen() -> None:
    for seed in range(200):
        for param in parameters(Tensors(seed), torch.float32):
            assert param.grad is not None
            assert float(param.grad.abs().max()) >= 0.3


def test_a_step_goes_against_the_gradient() -> None:
    param = torch.tensor([1.0, 2.0], requires_grad=True)
    param.grad = torch.tensor([3.0, -3.0])

    assert stepped(param, 0.1, 2).tolist() == [0.85, 2.15]
    assert stepped(param, 0.1, 2).dtype == torch.float64


class Reference:
    """Module of a submission, as the scenario uses it."""

    @staticmethod
    def sgd(params: list[torch.Tensor], lr: float, batch_size: int) -> None:
        for param in params:
            assert param.grad is not None
            param.data -= lr * param.grad / batch_size
            param.grad = None


def test_the_scenario_with_a_right_step_ends_where_the_replay_does() -> None:
    inputs = rounds(Tensors(5))
    wanted = replayed(inputs)
    space = {"inputs": inputs, "student": Reference}
    exec(text(), space)
    result = space["result"]
    assert isinstance(result, dict)

    for name, want in zip(("w", "b"), wanted, strict=True):
        torch.testing.assert_close(result[name].double(), want, rtol=1e-6, atol=1e-6)
    assert result["grad_enabled"] is True
