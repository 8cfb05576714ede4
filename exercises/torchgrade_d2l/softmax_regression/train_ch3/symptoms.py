"""How a training went wrong, seen in its end, in what the scenario noted, and in what the student's text says."""

from __future__ import annotations

import re
from collections.abc import Callable

import torch

from torchgrade.checking.diagnosis import Symptom
from torchgrade.checking.proxies import Tried
from torchgrade.model.results import Value
from torchgrade.model.showable import show_name
from torchgrade_d2l.softmax_regression.train_ch3.arguments import is_parameter, takes_others
from torchgrade_d2l.softmax_regression.train_ch3.replay import EPOCHS, SIZES, Way, replay

BATCHES = len(SIZES)
ALL = EPOCHS * BATCHES
"""Updates that a right training makes."""
_MOST_EPOCHS = 12
_LONGEST = 400
"""Characters of an exception that are searched."""
_MOST = 10**9


def unless(symptom: Symptom) -> Symptom:
    """Return the symptom of the other one being absent."""
    return lambda tried: not symptom(tried)


def parameters(tried: Tried) -> list[torch.Tensor]:
    """Return the parameters that the training ended in."""
    assert tried.answer is not None
    found = tried.answer.value["parameters"]
    # A tensor in its place would come apart into all of its rows.
    assert isinstance(found, list)
    return found


def updates(tried: Tried) -> list[int]:
    """Return what the scenario noted: a number for each call of the updater, its size where it is a function."""
    assert tried.answer is not None
    noted = tried.answer.value["updates"]
    assert isinstance(noted, list)
    assert all(type(size) is int and abs(size) < _MOST for size in noted)
    return noted


def ended_as(tried: Tried, way: Way) -> bool:
    """Whether the training ended where that way to train ends."""
    # Without an answer this raises, and nothing need be replayed.
    ended = parameters(tried)
    made = replay(tried.inputs, way)
    return all(torch.allclose(a, b, rtol=1e-5, atol=1e-5) for a, b in zip(ended, made, strict=True))


def trained(way: Way, **values: Value) -> Symptom:
    """Return the symptom of having trained in that way."""
    return lambda tried: ended_as(tried, way) and (values or True)


def still(tried: Tried) -> bool:
    """Whether the parameters are what they were."""
    return ended_as(tried, Way(steps=False))


def made_updates(count: int) -> Symptom:
    """Return the symptom of so many calls of the updater."""
    return lambda tried: len(updates(tried)) == count


def right_sizes(tried: Tried) -> bool:
    """Whether the custom updater was called with the size of every batch."""
    return updates(tried) == list(SIZES) * EPOCHS


def other_epochs(tried: Tried) -> bool | dict[str, Value]:
    """Say for how many whole epochs it trained, where that is another number than was asked for."""
    k, rest = divmod(len(updates(tried)), BATCHES)
    if rest or k in (0, EPOCHS) or k > _MOST_EPOCHS:
        return False
    return {"k": k, "n": EPOCHS} if ended_as(tried, Way(epochs=k)) else False


def _used(tried: Tried) -> int:
    """Return how many batches of an epoch had an update, where some had none in any epoch; else 0."""
    k, rest = divmod(len(updates(tried)), EPOCHS)
    return 0 if rest or k >= BATCHES else k


def some_batches(tried: Tried) -> bool | dict[str, Value]:
    """Say how many batches of each epoch were used, from the first on, or all from some on but the last alone."""
    k = _used(tried)
    ways = [Way(used=(0, k))] + ([Way(used=(BATCHES - k, None))] if k > 1 else [])
    return {"k": k, "n": BATCHES} if k and any(ended_as(tried, way) for way in ways) else False


def last_batch_only(tried: Tried) -> bool:
    """Whether each epoch made one update, with the losses of its last batch."""
    return _used(tried) == 1 and ended_as(tried, Way(used=(-1, None)))


def stopped(tried: Tried) -> bool | dict[str, Value]:
    """Say after how many updates a right training ended in the middle of an epoch."""
    k = len(updates(tried))
    if k < 2 or k >= ALL or k % BATCHES == 0:
        return False
    return {"k": k, "n": ALL} if ended_as(tried, Way(stop=k)) else False


