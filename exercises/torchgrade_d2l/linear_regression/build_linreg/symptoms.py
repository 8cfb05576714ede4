"""Symptoms of the mistakes in ``build_linreg``: in the numbers that a scenario reports, and in exceptions."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import torch

from torchgrade.checking.diagnosis import Symptom, same_numbers
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade_d2l.linear_regression.build_linreg.parts import (
    ORDER,
    Round,
    kinds_of,
    right_loss,
    right_outputs,
    rounds_of,
    shapes_of,
    tensors_of,
    weight_and_bias,
)
from torchgrade_d2l.normal_weights import Weights, is_default, is_right

_LONGEST = 400
"""Most characters of an exception that are searched."""
_NEAR = (1e-4, 1e-5)
_SIZES = re.compile(r"shapes cannot be multiplied \(\d{1,6}x(\d{1,6}) and (\d{1,6})x(\d{1,6})\)")
_PLACES = {"module": "net", "loss": "loss", "function": "loss", "optimizer": "trainer"}


def either(*symptoms: Symptom) -> Symptom:
    """Return the symptom that one of these symptoms is there."""
    return lambda tried: any(bool(symptom(tried)) for symptom in symptoms)


def raises(*texts: str) -> Symptom:
    """Return the symptom of an exception that contains one of the texts."""
    return lambda tried: any(one in tried.raised[:_LONGEST] for one in texts)


def _answer(tried: Tried) -> dict[str, object]:
    assert tried.answer is not None
    return dict(tried.answer.value)


# What the function returns.


def exchanged(tried: Tried) -> bool | dict[str, Value]:
    """Return in which other order the function returns the three objects."""
    places = [_PLACES.get(kind, "") for kind in kinds_of(_answer(tried))]
    return {"order": ", ".join(places)} if sorted(places) == sorted(ORDER) and tuple(places) != ORDER else False


def net_alone(tried: Tried) -> bool:
    """Return whether the function returned only a net."""
    result = _answer(tried)
    return result["several"] is False and kinds_of(result) == ["module"]


def _kind(place: int, *kinds: str) -> Symptom:
    return lambda tried: len(found := kinds_of(_answer(tried))) == len(ORDER) and found[place] in kinds


class_of_loss = _kind(1, "class")
function_as_net = _kind(0, "function")
step_by_hand = _kind(2, "function", "list", "generator", "NoneType")


class_of_part = either(_kind(0, "class"), _kind(2, "class"))


# The net.


def no_parameters(tried: Tried) -> bool:
    """Return whether the net has no parameter, because its tensors are no ``nn.Parameter``."""
    return _answer(tried).get("shapes") == [] or _answer(tried).get("parameters") in ([], [[], [], []])


def flat_output(tried: Tried) -> bool:
    """Return whether the output has the right numbers without their second dimension."""
    got = _answer(tried)["outputs"]
    assert isinstance(got, torch.Tensor)
    return got.ndim == 1 and same_numbers(got, right_outputs(tried.inputs).reshape(-1), _NEAR)


def _shapes(tried: Tried) -> list[list[int]]:
    result = _answer(tried)
    found = (
        shapes_of(result["shapes"]) if "shapes" in result else [list(t.shape) for t in tensors_of(result["parameters"])]
    )
    assert found
    return found


def exchanged_sizes(tried: Tried) -> bool:
    """Return whether the layer has one input and num_features outputs."""
    d = int(tried.inputs["num_features"])
    return _multiplied(tried) == (1, d) if tried.raised else _shapes(tried) == [[d, 1], [d]]


def _multiplied(tried: Tried) -> tuple[int, int] | None:
    """Return inputs and outputs of the layer from the exception of its call with num_features inputs."""
    found = _SIZES.search(tried.raised[:_LONGEST])
    if found is None or int(found[1]) != tried.inputs["num_features"]:
        return None
    return int(found[2]), int(found[3])


def no_bias(tried: Tried) -> bool:
    """Return whether the net has one parameter only, the weight."""
    return [math.prod(shape) for shape in _shapes(tried)] == [tried.inputs["num_features"]]


def more_layers(tried: Tried) -> bool | dict[str, Value]:
    """Return how many parameters the net has if it has more than two."""
    k = len(_shapes(tried))
    return {"k": k} if k > len(("weight", "bias")) else False


def fixed_size(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of inputs of the layer if it is not num_features."""
    d = int(tried.inputs["num_features"])
    if tried.raised:
        sizes = _multiplied(tried)
        return {"k": sizes[0], "num_features": d} if sizes is not None and sizes[1] == 1 else False
    shapes = _shapes(tried)
    k = max(map(math.prod, shapes))
    one_layer = sorted(map(math.prod, shapes)) == [1, k]
    return {"k": k, "num_features": d} if one_layer and k != d else False


