"""Symptoms of a wrong training: in the parameters at its end, in the returned losses and in the student's text."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable
from typing import Any

import torch

from torchgrade.checking.diagnosis import Symptom, both
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade.model.showable import show_name
from torchgrade.protocol.messages import Opaque
from torchgrade_d2l.linear_regression.train_linreg.replay import MOST_EPOCHS, Call, Trained, Way, replay
from torchgrade_d2l.linear_regression.train_linreg.returned import losses, parameters

COURSE = ("features", "labels", "w", "b", "lr", "num_epochs", "batch_size")
_NEAR = 1e-4
_MOST_BATCH_SIZE = 512
_BETWEEN = r"(?:(?!\bdef\b)[\s\S]){0,300}?"
_STEP = r"\bsgd\(|-=|\bsub_\(|\badd_\(|\.step\(|\bcopy_\("


def unless(symptom: Symptom) -> Symptom:
    """Return the symptom that the given symptom is absent."""
    return lambda tried: not symptom(tried)


def says(pattern: str) -> Symptom:
    """Return the symptom that the student's text matches the pattern."""
    return lambda tried: re.search(pattern, tried.written.text) is not None


def call_of(tried: Tried) -> Call:
    """Return the arguments of the call."""
    return Call(*tried.arguments)


def is_full(tried: Tried) -> bool:
    """Return whether a batch has all rows, so that a replay is exact."""
    return call_of(tried).batch_size == len(call_of(tried).features)


def ended(tried: Tried) -> tuple[torch.Tensor, torch.Tensor]:
    """Return w and b after the call."""
    assert tried.answer is not None
    return parameters(tried.answer, len(call_of(tried).w))


def trained(*ways: Way) -> Symptom:
    """Return the symptom of a training with batches of all rows in one of these ways."""
    return lambda tried: is_full(tried) and any(_ended_as(tried, way) for way in ways)


def scaled(scale: Callable[[Call], float]) -> Symptom:
    """Return the symptom of steps of this length, in right steps."""
    return lambda tried: trained(Way(scale=scale(call_of(tried))))(tried)


def flat(tried: Tried) -> bool:
    """Return whether predictions and labels broadcast to a matrix, whose losses were added or averaged."""
    n = len(call_of(tried).features)
    return trained(*(Way(flat=True, scale=scale) for scale in (n, 1.0, 1 / n)))(tried)


def _ended_as(tried: Tried, way: Way) -> bool:
    w, b = ended(tried)
    made = replay(call_of(tried), way)
    pairs = ((w, made.w), (b, made.b))
    return all(torch.allclose(got.to(torch.float64), want, rtol=_NEAR, atol=_NEAR) for got, want in pairs)