def other_number_of_updates(tried: Tried) -> bool | dict[str, Value]:
    """Say how many updates were made, where they are not as many as batches and no other way explains it."""
    k = len(updates(tried))
    ways = (Way(stop=1), Way(on="test_"), Way(also_on_test="each"), Way(also_on_test="last"))
    symptoms = (other_epochs, some_batches, last_batch_only, stopped, *map(trained, ways))
    return False if k in (0, ALL) or any(symptom(tried) for symptom in symptoms) else {"k": k, "n": ALL}


def first_size_for_all(tried: Tried) -> bool:
    """Whether every update got the size of the first batch, in the sum of the losses."""
    return updates(tried) == [SIZES[0]] * ALL and ended_as(tried, Way(sizes=SIZES[:1]))


def other_sizes(tried: Tried) -> bool | dict[str, Value]:
    """Say what the updater was called with for a batch of another size, where there is nothing else wrong."""
    noted = updates(tried)
    if len(noted) != ALL or 0 in noted or first_size_for_all(tried):
        return False
    named = another_size(tried)
    return named if named and ended_as(tried, Way(sizes=tuple(noted))) else False


def another_size(tried: Tried) -> bool | dict[str, Value]:
    """Say what the updater was called with for the first batch of another size."""
    noted, wanted = updates(tried), list(SIZES) * EPOCHS
    if len(noted) != len(wanted):
        return False
    pairs = [(got, want) for got, want in zip(noted, wanted, strict=True) if got != want]
    return {"got": pairs[0][0], "want": pairs[0][1]} if pairs else False


def says(pattern: str, *, but: str = "") -> Symptom:
    """Return the symptom of a text of the student's in which the pattern is found, and the other one is not."""

    def same(tried: Tried) -> bool:
        text = tried.written.text
        return bool(re.search(pattern, text)) and not (but and re.search(but, text))

    return same


def never_backward(tried: Tried) -> bool:
    """Whether nothing in the student's text takes a gradient, nor calls the epoch that the course gives."""
    own = tried.written.text
    given = "train_epoch_ch3" in own and "train_epoch_ch3" not in tried.written.names
    return bool(own) and not given and re.search(r"backward|\bgrad\(", own) is None


def raises(pattern: str, at: str = "", *fields: str) -> Symptom:
    """Return the symptom of an exception and of the student's line that raised it; groups fill the fields."""
    return lambda tried: _raised(tried, pattern, at, fields)


def _raised(tried: Tried, pattern: str, at: str, fields: tuple[str, ...]) -> bool | dict[str, Value]:
    match = re.search(pattern, tried.raised[:_LONGEST])
    if match is None or re.search(at, tried.raised_at[:_LONGEST]) is None or takes_others(tried):
        return False
    values: dict[str, Value] = {name: show_name(text) for name, text in zip(fields, match.groups(), strict=False)}
    return values or True


def has_no(owner: Callable[[Tried, str], bool], *names: str) -> Symptom:
    """Return the symptom of asking a plain function for one of these attributes; ``{name}`` fills the sentence.

    :param owner: whether the name before the dot, in the student's line, is the one that is meant.
    """

    def same(tried: Tried) -> bool | dict[str, Value]:
        match = re.search(r"'function' object has no attribute '(\w+)'", tried.raised[:_LONGEST])
        if match is None or match[1] not in names or takes_others(tried):
            return False
        before = re.search(rf"(\w+)\.{match[1]}\b", tried.raised_at[:_LONGEST])
        return {"name": match[1]} if before is not None and owner(tried, before[1]) else False

    return same


def is_net(tried: Tried, name: str) -> bool:
    """Whether a name of the student's is the net."""
    return name in {*tried.written.parameters[:1], "net", "model"}


def is_updater(tried: Tried, name: str) -> bool:
    """Whether a name of the student's is anything but the net: the updater, where it is asked for its methods."""
    return not is_net(tried, name)


def other_net(tried: Tried) -> bool | dict[str, Value]:
    """Say which name of the file was called in place of the net that was handed in."""
    sizes = re.search(r"mat1 and mat2|size mismatch|is invalid for input of size", tried.raised[:_LONGEST])
    if sizes is None or takes_others(tried):
        return False
    for name in re.findall(r"\b(\w+)\(", tried.raised_at[:_LONGEST]):
        top = re.search(rf"^{name} *=", tried.written.text, re.MULTILINE)
        if top is not None and not is_parameter(tried, name):
            return {"name": show_name(name), "net": show_name(tried.written.parameters[0])}
    return False
