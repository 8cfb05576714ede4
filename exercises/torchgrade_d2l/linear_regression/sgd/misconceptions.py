"""The mistakes that learners make in ``sgd``, each as a symptom in how the parameters moved or in what was raised."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import torch

from torchgrade.checking.diagnosis import Misconception, Symptom
from torchgrade.checking.proxies import Tried
from torchgrade.model.results import Value
from torchgrade_d2l.linear_regression.sgd.moves import Moves, moves_of, near
from torchgrade_d2l.linear_regression.sgd.steps import stepped

_STEP = ("sgd.step",)
_CLEARED = ("sgd.cleared",)
_GENERATOR = ("sgd.generator",)
_LEAF = ("sgd.leaf",)
_PLAIN = frozenset({"mul", "div", "mul_", "div_", "add", "sub", "sub_", "add_", "neg", "zero_", "fill_", "detach",
                    "zeros_like", "_to_copy", "_has_compatible_shallow_copy_type"})  # fmt: skip
_IN_PLACE = frozenset({"sub_", "add_", "copy_", "set_", "addcmul_", "addcdiv_", "lerp_", "index_put_", "fill_"})
_SUBTRACTS = frozenset({".sub", ".add", "torch.sub", "torch.add", "torch.subtract", ".subtract"})
_REACHED_BY_NAME = r"^\w+\.grad\.(zero_|data|detach_)\b"


def _moved(symptom: Callable[[Moves], bool | dict[str, Value]]) -> Symptom:
    """Return a symptom that looks at how the parameters of one call moved."""
    return lambda tried: tried.verb == "call" and tried.answer is not None and symptom(moves_of(tried))


def _raised(pattern: str, at: str = "") -> Symptom:
    """Return the symptom of having raised a text in which the pattern is found, on a line where the other is."""

    def same(tried: Tried) -> bool:
        return bool(re.search(pattern, tried.raised) and re.search(at, tried.raised_at))

    return same


def _still(moves: Moves) -> bool:
    return moves.alike([0.0] * len(moves.ratios))


def _is_divisor(moves: Moves) -> bool:
    """Whether all steps are divided by one whole number, and by another than batch_size.

    A learning rate taken from elsewhere looks the same if it is a round number, so that is left open.
    """
    if moves.ratio is None or moves.ratio <= 0 or not moves.precise:
        return False
    divisor = moves.batch_size / moves.ratio
    whole = divisor > 1.5 and math.isclose(divisor, round(divisor), rel_tol=1e-6) and round(divisor) != moves.batch_size
    return whole and not _is_round(moves.lr * moves.ratio)


def _is_round(lr: float) -> bool:
    return math.isclose(lr, float(f"{lr:.0e}"), rel_tol=1e-6)


def _is_own_size(moves: Moves) -> bool:
    """Whether each step is divided by the parameter's own size, or by its own length."""
    by = [divisors for divisors in (moves.sizes, moves.lengths) if all(divisors)]
    return moves.ratio is None and any(moves.alike([moves.batch_size / one for one in divisors]) for divisors in by)


def _is_unused(moves: Moves) -> bool:
    return moves.batch_size != 1 and moves.alike([moves.batch_size] * len(moves.ratios))


def _is_ascent(moves: Moves) -> bool:
    return moves.alike([-1.0] * len(moves.ratios))


def _is_swapped(moves: Moves) -> bool:
    return moves.lr != moves.batch_size and moves.alike([(moves.batch_size / moves.lr) ** 2] * len(moves.ratios))


def _scaled(moves: Moves) -> bool | dict[str, Value]:
    named = _still(moves) or _is_unused(moves) or _is_ascent(moves) or _is_swapped(moves) or _is_divisor(moves)
    if named or moves.ratio is None or near(moves.ratio, 1.0):
        return False
    return {"ratio": float(f"{moves.ratio:.4g}")}


def _first_only(moves: Moves) -> bool:
    return len(moves.ratios) > 1 and moves.alike([1.0] + [0.0] * (len(moves.ratios) - 1))


def _last_only(moves: Moves) -> bool:
    return len(moves.ratios) > 1 and moves.alike([0.0] * (len(moves.ratios) - 1) + [1.0])


def _zeroed_first(moves: Moves) -> bool:
    """Whether a step was made on the parameters themselves, with nothing left of the gradients by then."""
    steps = bool(moves.operators & {"sub_", "add_"}) or "data.__set__" in moves.functions
    return _still(moves) and all(moves.cleared) and steps and moves.operators <= _PLAIN


def _returned(tried: Tried) -> bool:
    moves = moves_of(tried)
    assert tried.answer is not None
    values = tried.answer.value
    if not _still(moves) or not isinstance(values, list | tuple) or len(values) != len(moves.ratios):
        return False
    params, lr, batch_size = tried.arguments
    return all(
        torch.allclose(value.to(torch.float64), stepped(param, lr, batch_size), rtol=1e-5, atol=1e-5)
        for value, param in zip(values, params, strict=True)
    )


