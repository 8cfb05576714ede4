"""The mistakes that learners make in ``sgd``, each as a symptom in how the parameters moved or in what was raised."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import torch

from torchgrade.checking.diagnosis import Misconception, Symptom, both, right_in_other_order
from torchgrade.checking.proxies import Opaque, Tried
from torchgrade.model.results import Value
from torchgrade.model.showable import show_name
from torchgrade_d2l.linear_regression.sgd import takes
from torchgrade_d2l.linear_regression.sgd.moves import Moves, moves_of, near
from torchgrade_d2l.linear_regression.sgd.residues import decays, is_even, is_rounded, remembers
from torchgrade_d2l.linear_regression.sgd.steps import stepped

_STEP = ("sgd.step",)
_CLEARED = ("sgd.cleared",)
_GENERATOR = ("sgd.generator",)
_LEAF = ("sgd.leaf",)
_PLAIN = frozenset({"mul", "div", "mul_", "div_", "add", "sub", "sub_", "add_", "neg", "zero_", "fill_", "detach",
                    "zeros_like", "_to_copy", "_has_compatible_shallow_copy_type"})  # fmt: skip
_IN_PLACE = frozenset({"sub_", "add_", "copy_", "set_", "addcmul_", "addcdiv_", "lerp_", "index_put_", "fill_"})
_SUBTRACTS = frozenset({".sub", ".add", "torch.sub", "torch.add", "torch.subtract", ".subtract"})
_COPIED = re.compile(r"\b(\w+) *= *[^\n#=]*(?:\.clone\(|deepcopy\()")
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
    """Whether all steps are divided by one whole number, which is no multiple of batch_size.

    A learning rate taken from elsewhere looks the same if it is a round number, so that is left open.
    """
    if moves.ratio is None or moves.ratio <= 0 or not moves.precise:
        return False
    divisor = moves.batch_size / moves.ratio
    whole = divisor > 1.5 and math.isclose(divisor, round(divisor), rel_tol=1e-6)
    return whole and round(divisor) % moves.batch_size != 0 and not _is_round(moves.lr * moves.ratio)


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


def _right_in_order(made: Tried, params: list[torch.Tensor], lr: float, batch_size: int) -> bool:
    """Whether the parameters, at whatever place they were handed in, went one right step."""
    assert made.answer is not None
    at = next(place for place, argument in enumerate(made.arguments) if argument is params)
    pairs = zip(params, made.answer.states[at], strict=True)
    return all(
        torch.allclose(state.data.to(torch.float64), stepped(param, lr, batch_size), rtol=1e-6, atol=1e-6)
        for param, state in pairs
    )


def _outside(tried: Tried) -> bool | dict[str, Value]:
    """Say which parameter has another name here, is never read, and has a namesake of the course's outside."""
    own, text = tried.written.parameters, tried.written.text
    if tried.answer is None or moves_of(tried).ratio is None:
        return False
    for name, parameter in zip(tried.names, own, strict=False):
        unread = len(re.findall(rf"\b{re.escape(parameter)}\b", text)) == 1
        if name not in own and unread and re.search(rf"^{name}\s*=", text, re.MULTILINE):
            return {"name": show_name(name), "parameter": show_name(parameter)}
    return False


def _from_arguments(tried: Tried) -> bool:
    return not _outside(tried)


def _scaled(moves: Moves) -> bool | dict[str, Value]:
    named = _still(moves) or _is_unused(moves) or _is_ascent(moves) or _is_swapped(moves) or _is_divisor(moves)
    if named or moves.ratio is None or near(moves.ratio, 1.0):
        return False
    return {"ratio": float(f"{moves.ratio:.4g}")}


def _first_only(moves: Moves) -> bool:
    return len(moves.ratios) > 1 and moves.alike([1.0] + [0.0] * (len(moves.ratios) - 1))


def _last_only(moves: Moves) -> bool:
    return len(moves.ratios) > 1 and moves.alike([0.0] * (len(moves.ratios) - 1) + [1.0])


def _last_left_out(moves: Moves) -> bool:
    return len(moves.ratios) > 1 and moves.alike([1.0] * (len(moves.ratios) - 1) + [0.0])


def _parameter_zeroed(tried: Tried) -> bool:
    if tried.verb != "call" or tried.answer is None:
        return False
    states = tried.answer.states[0]
    return len(states) == len(tried.arguments[0]) and not any(bool(state.data.any()) for state in states)


def _yields(tried: Tried) -> bool:
    value = tried.answer.value if tried.answer is not None else None
    generator = isinstance(value, Opaque) and value.type == "generator"
    return generator and re.search(r"\byield\b", tried.written.text) is not None and _still(moves_of(tried))


def _on_copy(tried: Tried) -> bool:
    """Whether the text takes a copy under a name and steps under that name."""
    copies = {match[1] for match in _COPIED.finditer(tried.written.text)}
    stepped_on = (rf"^\s*{name}(?:\.data)?(?: *[-+]=|\.(?:sub|add)_\()" for name in copies)
    return _still(moves_of(tried)) and any(re.search(one, tried.written.text, re.MULTILINE) for one in stepped_on)


def _zeroed_first(moves: Moves) -> bool:
    """Whether a step was made on the parameters themselves, with nothing left of the gradients by then."""
    in_place = moves.operators & {"sub_", "add_"} and not moves.operators & {"sub", "add"}
    steps = bool(in_place) or "data.__set__" in moves.functions
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


