"""Symptoms of mistakes in ``train_ch3`` alone, and symptoms that only mean something with its six arguments."""

from __future__ import annotations

from torchgrade.checking.diagnosis import both
from torchgrade.checking.tried import Tried
from torchgrade_d2l.softmax_regression import training_symptoms as shared
from torchgrade_d2l.softmax_regression.train_ch3.arguments import OF_COURSE
from torchgrade_d2l.softmax_regression.train_ch3.replay import EPOCHS, SIZES
from torchgrade_d2l.softmax_regression.training_symptoms import CHANGES_RATE, ended_as, made_updates, says, trained
from torchgrade_d2l.softmax_regression.trainings import Way

ALL = EPOCHS * len(SIZES)
"""Updates that a right training makes."""


def _unlike_known_ways(tried: Tried) -> bool:
    return not any(ended_as(tried, way) for way in _KNOWN_WAYS)


_KNOWN_WAYS = (Way(reduction="sum"), Way(clear="never"), Way(clear="epoch"), Way(divisor=SIZES[0]), Way(steps=False))
_DRAWS = says(r"\binit\.\w+_\(|\breset_parameters\(|\.apply\(\s*\w*init")
_UNEXPLAINED = both(made_updates(ALL), _unlike_known_ways)

raises = OF_COURSE.raises
rate = both(CHANGES_RATE, _UNEXPLAINED)
drawn_anew = both(_DRAWS, _UNEXPLAINED)
one_update = both(made_updates(1), trained(Way(stop=1)))
net_is_a_function = OF_COURSE.only_with(shared.net_is_a_function)
updater_is_a_function = OF_COURSE.only_with(shared.updater_is_a_function)
other_net = OF_COURSE.only_with(shared.other_net)
