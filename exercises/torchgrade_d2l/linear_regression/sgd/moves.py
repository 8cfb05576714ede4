"""Movement of each parameter in one call of ``sgd``, measured against the right step."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from torchgrade.checking.diagnosis import Symptom
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade_d2l.linear_regression.sgd.steps import stepped

_PRECISION = {torch.float64: 1e-9, torch.float32: 2e-6}
_WITHIN = 1e-9
_LEAST_FACTOR = 1e-6
_PLAIN = frozenset({"mul", "div", "mul_", "div_", "add", "sub", "sub_", "add_", "neg", "zero_", "fill_", "detach",
                    "zeros_like", "_to_copy", "_has_compatible_shallow_copy_type"})  # fmt: skip
_IN_PLACE = frozenset({"sub_", "add_", "copy_", "set_", "addcmul_", "addcdiv_", "lerp_", "index_put_", "fill_"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Effect of one call; a list has one entry for each parameter, and its tensors are float64."""

    lr: float
    batch_size: int
    old: list[torch.Tensor]
    right: list[torch.Tensor]
    """Right step down."""
    made: list[torch.Tensor]
    """Step down that was made."""
    ratios: list[float | None]
    """Number of right steps that the parameter moved; None if it moved in another direction."""
    cleared: list[bool]
    """Whether the gradient is None or all zero."""
    kept: list[bool]
    """Whether the gradient is exactly the gradient before the call."""
    operators: frozenset[str]
    """ATen operators that ran; empty if they were not recorded."""
    functions: frozenset[str]
    """Python functions of torch that ran, by their last names."""
    precise: bool
    """Whether all parameters are float64, so that a ratio is known to many digits."""

    @property
    def ratio(self) -> float | None:
        """Number of right steps that all parameters moved alike; None if they did not."""
        first = self.ratios[0] if self.ratios else None
        return first if first is not None and self.all_by(first) else None

    @property
    def sets_data(self) -> bool:
        """Whether a tensor was assigned to ``.data``."""
        return "data.__set__" in self.functions

    def alike(self, wanted: Sequence[float]) -> bool:
        """Return whether each parameter moved by its number of right steps."""
        return all(near(r, w) for r, w in zip(self.ratios, wanted, strict=True))

    def all_by(self, wanted: float) -> bool:
        """Return whether every parameter moved by this number of right steps."""
        return self.alike([wanted] * len(self.ratios))

    def moved_only(self, *places: int) -> bool:
        """Return whether only these of several parameters made the right step, and the others did not move."""
        count = len(self.ratios)
        return count > 1 and self.alike([float(i in {p % count for p in places}) for i in range(count)])


def near(ratio: float | None, wanted: float) -> bool:
    """Return whether a measured ratio is that number, within the precision of float32."""
    return ratio is not None and abs(ratio - wanted) <= 2e-3 * max(abs(wanted), 1.0)


def right_steps(tried: Tried) -> list[torch.Tensor]:
    """Return the right step down of each parameter of a call, float64 and of its shape."""
    params, lr, batch_size = tried.arguments
    return [param.detach().to(torch.float64) - stepped(param, lr, batch_size) for param in params]


def _ratio(old: torch.Tensor, right: torch.Tensor, made: torch.Tensor, dtype: torch.dtype) -> float | None:
    ratio = float((made * right).sum() / (right * right).sum())
    within = _PRECISION[dtype] * (1 + old.abs() + made.abs())
    return ratio if bool(((made - ratio * right).abs() <= within).all()) else None