def _kept(tried: Tried) -> bool:
    return tried.verb == "call" and all(moves_of(tried).kept)


def _not_cleared(tried: Tried) -> bool:
    return _kept(tried) and not _mentions_zero(tried) and ".data" not in tried.references


def _left_to_the_loop(tried: Tried) -> bool:
    """Whether it is the function of d2lzh_pytorch: a step on ``.data``, and nothing about the gradient."""
    return _kept(tried) and not _mentions_zero(tried) and ".data" in tried.references


def _not_called(tried: Tried) -> bool:
    return _kept(tried) and _mentions_zero(tried) and "zero_" not in moves_of(tried).operators


def _copy_cleared(tried: Tried) -> bool:
    return _kept(tried) and _mentions_zero(tried) and "zero_" in moves_of(tried).operators


def _changed_not_cleared(moves: Moves) -> bool:
    return not any(moves.kept) and not any(moves.cleared)


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


def _entry(name: str, symptom: Symptom, checks: tuple[str, ...], about: str, section: str = "") -> Misconception:
    return Misconception(
        id=f"sgd.mistake.{name}", symptom=symptom, checks=checks, about=f"sgd.about.{about}", section=section
    )


_ASSIGNMENT = r"'tuple' object does not support item assignment"
_METHOD = "1"
MISCONCEPTIONS = [
    _entry("batch_size_unused", both(_from_arguments, _moved(_is_unused)), _STEP, "length", _METHOD),
    _entry("divisor", both(_from_arguments, _moved(_is_divisor)), _STEP, "length", _METHOD),
    _entry("divisor", _moved(_is_own_size), _STEP, "length", _METHOD),
    _entry("outside", _outside, _STEP, "length"),
    _entry("scaled", both(_from_arguments, _moved(_scaled)), _STEP, "length", _METHOD),
    _entry("ascent", _moved(_is_ascent), _STEP, "length", _METHOD),
    _entry("decay", decays, _STEP, "length", _METHOD),
    _entry("memory", remembers, _STEP, "length", _METHOD),
    _entry("even", is_even, _STEP, "length", _METHOD),
    _entry("rounded", is_rounded, _STEP, "length"),
    _entry("no_grad", _raised(r"leaf Variable that requires grad"), _STEP, "place"),
    _entry("new_tensor", _new_tensor, _STEP, "place"),
    _entry("not_in_place", _not_in_place, _STEP, "place"),
    _entry("new_items", _new_items, _STEP, "place"),
    _entry("on_copy", _on_copy, _STEP, "place"),
    _entry("returned", _returned, _STEP, "place"),
    _entry("zeroed_first", _moved(_zeroed_first), _STEP, "gradient"),
    _entry("parameter_zeroed", _parameter_zeroed, _STEP, "gradient"),
    _entry("number_as_gradient", _raised(r"assigned grad expected to be a Tensor"), _STEP, "gradient"),
    _entry("first_only", _moved(_first_only), _STEP, "loop"),
    _entry("last_only", _moved(_last_only), _STEP, "loop"),
    _entry("last_left_out", _moved(_last_left_out), _STEP, "loop"),
    _entry("unpacked", _raised(r"values to unpack", r"^[^=]*,[^=]*=\s*\w+$"), _STEP, "loop"),
    _entry("of_list", takes.of_list, _STEP, "loop"),
    _entry("takes_a_net", takes.of_net, _STEP, "call"),
    _entry("called", takes.called, _STEP, "call"),
    _entry("gradients", takes.gradients, _STEP, "call"),
    _entry("by_name", takes.by_name, _STEP, "call"),
    _entry("of_layer", takes.of_layer, _STEP, "loop"),
    _entry("pairs", takes.pairs, _STEP, "loop"),
    _entry("yields", _yields, _STEP, "loop"),
    _entry("order", right_in_other_order(_right_in_order), _STEP, "call"),
    _entry("chapter_11", _raised(r"'int' object is not subscriptable", r"""\[["']lr["']\]"""), _STEP, "call"),
    _entry("chapter_11", _raised(r"'float' object is not iterable", r"\bzip\(.*\bstates\b"), _STEP, "call"),
    _entry("not_cleared", _not_cleared, _CLEARED, "gradient"),
    _entry("left_to_the_loop", _left_to_the_loop, _CLEARED, "gradient"),
    _entry("not_called", _not_called, _CLEARED, "gradient"),
    _entry("copy_cleared", _copy_cleared, _CLEARED, "gradient"),
    _entry("changed_not_cleared", _moved(_changed_not_cleared), _CLEARED, "gradient"),
    _entry("last_cleared", _moved(_last_cleared), _CLEARED, "loop"),
    _entry("no_dimension", _raised(r"0-d(?:im)? tensor"), _GENERATOR, "place"),
    _entry("assigned_items", _raised(_ASSIGNMENT, r"\]\s*[-+*/]="), _GENERATOR, "place"),
    _entry("walked_twice", _walked_twice, _GENERATOR, "loop"),
    _entry("requires_no_grad", _requires_no_grad, _LEAF, "place"),
    _entry("grad_mode", _grad_mode, _LEAF, "place"),
]
