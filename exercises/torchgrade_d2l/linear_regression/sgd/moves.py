"""How each parameter has moved in one call of ``sgd``, measured against the right step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from torchgrade.checking.proxies import Tried
from torchgrade_d2l.linear_regression.sgd.steps import stepped

_PRECISION = {torch.float64: 1e-9, torch.float32: 2e-6}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """What one call did."""

    lr: float
    batch_size: int
    sizes: tuple[int, ...]
    """Number of elements of each parameter."""
    lengths: tuple[int, ...]
    """Length of each parameter's first dimension; 0 where it has none."""
    ratios: tuple[float | None, ...]
    """For each parameter how many right steps it moved; None where it went another way."""
    cleared: tuple[bool, ...]
    """For each parameter whether its gradient is None or all zero."""
    kept: tuple[bool, ...]
    """For each parameter whether its gradient is exactly what it was."""
    operators: frozenset[str] = frozenset()
    """ATen operators that ran; empty where they were not recorded."""
    functions: frozenset[str] = frozenset()
    """Python functions of torch that ran, by their last names."""
    precise: bool = True
    """Whether it was in float64, so that a ratio is known to many digits."""

    @property
    def ratio(self) -> float | None:
        """How many right steps all parameters moved alike; None where they did not."""
        first = self.ratios[0] if self.ratios else None
        return first if first is not None and all(near(r, first) for r in self.ratios) else None

    def alike(self, wanted: Sequence[float]) -> bool:
        """Whether each parameter moved as many right steps as is said here."""
        return all(near(r, w) for r, w in zip(self.ratios, wanted, strict=True))


def near(ratio: float | None, wanted: float) -> bool:
    """Whether a measured ratio is that number, within what float32 leaves of it."""
    return ratio is not None and abs(ratio - wanted) <= 2e-3 * max(abs(wanted), 1.0)


def _ratio(param: torch.Tensor, after: torch.Tensor, lr: float, batch_size: int) -> float | None:
    old = param.detach().to(torch.float64)
    right, made = old - stepped(param, lr, batch_size), old - after.to(torch.float64)
    ratio = float((made * right).sum() / (right * right).sum())
    within = _PRECISION[param.dtype] * (1 + old.abs() + made.abs())
    return ratio if bool(((made - ratio * right).abs() <= within).all()) else None


def moves_of(tried: Tried) -> Moves:
    """Return what the call tried did; raise where it returned nothing that can be measured.

    The shape of every parameter must be what it was.
    """
    params, lr, batch_size = tried.arguments
    assert tried.answer is not None
    states = tried.answer.states[0]
    record = tried.answer.record
    pairs = list(zip(params, states, strict=True))
    assert all(param.shape == state.data.shape for param, state in pairs)
    return Moves(
        lr=lr,
        batch_size=batch_size,
        sizes=tuple(param.numel() for param in params),
        lengths=tuple(param.shape[0] if param.ndim else 0 for param in params),
        ratios=tuple(_ratio(param, state.data, lr, batch_size) for param, state in pairs),
        cleared=tuple(state.grad is None or not bool((state.grad != 0).any()) for _, state in pairs),
        kept=tuple(state.grad is not None and torch.equal(state.grad, param.grad) for param, state in pairs),
        operators=frozenset(record.operators if record is not None else ()),
        functions=frozenset(name.rpartition("Tensor.")[2] for name in (record.functions if record is not None else ())),
        precise=all(param.dtype == torch.float64 for param in params),
    )
