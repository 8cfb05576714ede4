"""Symptoms of the mistakes in ``build_softmax_regression``: in reported numbers and in exceptions."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import torch

from torchgrade.checking.diagnosis import Symptom, same_numbers
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade_d2l.normal_weights import Weights, is_default, is_right
from torchgrade_d2l.softmax_regression.build_softmax_regression.nets import (
    CLASSES,
    right_logits,
    shapes_of,
    tensors_of,
    weights_of,
)

_LONGEST = 400
"""Most characters of an exception that are searched."""
_NEAR = (1e-4, 1e-5)
_PAIR = 2


def raises(pattern: str) -> Symptom:
    """Return the symptom of an exception."""
    return lambda tried: re.search(pattern, tried.raised[:_LONGEST]) is not None


def _answer(tried: Tried) -> dict[str, object]:
    assert tried.answer is not None
    return dict(tried.answer.value)


# What the function returns.


def kind(*kinds: str) -> Symptom:
    """Return the symptom of returning an object of one of these kinds."""
    return lambda tried: _answer(tried)["kind"] in kinds


def several(tried: Tried) -> bool:
    """Return whether the function returned other objects beside the net."""
    return _answer(tried)["several"] is True


def kept(tried: Tried) -> bool:
    """Return whether a change of one net changed the other."""
    before, after = (tensors_of(_answer(tried)[name]) for name in ("before", "after"))
    return not several(tried) and len(before) > 0 and not all(map(torch.equal, before, after))


# The outputs.


def _outputs(tried: Tried) -> torch.Tensor:
    found = _answer(tried)["logits"]
    assert isinstance(found, torch.Tensor)
    assert found.ndim == _PAIR
    return found.to(torch.float64)


def probabilities(tried: Tried) -> bool:
    """Return whether no output is negative and each row adds to 1."""
    found = _outputs(tried)
    return bool((found >= 0).all()) and bool(((found.sum(1) - 1).abs() < 1e-4).all())


def columns_of_probabilities(tried: Tried) -> bool:
    """Return whether no output is negative and each column adds to 1."""
    found = _outputs(tried)
    return bool((found >= 0).all()) and bool(((found.sum(0) - 1).abs() < 1e-4).all())


def scaled(tried: Tried) -> bool:
    """Return whether the logits are those of pixels that were divided by 255."""
    inputs = {**tried.inputs, "X": tried.inputs["X"] / 255}
    return same_numbers(_outputs(tried), right_logits(inputs), _NEAR)


def log_probabilities(tried: Tried) -> bool:
    """Return whether the outputs are logarithms of probabilities."""
    found = _outputs(tried)
    return bool((found <= 0).all()) and bool(((found.exp().sum(1) - 1).abs() < 1e-4).all())


def activation(tried: Tried) -> bool:
    """Return whether the outputs grow with the logits but are other numbers, and rows do not add to 1."""
    found, want = _outputs(tried).reshape(-1), right_logits(tried.inputs).reshape(-1)
    ordered = found[want.argsort()]
    grows = bool((ordered[1:] >= ordered[:-1]).all())
    return grows and not same_numbers(found, want, _NEAR) and not probabilities(tried)


def no_bias_added(tried: Tried) -> bool:
    """Return whether the logits lack the bias."""
    want = right_logits(tried.inputs) - tried.inputs["b"].to(torch.float64)
    return same_numbers(_outputs(tried), want, _NEAR)


def rows_of_pixels(tried: Tried) -> bool:
    """Return whether each of the 28 rows of pixels has ten outputs of its own."""
    found = _answer(tried)["logits"]
    X = tried.inputs["X"]
    return isinstance(found, torch.Tensor) and found.numel() == len(X) * X.shape[-1] * CLASSES


def dropout(tried: Tried) -> bool:
    """Return whether the student's text names dropout, and the logits are other numbers."""
    named = any(name.rpartition(".")[2].lower().startswith("dropout") for name in tried.written.references)
    found, want = _outputs(tried), right_logits(tried.inputs)
    ends_otherwise = any(ends(tried) for ends in (probabilities, log_probabilities, columns_of_probabilities))
    return named and found.shape == want.shape and not same_numbers(found, want, _NEAR) and not ends_otherwise


def classes(tried: Tried) -> bool:
    """Return whether the net returns a whole number for each image."""
    found = _answer(tried)["logits"]
    is_whole = isinstance(found, torch.Tensor) and not found.is_floating_point()
    return is_whole and found.numel() == len(tried.inputs["X"])  # type: ignore[union-attr]


def other_classes(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of outputs if it is not 10."""
    found = _outputs(tried)
    k = int(found.shape[1])
    return {"k": k} if len(found) == len(tried.inputs["X"]) and k != CLASSES and not rows_of_pixels(tried) else False


# The parameters.


def no_parameters(tried: Tried) -> bool:
    """Return whether the net has no parameters at all."""
    found = [_answer(tried).get(name) for name in ("shapes", "parameters", "before")]
    return any(isinstance(one, list) and not one for one in found)


def more_layers(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of numbers in all parameters if there are more than two parameters."""
    shapes = shapes_of(_answer(tried)["shapes"])
    numbers = sum(map(math.prod, shapes))
    return {"numbers": numbers} if len(shapes) > _PAIR else False


def no_bias(tried: Tried) -> bool:
    """Return whether the weight is the only parameter."""
    return len(shapes_of(_answer(tried)["shapes"])) == 1


# The initial parameters.


def _weights(tried: Tried) -> Weights:
    return Weights(weights_of(tensors_of(_answer(tried)["parameters"])), tried.written)


def _is_lazy(tried: Tried) -> bool:
    return _answer(tried).get("lazy") is True


def of(predicate: Callable[[Weights], bool]) -> Symptom:
    """Return the symptom that the weights have a property, and the layer is not a lazy one."""
    return lambda tried: predicate(_weights(tried)) and not _is_lazy(tried)


def sized(predicate: Callable[[Weights], bool]) -> Symptom:
    """Return the symptom of :func:`of` that fills ``{sd}`` with the standard deviation."""

    def same(tried: Tried) -> bool | dict[str, Value]:
        return {"sd": float(f"{_weights(tried).sd:.2g}")} if of(predicate)(tried) else False

    return same


def lazy(tried: Tried) -> bool:
    """Return whether a lazy layer kept its default weights, or raised because it has none."""
    if "uninitialized parameter" in tried.raised[:_LONGEST]:
        return True
    return _is_lazy(tried) and is_default(_weights(tried))


def bias(tried: Tried) -> bool:
    """Return whether the weights are right, so that the check failed because of the bias."""
    return is_right(_weights(tried))
