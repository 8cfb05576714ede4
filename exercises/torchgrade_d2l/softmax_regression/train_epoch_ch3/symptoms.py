"""Symptoms of wrong numbers after an epoch, and symptoms that only mean something with its four arguments."""

from __future__ import annotations

from torchgrade.checking.diagnosis import Symptom, requests
from torchgrade.checking.tried import Tried
from torchgrade_d2l.softmax_regression import training_symptoms as shared
from torchgrade_d2l.softmax_regression.numbers import number
from torchgrade_d2l.softmax_regression.train_epoch_ch3.measures import Epoch, Measure, Numbers, right, sums
from torchgrade_d2l.softmax_regression.train_epoch_ch3.scenario import epochs_seen, numbers, same
from torchgrade_d2l.softmax_regression.training_arguments import Arguments

ARGUMENTS = Arguments("train_epoch_ch3", "net", "train_iter", "loss", "updater")


UPDATER_TAKES = shared.raises(r"\bupdater\(\) (?:missing|takes)|int\(\) argument must be .*'torch\.Size'")


class _Wrong:
    """Cache of the wrong results of one check, each with the epochs that it may be from; several symptoms need them."""

    def __init__(self) -> None:
        self._tried: Tried | None = None
        self._made: list[tuple[object, list[Epoch]]] = []

    def __call__(self, tried: Tried) -> list[tuple[object, list[Epoch]]]:
        if tried is not self._tried:
            self._made = []
            for asked in requests(tried):
                if asked.answer is not None:
                    epochs = epochs_seen(asked.inputs, asked.answer.value)
                    value = asked.answer.value["returned"]
                    if not _is_one_of(numbers(value), [right(epoch) for epoch in epochs]):
                        self._made.append((value, epochs))
            self._tried = tried
        return self._made


def _is_one_of(got: Numbers | None, wanted: list[Numbers]) -> bool:
    return got is not None and any(same(got, want) for want in wanted)


_wrong = _Wrong()


def returned(*measures: Measure) -> Symptom:
    """Return the symptom of one of these pairs of numbers in each wrong result of the check."""

    def same_pair(tried: Tried) -> bool:
        made = _wrong(tried)
        return bool(made) and any(
            all(_is_one_of(numbers(value), [measure(epoch) for epoch in epochs]) for value, epochs in made)
            for measure in measures
        )

    return same_pair


def one_number(tried: Tried) -> bool:
    """Return whether the result is the loss or the accuracy alone."""
    made = _wrong(tried)
    return bool(made) and all(
        (got := number(value)) is not None
        and any(same((got, got), (want, want)) for epoch in epochs for want in right(epoch))
        for value, epochs in made
    )


def three_sums(tried: Tried) -> bool:
    """Return whether the result is the three sums."""
    made = _wrong(tried)
    return bool(made) and all(
        isinstance(value, list | tuple)
        and len(value) == 3
        and _is_one_of(numbers(value[:2]), [sums(epoch) for epoch in epochs])
        for value, epochs in made
    )


raises = ARGUMENTS.raises
net_is_a_function = ARGUMENTS.only_with(shared.net_is_a_function)
updater_is_a_function = ARGUMENTS.only_with(shared.updater_is_a_function)
other_net = ARGUMENTS.only_with(shared.other_net)