def activation(tried: Tried) -> bool:
    """Return whether the output grows with X w + b but is another number: something follows the linear layer."""
    got, want = _answer(tried)["outputs"], right_outputs(tried.inputs).reshape(-1)
    assert isinstance(got, torch.Tensor)
    assert got.numel() == want.numel()
    ordered = got.reshape(-1).to(torch.float64)[want.argsort()]
    grows = bool((ordered[1:] >= ordered[:-1]).all())
    return grows and not same_numbers(ordered, want.sort().values, _NEAR)


# The initial parameters.


def _weights(tried: Tried) -> Weights:
    weight, _ = weight_and_bias(_answer(tried)["parameters"], int(tried.inputs["num_features"]))
    return Weights(weight, tried.written)


def of(predicate: Callable[[Weights], bool]) -> Symptom:
    """Return the symptom that the weights have a property, and the layer is not a lazy one."""
    return lambda tried: predicate(_weights(tried)) and not _is_lazy(tried)


def sized(predicate: Callable[[Weights], bool]) -> Symptom:
    """Return the symptom of :func:`of` that fills ``{sd}`` with the standard deviation."""

    def same(tried: Tried) -> bool | dict[str, Value]:
        weights = _weights(tried)
        return {"sd": float(f"{weights.sd:.2g}")} if predicate(weights) and not _is_lazy(tried) else False

    return same


def _is_lazy(tried: Tried) -> bool:
    return _answer(tried).get("lazy") is True


def lazy(tried: Tried) -> bool:
    """Return whether a lazy layer lost its initial weights, or raised because it has none."""
    if "uninitialized parameter" in tried.raised[:_LONGEST]:
        return True
    return _is_lazy(tried) and is_default(_weights(tried))


def bias(tried: Tried) -> bool:
    """Return whether the weights are right, and the bias is not 0."""
    weight, found = weight_and_bias(_answer(tried)["parameters"], int(tried.inputs["num_features"]))
    return is_right(Weights(weight, tried.written)) and float(found) != 0


# The loss.


def _loss(tried: Tried) -> torch.Tensor:
    found = _answer(tried)["value"]
    assert isinstance(found, torch.Tensor)
    return found


def times(factor: float) -> Symptom:
    """Return the symptom of the right loss times a number."""
    return lambda tried: same_numbers(_loss(tried), factor * right_loss(tried.inputs), _NEAR)


def summed(tried: Tried) -> bool:
    """Return whether the loss is a sum, or half of it."""
    n = tried.inputs["y"].numel()
    return times(n)(tried) or times(n / 2)(tried)


def one_each(tried: Tried) -> bool:
    """Return whether the loss has a number for each example."""
    return _loss(tried).numel() == tried.inputs["y"].numel()


def absolute(tried: Tried) -> bool:
    """Return whether the loss is the mean of the absolute errors."""
    return same_numbers(_loss(tried), (tried.inputs["y_hat"] - tried.inputs["y"]).abs().mean(), _NEAR)


def other_loss(tried: Tried) -> bool:
    """Return whether the loss is one number, and the text has the name of another loss."""
    named = re.search(r"\b(?:SmoothL1|Huber|CrossEntropy|BCE\w{0,20}|NLL)Loss\b", tried.written.text)
    return named is not None and _loss(tried).numel() == 1


def root(tried: Tried) -> bool:
    """Return whether the loss is the root of the mean of squares."""
    return same_numbers(_loss(tried), right_loss(tried.inputs).sqrt(), _NEAR)


