"""Symptoms of a wrong training: in its end, in the number of steps, in its exception and in the student's text."""

from __future__ import annotations

import re
from typing import Any

import torch

from torchgrade.checking.diagnosis import Symptom, both
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade.model.showable import show_name
from torchgrade_d2l.linear_regression.train_concise.replay import EPOCHS, SIZES, Way, replay

COURSE = ("net", "loss", "trainer", "data_iter", "num_epochs")
BATCHES = len(SIZES)
ALL = EPOCHS * BATCHES
"""Steps that a right training makes in the short scenarios."""
_NEAR = 1e-5
_MOST_EPOCHS = 12
_LONGEST = 400
"""Most characters of an exception that are searched."""
_ROLES = {
    "net": ("model", "network"),
    "loss": ("criterion", "loss_fn", "loss_func", "loss_function"),
    "trainer": ("optimizer", "optim", "opt", "updater"),
    "data_iter": ("train_iter", "train_loader", "dataloader", "data_loader", "loader", "train_dataloader", "data"),
    "num_epochs": ("epochs", "n_epochs", "epoch_num", "max_epochs"),
}
"""Other names of the arguments in usual files."""


def unless(symptom: Symptom) -> Symptom:
    """Return the symptom that the given symptom is absent."""
    return lambda tried: not symptom(tried)


def says(pattern: str) -> Symptom:
    """Return the symptom that the student's text matches the pattern."""
    return lambda tried: re.search(pattern, tried.written.text) is not None


def raises(pattern: str) -> Symptom:
    """Return the symptom of an exception, if the arguments are taken in the order of the course."""

    def same(tried: Tried) -> bool:
        return re.search(pattern, tried.raised[:_LONGEST]) is not None and not other_order(tried)

    return same


def trained(*ways: Way) -> Symptom:
    """Return the symptom of a training in one of these ways."""
    return lambda tried: any(_ended_as(tried, way) for way in ways)


def _ended(tried: Tried) -> list[torch.Tensor]:
    assert tried.answer is not None
    found = tried.answer.value["parameters"]
    assert isinstance(found, list)
    assert len(found) == 2
    return found


def _ended_as(tried: Tried, way: Way) -> bool:
    # Read the answer first, because this raises without an answer, so that no training is replayed.
    ended = _ended(tried)
    made = replay(tried.inputs, way)
    return all(torch.allclose(a, b, rtol=_NEAR, atol=_NEAR) for a, b in zip(ended, made, strict=True))


def _updates(tried: Tried) -> int:
    assert tried.answer is not None
    made = tried.answer.value["updates"]
    assert type(made) is int
    return made


def made_updates(count: int) -> Symptom:
    """Return the symptom of so many steps of the trainer."""
    return lambda tried: _updates(tried) == count


def not_moved(tried: Tried) -> bool:
    """Return whether w and b have their old values."""
    old = (tried.inputs["w"], tried.inputs["b"])
    return all(torch.equal(now, before) for now, before in zip(_ended(tried), old, strict=True))