def divided_by_another(tried: Tried) -> bool | dict[str, Value]:
    """Return the number by which the sum was divided, if no other mistake divides by it.

    Others divide by 1, or by the square of the batch size or half of it. A forgotten half looks like half the batch
    size, and another learning rate like another divisor.
    """
    n = call_of(tried).batch_size
    if lr_unused(tried):
        return False
    for size in range(2, _MOST_BATCH_SIZE):
        if size not in (n, n * n, n * n // 2, n // 2) and trained(Way(scale=n / size))(tried):
            return {"got": size, "want": n}
    return False


def used_up(tried: Tried) -> bool:
    """Return whether one epoch used up a generator that the text makes before the loop over the epochs."""
    return _GENERATOR(tried) and trained(Way(epochs=1))(tried)


def epochs(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of epochs of the training if it differs from the number asked for."""
    n = call_of(tried).num_epochs
    if used_up(tried):
        return False
    for k in range(1, MOST_EPOCHS):
        if k != n and trained(Way(epochs=k))(tried):
            return {"k": k, "n": n}
    return False


def not_moved(tried: Tried) -> bool:
    """Return whether w and b have their old values."""
    call = call_of(tried)
    return all(torch.equal(now, old.detach()) for now, old in zip(ended(tried), (call.w, call.b), strict=True))


def _rebinds(tried: Tried) -> bool:
    """Return whether the text assigns another tensor to the name of w or b, or unpacks one into it."""
    names = tried.written.parameters[2:4] or ("w", "b")
    inside = tried.written.text
    return any(re.search(rf"^[ \t]+(?:\w+, *)?{name}(?:, *\w+)? *=[^=]", inside, re.MULTILINE) for name in names)


# The returned losses.


def returned(wrong: Callable[[Call, Trained], list[float]]) -> Symptom:
    """Return the symptom of these losses after a right training with batches of all rows."""

    def same(tried: Tried) -> bool:
        assert tried.answer is not None
        want = wrong(call_of(tried), replay(call_of(tried)))
        return is_full(tried) and _same(losses(tried.answer.value, len(want)), want)

    return same


def _same(got: list[float], want: list[float]) -> bool:
    return all(math.isclose(a, b, rel_tol=1e-3, abs_tol=1e-6) for a, b in zip(got, want, strict=True))


def only_last(tried: Tried) -> bool:
    """Return whether the last loss alone was returned."""
    assert tried.answer is not None
    value = tried.answer.value
    value = [value] if isinstance(value, float | torch.Tensor) else value
    return is_full(tried) and _same(losses(value, 1), replay(call_of(tried)).losses[-1:])


def each_batch(tried: Tried) -> bool:
    """Return whether there is a loss for each batch, although an epoch has several."""
    assert tried.answer is not None
    call, value = call_of(tried), tried.answer.value
    number = call.num_epochs * -(-len(call.features) // call.batch_size)
    return not is_full(tried) and isinstance(value, list | tuple) and len(value) == number


def array(tried: Tried) -> bool:
    """Return whether a numpy array was returned in place of a list."""
    return tried.answer is not None and isinstance(tried.answer.value, Opaque) and tried.answer.value.type == "ndarray"


def parameters_returned(tried: Tried) -> bool:
    """Return whether the trained w is one of the returned values."""
    assert tried.answer is not None
    value = tried.answer.value
    parts = value if isinstance(value, list | tuple) else ()
    return any(isinstance(part, torch.Tensor) and torch.equal(part, ended(tried)[0]) for part in parts)


def lr_unused(tried: Tried) -> bool:
    """Return whether w and b moved, and a function with the parameters of the course never reads the learning rate."""
    functions = [node for node in ast.walk(ast.parse(tried.written.text)) if isinstance(node, ast.FunctionDef)]
    trainings = [one for one in functions if tuple(part.arg for part in one.args.args) == COURSE]
    read = [{part.id for part in ast.walk(one) if isinstance(part, ast.Name)} for one in trainings]
    return any("lr" not in names for names in read) and not not_moved(tried)


def nothing(tried: Tried) -> bool:
    """Return whether a right training returned nothing."""
    return tried.answer is not None and tried.answer.value is None and trained(Way())(tried)


def each_row(tried: Tried) -> bool:
    """Return whether the loss of each row was returned for the last epoch, or for each epoch."""
    assert tried.answer is not None
    value, n = tried.answer.value, len(call_of(tried).features)
    first = value[0] if isinstance(value, list | tuple) and value else value
    return isinstance(first, torch.Tensor) and first.numel() == n > 1


def of_the_last_batch(tried: Tried) -> bool:
    """Return whether the last loss is of the right size and not the right one, after a training with many batches."""
    call, (w, b) = call_of(tried), ended(tried)
    assert tried.answer is not None
    right = float(((call.features @ w + b - call.labels) ** 2).mean() / 2)
    last = losses(tried.answer.value, call.num_epochs)[-1]
    return not is_full(tried) and 0.05 < last / right < 20


# Trainings with many batches in an epoch.


def _left(tried: Tried) -> float:
    """Return the share of the distance to the least-squares plane that is left after the training."""
    call, (w, b) = call_of(tried), ended(tried)
    before, after = (float(((call.features @ p + q - call.labels) ** 2).mean()) for p, q in ((call.w, call.b), (w, b)))
    return math.sqrt(after / before)


def whole_at_once(tried: Tried) -> bool:
    """Return whether each epoch made one step with all rows, although a batch has fewer."""
    return not is_full(tried) and _ended_as(tried, Way())


def one_batch(tried: Tried) -> bool:
    """Return whether so much of the distance is left as a few steps leave."""
    return not is_full(tried) and 0.3 < _left(tried) < 1 and not not_moved(tried) and not whole_at_once(tried)


def diverged(tried: Tried) -> bool:
    """Return whether the parameters are farther from the plane than before, or not finite."""
    return not is_full(tried) and not _left(tried) < 1


# The arguments.


def other_order(tried: Tried) -> bool | dict[str, Value]:
    """Return the order in which the function takes the arguments, if their names show another one."""
    taken: Any = tried.written.parameters
    if sorted(taken) != sorted(COURSE) or taken == COURSE:
        return False
    return {"order": ", ".join(map(show_name, taken))}


_GENERATOR = says(
    r"\b(\w+) *= *(?:\w+\.)?data_iter\([\s\S]{0,400}?\bfor\b[^\n]*\brange\([\s\S]{0,2000}?\bin (?:enumerate\()?\1\b"
)
drawn_anew = says(r"\b[wb]\.(?:data\.)?(?:normal|fill|zero|uniform)_\(|\binit\.\w+_\([wb]\b")
_UNMOVED = both(unless(other_order), not_moved)
_CLEARS_FIRST = says(rf"\.backward\(\){_BETWEEN}\.zero_\({_BETWEEN}(?:{_STEP})")
_MODEL = says(r"\b(?:Linear|LazyLinear|Sequential)\(")
no_step = both(_UNMOVED, unless(_rebinds), unless(_CLEARS_FIRST), unless(_MODEL))
other_model = both(_UNMOVED, _MODEL)
new_tensors = both(_UNMOVED, _rebinds)
cleared = both(_UNMOVED, unless(_rebinds), _CLEARS_FIRST)