def _new_tensor(tried: Tried) -> bool:
    if tried.answer is None:
        # A name that still means the parameter has a gradient; `.data` and `.detach()` give tensors without one too.
        plain = not {".data", ".detach"} & tried.references
        return plain and _raised(r"AttributeError: 'NoneType' object has no attribute", _REACHED_BY_NAME)(tried)
    return _out_of_place(tried) and not _SUBTRACTS & tried.references


def _out_of_place(tried: Tried) -> bool:
    """Whether the step was computed and no parameter was changed by it, nor returned."""
    moves = moves_of(tried)
    in_place = moves.operators & _IN_PLACE or "data.__set__" in moves.functions or "_foreach" in str(moves.operators)
    return _still(moves) and bool(moves.operators & {"sub", "add"}) and not in_place and not _returned(tried)


def _not_in_place(tried: Tried) -> bool:
    return _out_of_place(tried) and bool(_SUBTRACTS & tried.references)


def _mentions_zero(tried: Tried) -> bool:
    return any(name.rpartition(".")[2] == "zero_" for name in tried.references)


def _not_cleared(tried: Tried) -> bool:
    return tried.verb == "call" and all(moves_of(tried).kept) and not _mentions_zero(tried)


def _not_called(tried: Tried) -> bool:
    moves = moves_of(tried)
    return all(moves.kept) and _mentions_zero(tried) and "zero_" not in moves.operators


def _last_cleared(moves: Moves) -> bool:
    return len(moves.kept) > 1 and all(moves.kept[:-1]) and moves.cleared[-1]


def _new_items(tried: Tried) -> bool:
    """Whether the caller's own parameters stayed where they were, though the list held the right step."""
    if tried.verb != "run" or tried.answer is None:
        return False
    return all(torch.equal(tried.answer.value[name], tried.inputs[name].detach()) for name in ("w", "b"))


def _walked_twice(tried: Tried) -> bool:
    if tried.answer is None:
        return "'generator'" in tried.raised
    moves = moves_of(tried)
    stepped_only = moves.alike([1.0] * len(moves.ratios)) and not all(moves.cleared)
    return stepped_only or _still(moves)


def _requires_no_grad(tried: Tried) -> bool:
    return tried.answer is not None and not all(state.requires_grad for state in tried.answer.states[0])


def _grad_mode(tried: Tried) -> bool:
    return tried.verb == "run" and tried.answer is not None and tried.answer.value.get("grad_enabled") is False


def _entry(name: str, symptom: Symptom, checks: tuple[str, ...]) -> Misconception:
    return Misconception(id=f"sgd.mistake.{name}", symptom=symptom, checks=checks)


_ASSIGNMENT = r"'tuple' object does not support item assignment"
_LENGTH = r"len\(\) of a 0-d tensor"
MISCONCEPTIONS = [
    _entry("batch_size_unused", _moved(_is_unused), _STEP),
    _entry("divisor", _moved(_is_divisor), _STEP),
    _entry("divisor", _moved(_is_own_size), _STEP),
    _entry("no_dimension", _raised(r"0-dim tensor"), _GENERATOR),
    _entry("no_dimension", _raised(_LENGTH), _GENERATOR),
    _entry("no_grad", _raised(r"leaf Variable that requires grad"), _STEP),
    _entry("new_tensor", _new_tensor, _STEP),
    _entry("not_in_place", _not_in_place, _STEP),
    _entry("new_items", _new_items, _STEP),
    _entry("assigned_items", _raised(_ASSIGNMENT, r"\]\s*[-+*/]="), _GENERATOR),
    _entry("returned", _returned, _STEP),
    _entry("zeroed_first", _moved(_zeroed_first), _STEP),
    _entry("ascent", _moved(_is_ascent), _STEP),
    _entry("first_only", _moved(_first_only), _STEP),
    _entry("last_only", _moved(_last_only), _STEP),
    _entry("scaled", _moved(_scaled), _STEP),
    _entry("unpacked", _raised(r"values to unpack", r"^[^=]*,[^=]*=\s*\w+$"), _STEP),
    _entry("order", _moved(_is_swapped), _STEP),
    _entry("other_order", _raised(r"'(int|float)' object is not iterable", r"^(?!.*\bzip\()"), _STEP),
    _entry("chapter_11", _raised(r"'int' object is not subscriptable", r"""\[["']lr["']\]"""), _STEP),
    _entry("chapter_11", _raised(r"'float' object is not iterable", r"\bzip\(.*\bstates\b"), _STEP),
    _entry("not_cleared", _not_cleared, _CLEARED),
    _entry("not_called", _not_called, _CLEARED),
    _entry("last_cleared", _moved(_last_cleared), _CLEARED),
    _entry("walked_twice", _walked_twice, _GENERATOR),
    _entry("requires_no_grad", _requires_no_grad, _LEAF),
    _entry("grad_mode", _grad_mode, _LEAF),
]