def number_of_updates(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of steps if it is wrong, and neither 0 nor that of whole epochs."""
    k = _updates(tried)
    # With Adam and the absolute error every batch may give the same steps, so only their number is sure.
    tells_batches = tried.inputs["trainer"] != "adam"
    named = k in (0, ALL) or epochs(tried) or (tells_batches and (batches(tried) or after_the_loop(tried)))
    return False if named else {"k": k, "n": ALL}


def epochs(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of whole epochs if it differs from the number asked for."""
    k, rest = divmod(_updates(tried), BATCHES)
    if rest or k in (0, EPOCHS) or k > _MOST_EPOCHS:
        return False
    return {"k": k, "n": EPOCHS} if _ended_as(tried, Way(epochs=k)) else False


def batches(tried: Tried) -> bool | dict[str, Value]:
    """Return how many batches of each epoch were used, if they are the first or the last ones."""
    k, rest = divmod(_updates(tried), EPOCHS)
    if rest or not 0 < k < BATCHES:
        return False
    ways = [Way(used=(0, k))] + ([Way(used=(BATCHES - k, None))] if k > 1 else [])
    return {"k": k, "n": BATCHES} if trained(*ways)(tried) else False


def after_the_loop(tried: Tried) -> bool:
    """Return whether each epoch made one step, with the loss of its last batch."""
    return _updates(tried) == EPOCHS and trained(Way(used=(-1, None)))(tried)


def own_loss(tried: Tried) -> bool:
    """Return whether the mean squared error, or half of it, was minimised although another loss was given."""
    return tried.inputs["loss"] != "mse" and trained(Way(loss="mse"))(tried)


def never_calls_loss(tried: Tried) -> bool:
    """Return whether the function does not use its second argument."""
    names = tried.written.parameters[1:2]
    return bool(names) and re.search(rf"\b{re.escape(names[0])}\(", tried.written.text) is None


def kept(tried: Tried) -> bool:
    """Return whether a DataLoader was read only once and its batches were kept for all epochs."""
    assert tried.answer is not None
    return tried.answer.value["rows"] == len(tried.inputs["features"]) and _updates(tried) == ALL


def whole_set(tried: Tried) -> bool | dict[str, Value]:
    """Return the name of the data set that the function reads from outside, where it does not exist."""
    match = re.match(
        r"NameError: name '(features|labels|X_train|y_train|train_features|train_labels)' is not", tried.raised
    )
    return {"name": show_name(match[1])} if match is not None else False


# The arguments.


def _role(name: str) -> str:
    return next((role for role, names in _ROLES.items() if name == role or name in names), "")


def other_order(tried: Tried) -> bool | dict[str, Value]:
    """Return the order in which the function takes the arguments, if their names show another one."""
    taken: Any = tried.written.parameters[: len(COURSE)]
    roles = tuple(map(_role, taken))
    if sorted(roles) != sorted(COURSE) or roles == COURSE:
        return False
    return {"order": ", ".join(map(show_name, taken))}


_LINES = r"(?:(?!\b(?:for|while|def)\b)[\s\S]){0,400}?"
_STEPS_FIRST = says(rf"\.step\(\){_LINES}\.backward\(")
_CLEARS = says(rf"\.backward\({_LINES}\.zero_grad\({_LINES}\.step\(")
_DRAWS = says(r"\.(?:normal|fill|uniform|zero|xavier_\w+)_\(|\binit\.\w+_\(|\breset_parameters\(")
_COPIES = says(r"\bdeepcopy\(|\bnn\.(?:Sequential|Linear|LazyLinear)\(")
_KNOWN = trained(Way(clears="never"), Way(clears="epoch"), Way(steps_first=True), Way(by_size=True), Way(loss="mse"))
other_rule = both(says(r"\bclip_grad_|\blr_scheduler\b"), made_updates(ALL), unless(_KNOWN), unless(not_moved))
_STILL = both(unless(made_updates(0)), not_moved)
_BACKWARD = says(r"\.backward\(|\bautograd\.grad\(")

no_step = both(made_updates(0), not_moved)
own_update = both(made_updates(0), unless(not_moved))
no_backward = both(_STILL, unless(_BACKWARD))
cleared = both(_STILL, unless(_STEPS_FIRST), unless(_COPIES), _CLEARS)
steps_first = trained(Way(steps_first=True))
steps_first_without_gradient = both(_STILL, _BACKWARD, unless(_CLEARS), unless(_COPIES), _STEPS_FIRST)
other_net = both(_STILL, _BACKWARD, unless(_CLEARS), unless(_STEPS_FIRST))
drawn_anew = both(_DRAWS, made_updates(ALL), unless(_KNOWN), unless(not_moved))
other_loss = both(never_calls_loss, made_updates(ALL), unless(_KNOWN), unless(not_moved), unless(_DRAWS))
