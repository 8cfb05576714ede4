"""What a wrong step of ``sgd`` has beyond the right one: the parameter itself, an earlier step, one amount for all."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from torchgrade.checking.proxies import Tried
from torchgrade_d2l.linear_regression.sgd.steps import stepped

_WITHIN = 1e-9
_LEAST_FACTOR = 1e-6


def _old(tried: Tried) -> list[torch.Tensor]:
    return [param.detach().to(torch.float64) for param in tried.arguments[0]]


def right_steps(tried: Tried) -> list[torch.Tensor]:
    """Return how far each parameter of a call should go down, float64 and of its shape."""
    params, lr, batch_size = tried.arguments
    return [old - stepped(param, lr, batch_size) for old, param in zip(_old(tried), params, strict=True)]


def steps_made(tried: Tried) -> list[torch.Tensor]:
    """Return how far each parameter of a call went down, float64 and of its shape."""
    assert tried.answer is not None
    states = tried.answer.states[0]
    return [old - state.data.to(torch.float64) for old, state in zip(_old(tried), states, strict=True)]


def _further(tried: Tried) -> list[torch.Tensor]:
    return [made - right for made, right in zip(steps_made(tried), right_steps(tried), strict=True)]


def _share(parts: Sequence[torch.Tensor], of: Sequence[torch.Tensor]) -> float:
    """Return the one factor by which all parts are made of the others; 0 where there is none."""
    a, b = (torch.cat([tensor.reshape(-1) for tensor in tensors]) for tensors in (parts, of))
    factor = float((a * b).sum() / (b * b).sum())
    same = bool(((a - factor * b).abs() <= _WITHIN * (1 + b.abs())).all())
    return factor if same and abs(factor) > _LEAST_FACTOR else 0.0


def _is_precise(tried: Tried) -> bool:
    return all(param.dtype == torch.float64 for param in tried.arguments[0])


def decays(tried: Tried) -> bool:
    """Whether a share of the parameter itself was taken away beside the right step."""
    return _is_precise(tried) and _share(_further(tried), _old(tried)) > 0


def remembers(tried: Tried) -> bool:
    """Whether a share of the step of the call before was made beside the right step."""
    before = tried.previous
    if before is None or before.verb != "call" or not _is_precise(tried):
        return False
    return _share(_further(tried), right_steps(before)) > 0


def is_even(tried: Tried) -> bool:
    """Whether all entries of each parameter moved, by one amount, though their gradients differ."""
    several = [made for made in steps_made(tried) if made.numel() > 1]
    return bool(several) and all(
        bool(((made - made.mean()).abs() <= _WITHIN).all()) and abs(float(made.mean())) > _LEAST_FACTOR
        for made in several
    )


def is_rounded(tried: Tried) -> bool:
    """Whether each step is the right one, rounded to a whole number, and one of them is not 0."""
    made, right = (torch.cat([step.reshape(-1) for step in steps(tried)]) for steps in (steps_made, right_steps))
    ways = (torch.floor, torch.ceil, torch.trunc, torch.round)
    return bool(made.round().any()) and any(bool(((made - way(right)).abs() <= _WITHIN).all()) for way in ways)