def moves_of(tried: Tried) -> Moves:
    """Return the effect of a call; raise if there is no answer or a parameter has another shape afterwards."""
    params, lr, batch_size = tried.arguments
    assert tried.answer is not None
    states, record = tried.answer.states[0], tried.answer.record
    pairs = list(zip(params, states, strict=True))
    assert all(param.shape == state.data.shape for param, state in pairs)
    old, right = [param.detach().to(torch.float64) for param in params], right_steps(tried)
    made = [before - state.data.to(torch.float64) for before, state in zip(old, states, strict=True)]
    dtypes = [param.dtype for param in params]
    return Moves(
        lr=lr,
        batch_size=batch_size,
        old=old,
        right=right,
        made=made,
        ratios=[_ratio(*one) for one in zip(old, right, made, dtypes, strict=True)],
        cleared=[state.grad is None or not bool((state.grad != 0).any()) for state in states],
        kept=[state.grad is not None and torch.equal(state.grad, param.grad) for param, state in pairs],
        operators=frozenset(record.operators if record is not None else ()),
        functions=frozenset(name.rpartition("Tensor.")[2] for name in (record.functions if record is not None else ())),
        precise=all(dtype == torch.float64 for dtype in dtypes),
    )


def moved(symptom: Callable[[Moves], bool | dict[str, Value]]) -> Symptom:
    """Return a symptom in how the parameters of one call moved."""
    return lambda tried: tried.verb == "call" and tried.answer is not None and symptom(moves_of(tried))


# The length of the step.


def is_unused(moves: Moves) -> bool:
    """Return whether the steps are not divided by batch_size."""
    return moves.batch_size != 1 and moves.all_by(moves.batch_size)


def is_divided(moves: Moves) -> bool:
    """Return whether all steps are divided by one whole number that is not a multiple of batch_size.

    A learning rate from outside the function looks the same if it is a round number, so that case is left open.
    """
    if moves.ratio is None or moves.ratio <= 0 or not moves.precise:
        return False
    divisor, lr = moves.batch_size / moves.ratio, moves.lr * moves.ratio
    whole = divisor > 1.5 and math.isclose(divisor, round(divisor), rel_tol=1e-6)
    is_round = math.isclose(lr, float(f"{lr:.0e}"), rel_tol=1e-6)
    return whole and round(divisor) % moves.batch_size != 0 and not is_round


def is_own_size(moves: Moves) -> bool:
    """Return whether each step is divided by the parameter's own number of elements, or by its own length."""
    sizes = [one.numel() for one in moves.old], [one.shape[0] if one.ndim else 0 for one in moves.old]
    by = [divisors for divisors in sizes if all(divisors)]
    return moves.ratio is None and any(moves.alike([moves.batch_size / one for one in divisors]) for divisors in by)


def is_scaled(moves: Moves) -> bool | dict[str, Value]:
    """Return the factor of all steps, if no other mistake explains it."""
    swapped = moves.lr != moves.batch_size and moves.all_by((moves.batch_size / moves.lr) ** 2)
    named = moves.all_by(0) or is_unused(moves) or moves.all_by(-1) or swapped or is_divided(moves)
    if named or moves.ratio is None or near(moves.ratio, 1.0):
        return False
    return {"ratio": float(f"{moves.ratio:.4g}")}


# Parts of a step besides the right step.


def _share(moves: Moves, of: Sequence[torch.Tensor]) -> float:
    """Return the factor of ``of`` that was added to the right steps; return 0 if there is none."""
    further = [made - right for made, right in zip(moves.made, moves.right, strict=True)]
    a, b = (torch.cat([tensor.reshape(-1) for tensor in tensors]) for tensors in (further, of))
    factor = float((a * b).sum() / (b * b).sum())
    same = bool(((a - factor * b).abs() <= _WITHIN * (1 + b.abs())).all())
    return factor if moves.precise and same and abs(factor) > _LEAST_FACTOR else 0.0


def decays(moves: Moves) -> bool:
    """Return whether a share of the parameter itself was subtracted in addition to the right step."""
    return _share(moves, moves.old) > 0


def remembers(tried: Tried) -> bool:
    """Return whether a share of the previous call's step was made in addition to the right step."""
    before = tried.previous
    return before is not None and before.verb == "call" and _share(moves_of(tried), right_steps(before)) > 0


