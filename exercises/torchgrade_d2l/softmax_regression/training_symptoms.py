"""Symptoms of a wrong training: in its end, in the log of its scenario, in its exception and in the student's text."""

from __future__ import annotations

import re
from collections.abc import Callable

import torch

from torchgrade.checking.diagnosis import Symptom, both
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade.model.showable import show_name
from torchgrade_d2l.softmax_regression.trainings import Way, replay

_LONGEST = 400
"""Most characters of an exception that are searched."""
_MOST = 10**9
_MOST_EPOCHS = 12
_BETWEEN = r"(?:(?!\b(?:else|elif|def)\b)[\s\S]){0,400}?"


def unless(symptom: Symptom) -> Symptom:
    """Return the symptom that the given symptom is absent."""
    return lambda tried: not symptom(tried)


def says(pattern: str) -> Symptom:
    """Return the symptom that the student's text matches the pattern."""
    return lambda tried: re.search(pattern, tried.written.text) is not None


def trained(*ways: Way) -> Symptom:
    """Return the symptom of a training in one of these ways."""
    return lambda tried: any(ended_as(tried, way) for way in ways)


def ended_as(tried: Tried, way: Way) -> bool:
    """Return whether the training ended in the parameters of that way to train."""
    # Read the answer first, because this raises without an answer, so that no training is replayed.
    ended = _parameters(tried)
    made = replay(tried.inputs, way)
    return all(torch.allclose(a, b, rtol=1e-5, atol=1e-5) for a, b in zip(ended, made, strict=True))


def _parameters(tried: Tried) -> list[torch.Tensor]:
    assert tried.answer is not None
    found = tried.answer.value["parameters"]
    # Check the type, because a tensor instead of the list would be unpacked into its rows.
    assert isinstance(found, list)
    return found


def updates(tried: Tried) -> list[int]:
    """Return a number for each call of the updater: its argument if it is a function."""
    assert tried.answer is not None
    noted = tried.answer.value["updates"]
    assert isinstance(noted, list)
    assert all(type(size) is int and abs(size) < _MOST for size in noted)
    return noted


def made_updates(count: int) -> Symptom:
    """Return the symptom of so many calls of the updater."""
    return lambda tried: len(updates(tried)) == count


def _batches(tried: Tried) -> int:
    return len(tried.inputs["labels"])


def _epochs(tried: Tried) -> int:
    return int(tried.inputs["num_epochs"])


def _wanted(tried: Tried) -> list[int]:
    """Return the size of the batch of each update that a right training makes."""
    return [len(y) for y in tried.inputs["labels"]] * _epochs(tried)


def right_sizes(tried: Tried) -> bool:
    """Return whether each update got the size of its batch."""
    return updates(tried) == _wanted(tried)


def constant_size(tried: Tried) -> bool:
    """Return whether the updater got the size of the first batch every time, after a sum of the losses."""
    wanted = _wanted(tried)
    return updates(tried) == [wanted[0]] * len(wanted) and ended_as(tried, Way(sizes=(wanted[0],)))


def size(tried: Tried) -> bool | dict[str, Value]:
    """Return the number that the updater got for a batch of another size, if there is no other mistake."""
    noted = updates(tried)
    if len(noted) != len(_wanted(tried)) or 0 in noted or constant_size(tried):
        return False
    named = size_of_a_batch(tried)
    return named if named and ended_as(tried, Way(sizes=tuple(noted))) else False


def size_of_a_batch(tried: Tried) -> bool | dict[str, Value]:
    """Return the number that the updater got for the first batch of another size."""
    noted, wanted = updates(tried), _wanted(tried)
    if len(noted) != len(wanted):
        return False
    pairs = [(got, want) for got, want in zip(noted, wanted, strict=True) if got != want]
    return {"got": pairs[0][0], "want": pairs[0][1]} if pairs else False