def plain_number(tried: Tried) -> bool:
    """Return whether the loss has the right number but no graph."""
    found = _answer(tried)["value"]
    right = isinstance(found, float | torch.Tensor) and same_numbers(found, right_loss(tried.inputs), _NEAR)
    return right and _answer(tried).get("flows") is not True


def kept(tried: Tried) -> bool:
    """Return whether a change of one net changed the other."""
    before, after = (tensors_of(_answer(tried)[name]) for name in ("before", "after"))
    return not all(map(torch.equal, before, after))


# The trainer.


def _steps(tried: Tried) -> list[list[Round]]:
    return rounds_of(_answer(tried))


def _is_rate(one: Round, rate: float) -> bool:
    return same_numbers(one.moved, -rate * one.gradient, (1e-3, 1e-6))


def _rate(rounds: list[list[Round]]) -> float | None:
    """Return the number by which all steps multiply the gradient, if it is one number other than 0."""
    first = rounds[0][0]
    rate = -float((first.moved * first.gradient).sum() / (first.gradient**2).sum())
    same = math.isfinite(rate) and abs(rate) > 1e-9
    return rate if same and all(_is_rate(one, rate) for parameters in rounds for one in parameters) else None


def rate(tried: Tried) -> bool | dict[str, Value]:
    """Return the learning rate of the trainer if it is not ``lr``."""
    found, lr = _rate(_steps(tried)), float(tried.inputs["lr"])
    return (
        {"rate": float(f"{found:.3g}"), "lr": lr}
        if found is not None and not math.isclose(found, lr, rel_tol=1e-3)
        else False
    )


def still(tried: Tried) -> bool:
    """Return whether no parameter moves."""
    return all(bool((one.moved == 0).all()) for parameters in _steps(tried) for one in parameters)


def frozen(tried: Tried) -> bool:
    """Return whether a parameter has no gradient and others have one."""
    gradients = _answer(tried)["gradients"]
    assert isinstance(gradients, list)
    missing = [one is None for one in gradients[0]]
    return any(missing) and not all(missing)


def some_still(tried: Tried) -> bool:
    """Return whether some parameters make right first steps and others never move."""
    rounds = _steps(tried)
    moves = [any(bool((one.moved != 0).any()) for one in history) for history in zip(*rounds, strict=True)]
    lr = float(tried.inputs["lr"])
    return (
        not all(moves) and any(moves) and all(_is_rate(one, lr) for one, m in zip(rounds[0], moves, strict=True) if m)
    )


def momentum(tried: Tried) -> bool:
    """Return whether the second step repeats a part of the first one."""
    first, second = _steps(tried)
    lr = float(tried.inputs["lr"])
    if re.search(r"\bnesterov *= *True", tried.written.text) is not None:
        return True
    if not all(_is_rate(one, lr) for one in first):
        return False
    rest = torch.cat([(two.moved + lr * two.gradient).reshape(-1) for two in second])
    before = torch.cat([one.moved.reshape(-1) for one in first])
    share = float((rest @ before) / (before @ before))
    return 0 < share <= 1 and same_numbers(rest, share * before, (1e-3, 1e-6))


def decay(tried: Tried) -> bool:
    """Return whether each step also draws the parameters towards 0."""
    lr = float(tried.inputs["lr"])
    ones = [one for parameters in _steps(tried) for one in parameters]
    rest = torch.cat([(one.moved + lr * one.gradient).reshape(-1) for one in ones])
    before = torch.cat([one.before.reshape(-1) for one in ones])
    share = -float((rest @ before) / (before @ before))
    return share > 0 and same_numbers(rest, -share * before, (1e-2, 1e-6))


def adaptive(tried: Tried) -> bool:
    """Return whether the first step is as large for every number, whatever its gradient is: Adam and its relatives."""
    sizes = torch.cat([one.moved.abs().reshape(-1) for one in _steps(tried)[0]])
    return bool((sizes > 0).all()) and float(sizes.max() / sizes.min()) < 1.01 and len(sizes) > 1
