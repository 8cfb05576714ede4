"""Symptoms of a wrong training: in its end, in the log of its scenario, in its exception and in the student's text."""

from __future__ import annotations

import re
from collections.abc import Callable

import torch

from torchgrade.checking.diagnosis import Symptom, both
from torchgrade.checking.tried import Tried
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
    """Return the symptom that the other one is absent."""
    return lambda tried: not symptom(tried)


def says(pattern: str) -> Symptom:
    """Return the symptom that the student's text matches the pattern."""
    return lambda tried: re.search(pattern, tried.written.text) is not None


def trained(*ways: Way) -> Symptom:
    """Return the symptom of a training in one of these ways."""
    return lambda tried: any(ended_as(tried, way) for way in ways)


def ended_as(tried: Tried, way: Way) -> bool:
    """Report whether the training ended in the parameters of that way to train."""
    # Without an answer this raises, so that nothing is replayed.
    ended = _parameters(tried)
    made = replay(tried.inputs, way)
    return all(torch.allclose(a, b, rtol=1e-5, atol=1e-5) for a, b in zip(ended, made, strict=True))


def _parameters(tried: Tried) -> list[torch.Tensor]:
    assert tried.answer is not None
    found = tried.answer.value["parameters"]
    # A tensor in its place would be unpacked into its rows.
    assert isinstance(found, list)
    return found


def _updates(tried: Tried) -> list[int]:
    """Return a number for each call of the updater: its argument if it is a function."""
    assert tried.answer is not None
    noted = tried.answer.value["updates"]
    assert isinstance(noted, list)
    assert all(type(size) is int and abs(size) < _MOST for size in noted)
    return noted


def made_updates(count: int) -> Symptom:
    """Return the symptom of so many calls of the updater."""
    return lambda tried: len(_updates(tried)) == count


def _right_sizes(tried: Tried) -> bool:
    return _updates(tried) == list(SIZES) * EPOCHS