def epochs(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of whole epochs of the training if it differs from the number asked for."""
    wanted = _epochs(tried)
    k, rest = divmod(len(updates(tried)), _batches(tried))
    if rest or k in (0, wanted) or k > _MOST_EPOCHS:
        return False
    return {"k": k, "n": wanted} if ended_as(tried, Way(epochs=k)) else False


def _used(tried: Tried) -> int:
    """Return how many batches of an epoch had an update if the other batches never had one; otherwise return 0."""
    k, rest = divmod(len(updates(tried)), _epochs(tried))
    return 0 if rest or k >= _batches(tried) else k


def batches(tried: Tried) -> bool | dict[str, Value]:
    """Return how many batches of each epoch were used, if they are the first batches or several last batches."""
    k, n = _used(tried), _batches(tried)
    ways = [Way(used=(0, k))] + ([Way(used=(n - k, None))] if k > 1 else [])
    return {"k": k, "n": n} if k and any(ended_as(tried, way) for way in ways) else False


def after_the_loop(tried: Tried) -> bool:
    """Return whether each epoch made one update, with the losses of its last batch."""
    return _used(tried) == 1 and ended_as(tried, Way(used=(-1, None)))


def stopped(tried: Tried) -> bool | dict[str, Value]:
    """Return after how many updates a right training ended in the middle of an epoch."""
    k, wanted = len(updates(tried)), len(_wanted(tried))
    if k < 2 or k >= wanted or k % _batches(tried) == 0:
        return False
    return {"k": k, "n": wanted} if ended_as(tried, Way(stop=k)) else False


def number_of_updates(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of updates if it is not the number of batches and no other way explains it."""
    k, wanted = len(updates(tried)), len(_wanted(tried))
    ways = (Way(stop=1), Way(on="test_"), Way(also_on_test="each"), Way(also_on_test="last"))
    symptoms = (epochs, batches, after_the_loop, stopped, trained(*ways))
    return False if k in (0, wanted) or any(symptom(tried) for symptom in symptoms) else {"k": k, "n": wanted}


def _never_backward(tried: Tried) -> bool:
    """Return whether the student's text neither takes a gradient nor calls the course's epoch function."""
    own = tried.written.text
    given = "train_epoch_ch3" in own and "train_epoch_ch3" not in tried.written.names
    return bool(own) and not given and re.search(r"backward|\bgrad\(", own) is None


def raises(pattern: str, at: str = "") -> Symptom:
    """Return the symptom of an exception and of the student's line that raised it."""

    def same(tried: Tried) -> bool:
        found = re.search(pattern, tried.raised[:_LONGEST]) and re.search(at, tried.raised_at[:_LONGEST])
        return found is not None

    return same


def has_no(owner: Callable[[Tried, str], bool], *names: str) -> Symptom:
    """Return the symptom of requesting one of these attributes from a plain function.

    :param owner: function that decides whether the name before the dot, in the student's line, is meant.
    """

    def same(tried: Tried) -> bool | dict[str, Value]:
        match = re.search(r"'function' object has no attribute '(\w+)'", tried.raised[:_LONGEST])
        if match is None or match[1] not in names:
            return False
        before = re.search(rf"(\w+)\.{match[1]}\b", tried.raised_at[:_LONGEST])
        return {"name": match[1]} if before is not None and owner(tried, before[1]) else False

    return same


def _is_net(tried: Tried, name: str) -> bool:
    return name in {*tried.written.parameters[:1], "net", "model"}


def _is_updater(tried: Tried, name: str) -> bool:
    """Report whether a name is anything but the net: the updater, if it is asked for its methods."""
    return not _is_net(tried, name)


def other_net(tried: Tried) -> bool | dict[str, Value]:
    """Return the name of the file's own net that was called instead of the argument."""
    sizes = re.search(r"mat1 and mat2|size mismatch|is invalid for input of size", tried.raised[:_LONGEST])
    if sizes is None:
        return False
    for name in re.findall(r"\b(\w+)\(", tried.raised_at[:_LONGEST]):
        top = re.search(rf"^{name} *=", tried.written.text, re.MULTILINE)
        if top is not None and name not in tried.written.parameters:
            return {"name": show_name(name), "net": show_name(tried.written.parameters[0])}
    return False


LABELS_FIRST = r"\(\s*(?:y|Y|labels?|targets?)\s*,"
"""Pattern of a call that passes the labels first."""
COPIES = says(r"\b(\w+) *= *(?:copy\.)?(?:deep)?copy\(\s*\w+\s*\)[\s\S]{0,4000}?\b\1\(")
"""Symptom of calling a copy."""
CLEARS = says(rf"\.backward\({_BETWEEN}\.zero_(?:grad)?\({_BETWEEN}\.step\(")
"""Symptom of clearing gradients between ``backward`` and ``step``."""
CHANGES_RATE = says(r"\[\s*[\"']lr[\"']\s*\]\s*(?:[-+*/]=|=[^=\n]*[*/])|\blr_scheduler\b")
"""Symptom of changing the learning rate."""
STILL = trained(Way(steps=False))
"""Symptom of parameters that did not move."""
STILL_AFTER_STEPS = both(unless(made_updates(0)), STILL)

mean_for_custom = both(right_sizes, trained(Way(reduction="mean")))
no_step = both(made_updates(0), STILL)
own_update = both(made_updates(0), unless(STILL))
copied = both(COPIES, STILL_AFTER_STEPS)
no_backward = both(unless(COPIES), _never_backward, STILL_AFTER_STEPS)
not_moved = both(*map(unless, (COPIES, CLEARS, CHANGES_RATE, _never_backward)), STILL_AFTER_STEPS)
cleared = both(unless(COPIES), CLEARS, STILL_AFTER_STEPS)
net_is_a_function = has_no(_is_net, "train", "eval", "parameters", "zero_grad", "training", "to", "state_dict", "apply")
updater_is_a_function = has_no(_is_updater, "zero_grad", "step", "param_groups")
