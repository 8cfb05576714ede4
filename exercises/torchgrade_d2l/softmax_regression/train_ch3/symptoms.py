"""Symptoms of mistakes in several epochs of training, and symptoms that need the six arguments of ``train_ch3``."""

from __future__ import annotations

import re

from torchgrade.checking.diagnosis import Symptom, both
from torchgrade.checking.tried import Tried
from torchgrade.model.results import Value
from torchgrade_d2l.softmax_regression import training_symptoms as shared
from torchgrade_d2l.softmax_regression.train_ch3.arguments import takes_others
from torchgrade_d2l.softmax_regression.train_ch3.replay import EPOCHS, SIZES
from torchgrade_d2l.softmax_regression.training_symptoms import (
    CLEARS,
    COPIES,
    STILL_AFTER_STEPS,
    ended_as,
    made_updates,
    says,
    trained,
    unless,
    updates,
)
from torchgrade_d2l.softmax_regression.trainings import Way

BATCHES = len(SIZES)
ALL = EPOCHS * BATCHES
"""Updates that a right training makes."""
_MOST_EPOCHS = 12


def epochs(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of whole epochs of the training if it differs from the number asked for."""
    k, rest = divmod(len(updates(tried)), BATCHES)
    if rest or k in (0, EPOCHS) or k > _MOST_EPOCHS:
        return False
    return {"k": k, "n": EPOCHS} if ended_as(tried, Way(epochs=k)) else False


def _used(tried: Tried) -> int:
    """Return how many batches of an epoch had an update if the other batches never had one; otherwise return 0."""
    k, rest = divmod(len(updates(tried)), EPOCHS)
    return 0 if rest or k >= BATCHES else k


def batches(tried: Tried) -> bool | dict[str, Value]:
    """Return how many batches of each epoch were used, if they are the first batches or several last batches."""
    k = _used(tried)
    ways = [Way(used=(0, k))] + ([Way(used=(BATCHES - k, None))] if k > 1 else [])
    return {"k": k, "n": BATCHES} if k and any(ended_as(tried, way) for way in ways) else False


def after_the_loop(tried: Tried) -> bool:
    """Return whether each epoch made one update, with the losses of its last batch."""
    return _used(tried) == 1 and ended_as(tried, Way(used=(-1, None)))


def stopped(tried: Tried) -> bool | dict[str, Value]:
    """Return after how many updates a right training ended in the middle of an epoch."""
    k = len(updates(tried))
    if k < 2 or k >= ALL or k % BATCHES == 0:
        return False
    return {"k": k, "n": ALL} if ended_as(tried, Way(stop=k)) else False


def number_of_updates(tried: Tried) -> bool | dict[str, Value]:
    """Return the number of updates if it is not the number of batches and no other way explains it."""
    k = len(updates(tried))
    ways = (Way(stop=1), Way(on="test_"), Way(also_on_test="each"), Way(also_on_test="last"))
    symptoms = (epochs, batches, after_the_loop, stopped, trained(*ways))
    return False if k in (0, ALL) or any(symptom(tried) for symptom in symptoms) else {"k": k, "n": ALL}


def _never_backward(tried: Tried) -> bool:
    """Return whether the student's text neither takes a gradient nor calls the course's epoch function."""
    own = tried.written.text
    given = "train_epoch_ch3" in own and "train_epoch_ch3" not in tried.written.names
    return bool(own) and not given and re.search(r"backward|\bgrad\(", own) is None


def _unlike_known_ways(tried: Tried) -> bool:
    return not any(ended_as(tried, way) for way in _KNOWN_WAYS)


def raises(pattern: str, at: str = "") -> Symptom:
    """Return the symptom of an exception that other arguments do not explain, and of the line that raised it."""
    return _of_course_arguments(shared.raises(pattern, at))


def _of_course_arguments(symptom: Symptom) -> Symptom:
    """Return the symptom for a function of this course's arguments, because others may cause any exception."""

    def same(tried: Tried) -> bool | dict[str, Value]:
        found = symptom(tried)
        return found if found and not takes_others(tried) else False

    return same


_KNOWN_WAYS = (Way(reduction="sum"), Way(clear="never"), Way(clear="epoch"), Way(divisor=SIZES[0]), Way(steps=False))
_CHANGES_RATE = says(r"\[\s*[\"']lr[\"']\s*\]\s*(?:[-+*/]=|=[^=\n]*[*/])|\blr_scheduler\b")
_DRAWS = says(r"\binit\.\w+_\(|\breset_parameters\(|\.apply\(\s*\w*init")
_UNEXPLAINED = both(made_updates(ALL), _unlike_known_ways)

no_backward = both(unless(COPIES), _never_backward, STILL_AFTER_STEPS)
not_moved = both(*map(unless, (COPIES, CLEARS, _CHANGES_RATE, _never_backward)), STILL_AFTER_STEPS)
rate = both(_CHANGES_RATE, _UNEXPLAINED)
drawn_anew = both(_DRAWS, _UNEXPLAINED)
one_update = both(made_updates(1), trained(Way(stop=1)))
net_is_a_function = _of_course_arguments(shared.net_is_a_function)
updater_is_a_function = _of_course_arguments(shared.updater_is_a_function)
other_net = _of_course_arguments(shared.other_net)