def epochs(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of whole epochs of the training if it differs from the number asked for."""
    k, rest = divmod(len(_updates(tried)), BATCHES)
    if rest or k in (0, EPOCHS) or k > _MOST_EPOCHS:
        return False
    return {"k": k, "n": EPOCHS} if ended_as(tried, Way(epochs=k)) else False


def _used(tried: Tried) -> int:
    """Return how many batches of an epoch had an update if some had none in any epoch, and 0 otherwise."""
    k, rest = divmod(len(_updates(tried)), EPOCHS)
    return 0 if rest or k >= BATCHES else k


def batches(tried: Tried) -> bool | dict[str, Value]:
    """Return how many batches of each epoch were used: the first ones, or the last ones if it is more than one."""
    k = _used(tried)
    ways = [Way(used=(0, k))] + ([Way(used=(BATCHES - k, None))] if k > 1 else [])
    return {"k": k, "n": BATCHES} if k and any(ended_as(tried, way) for way in ways) else False


def after_the_loop(tried: Tried) -> bool:
    """Report whether each epoch made one update, with the losses of its last batch."""
    return _used(tried) == 1 and ended_as(tried, Way(used=(-1, None)))


def stopped(tried: Tried) -> bool | dict[str, Value]:
    """Return after how many updates a right training ended in the middle of an epoch."""
    k = len(_updates(tried))
    if k < 2 or k >= ALL or k % BATCHES == 0:
        return False
    return {"k": k, "n": ALL} if ended_as(tried, Way(stop=k)) else False


def number_of_updates(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of updates if it is not the number of batches and no other way explains it."""
    k = len(_updates(tried))
    ways = (Way(stop=1), Way(on="test_"), Way(also_on_test="each"), Way(also_on_test="last"))
    symptoms = (epochs, batches, after_the_loop, stopped, trained(*ways))
    return False if k in (0, ALL) or any(symptom(tried) for symptom in symptoms) else {"k": k, "n": ALL}


def constant_size(tried: Tried) -> bool:
    """Report whether the updater got the size of the first batch every time, after a sum of the losses."""
    return _updates(tried) == [SIZES[0]] * ALL and ended_as(tried, Way(sizes=SIZES[:1]))


def size(tried: Tried) -> bool | dict[str, Value]:
    """Return the number that the updater got for a batch of another size, if nothing else is wrong."""
    noted = _updates(tried)
    if len(noted) != ALL or 0 in noted or constant_size(tried):
        return False
    named = size_of_a_batch(tried)
    return named if named and ended_as(tried, Way(sizes=tuple(noted))) else False


def size_of_a_batch(tried: Tried) -> bool | dict[str, Value]:
    """Return the number that the updater got for the first batch of another size."""
    noted, wanted = _updates(tried), list(SIZES) * EPOCHS
    if len(noted) != len(wanted):
        return False
    pairs = [(got, want) for got, want in zip(noted, wanted, strict=True) if got != want]
    return {"got": pairs[0][0], "want": pairs[0][1]} if pairs else False


def _never_backward(tried: Tried) -> bool:
    """Report whether the student's text neither takes a gradient nor calls the epoch that the course gives."""
    own = tried.written.text
    given = "train_epoch_ch3" in own and "train_epoch_ch3" not in tried.written.names
    return bool(own) and not given and re.search(r"backward|\bgrad\(", own) is None


def _unlike_known_ways(tried: Tried) -> bool:
    return not any(ended_as(tried, way) for way in _KNOWN_WAYS)


def raises(pattern: str, at: str = "") -> Symptom:
    """Return the symptom of an exception and of the student's line that raised it."""

    def same(tried: Tried) -> bool:
        found = re.search(pattern, tried.raised[:_LONGEST]) and re.search(at, tried.raised_at[:_LONGEST])
        return found is not None and not takes_others(tried)

    return same


def _has_no(owner: Callable[[Tried, str], bool], *names: str) -> Symptom:
    """Return the symptom of asking a plain function for one of these attributes.

    :param owner: whether the name before the dot, in the student's line, is the one that is meant.
    """

    def same(tried: Tried) -> bool | dict[str, Value]:
        match = re.search(r"'function' object has no attribute '(\w+)'", tried.raised[:_LONGEST])
        if match is None or match[1] not in names or takes_others(tried):
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
    """Return the name of the file's own net that was called in place of the argument."""
    sizes = re.search(r"mat1 and mat2|size mismatch|is invalid for input of size", tried.raised[:_LONGEST])
    if sizes is None or takes_others(tried):
        return False
    for name in re.findall(r"\b(\w+)\(", tried.raised_at[:_LONGEST]):
        top = re.search(rf"^{name} *=", tried.written.text, re.MULTILINE)
        if top is not None and not is_parameter(tried, name):
            return {"name": show_name(name), "net": show_name(tried.written.parameters[0])}
    return False


_KNOWN_WAYS = (Way(reduction="sum"), Way(clear="never"), Way(clear="epoch"), Way(divisor=SIZES[0]), Way(steps=False))
_BETWEEN = r"(?:(?!\b(?:else|elif|def)\b)[\s\S]){0,400}?"
_COPIES = says(r"\b(\w+) *= *(?:copy\.)?(?:deep)?copy\(\s*\w+\s*\)[\s\S]{0,4000}?\b\1\(")
_CLEARS = says(rf"\.backward\({_BETWEEN}\.zero_(?:grad)?\({_BETWEEN}\.step\(")
_CHANGES_RATE = says(r"\[\s*[\"']lr[\"']\s*\]\s*(?:[-+*/]=|=[^=\n]*[*/])|\blr_scheduler\b")
_DRAWS = says(r"\binit\.\w+_\(|\breset_parameters\(|\.apply\(\s*\w*init")
_STILL = trained(Way(steps=False))
_STILL_AFTER_STEPS = both(unless(made_updates(0)), _STILL)
_UNEXPLAINED = both(made_updates(ALL), _unlike_known_ways)

mean_for_custom = both(_right_sizes, trained(Way(reduction="mean")))
no_step = both(made_updates(0), _STILL)
own_update = both(made_updates(0), unless(_STILL))
copied = both(_COPIES, _STILL_AFTER_STEPS)
cleared = both(unless(_COPIES), _CLEARS, _STILL_AFTER_STEPS)
no_backward = both(unless(_COPIES), _never_backward, _STILL_AFTER_STEPS)
not_moved = both(*map(unless, (_COPIES, _CLEARS, _CHANGES_RATE, _never_backward)), _STILL_AFTER_STEPS)
rate = both(_CHANGES_RATE, _UNEXPLAINED)
drawn_anew = both(_DRAWS, _UNEXPLAINED)
one_update = both(made_updates(1), trained(Way(stop=1)))
net_is_a_function = _has_no(
    _is_net, "train", "eval", "parameters", "zero_grad", "training", "to", "state_dict", "apply"
)
updater_is_a_function = _has_no(_is_updater, "zero_grad", "step", "param_groups")