def is_even(moves: Moves) -> bool:
    """Return whether all entries of each parameter moved by one amount, although their gradients differ."""
    several = [made for made in moves.made if made.numel() > 1]
    return bool(several) and all(
        bool(((made - made.mean()).abs() <= _WITHIN).all()) and abs(float(made.mean())) > _LEAST_FACTOR
        for made in several
    )


def is_rounded(moves: Moves) -> bool:
    """Return whether each step is the right step rounded to a whole number, and not all steps are 0."""
    made, right = (torch.cat([step.reshape(-1) for step in steps]) for steps in (moves.made, moves.right))
    ways = (torch.floor, torch.ceil, torch.trunc, torch.round)
    return bool(made.round().any()) and any(bool(((made - way(right)).abs() <= _WITHIN).all()) for way in ways)


# The tensor that was changed.


def is_zeroed_first(moves: Moves) -> bool:
    """Return whether a step was made on the parameters themselves after their gradients were cleared."""
    in_place = moves.operators & {"sub_", "add_"} and not moves.operators & {"sub", "add"}
    steps = bool(in_place) or moves.sets_data
    return moves.all_by(0) and all(moves.cleared) and steps and moves.operators <= _PLAIN


def returns_steps(tried: Tried) -> bool:
    """Return whether the parameters kept their place and the right values were returned."""
    assert tried.answer is not None
    moves, values = moves_of(tried), tried.answer.value
    if not moves.all_by(0) or not isinstance(values, list | tuple) or len(values) != len(moves.ratios):
        return False
    wanted = [old - right for old, right in zip(moves.old, moves.right, strict=True)]
    pairs = zip(values, wanted, strict=True)
    return all(torch.allclose(value.to(torch.float64), want, rtol=1e-5, atol=1e-5) for value, want in pairs)


def is_out_of_place(tried: Tried) -> bool:
    """Return whether the step was computed, but neither changed a parameter nor was returned."""
    moves = moves_of(tried)
    in_place = moves.operators & _IN_PLACE or moves.sets_data or "_foreach" in str(moves.operators)
    return moves.all_by(0) and bool(moves.operators & {"sub", "add"}) and not in_place and not returns_steps(tried)


def only_items_moved(tried: Tried) -> bool:
    """Return whether the caller's own parameters kept their place in a training round."""
    if tried.verb != "run" or tried.answer is None:
        return False
    return all(torch.equal(tried.answer.value[name], tried.inputs[name].detach()) for name in ("w", "b"))


def became_zero(tried: Tried) -> bool:
    """Return whether every entry of every parameter is 0 after the call."""
    if tried.verb != "call" or tried.answer is None:
        return False
    states = tried.answer.states[0]
    return len(states) == len(tried.arguments[0]) and not any(bool(state.data.any()) for state in states)


def are_right(made: Tried, params: list[torch.Tensor], lr: float, batch_size: int) -> bool:
    """Return whether the parameters made one right step, whatever their position among the arguments."""
    assert made.answer is not None
    at = next(place for place, argument in enumerate(made.arguments) if argument is params)
    pairs = zip(params, made.answer.states[at], strict=True)
    return all(
        torch.allclose(state.data.to(torch.float64), stepped(param, lr, batch_size), rtol=1e-6, atol=1e-6)
        for param, state in pairs
    )


# The state after the step.


def went_twice(tried: Tried) -> bool:
    """Return whether a generator was asked for its length, or was exhausted before the end of the step."""
    if tried.answer is None:
        return "'generator'" in tried.raised
    moves = moves_of(tried)
    return (moves.all_by(1) and not all(moves.cleared)) or moves.all_by(0)


def stopped_training(tried: Tried) -> bool:
    """Return whether a parameter no longer requires grad."""
    return tried.answer is not None and not all(state.requires_grad for state in tried.answer.states[0])


def left_off(tried: Tried) -> bool:
    """Return whether autograd is still switched off after a training round."""
    return tried.verb == "run" and tried.answer is not None and tried.answer.value.get("grad_enabled") is False
