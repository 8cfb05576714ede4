"""Symptoms of a wrong evaluation: in its numbers, in the log of its scenario, in its exception and in the text."""

from __future__ import annotations

import math

from torchgrade.checking.diagnosis import Symptom, both, requests
from torchgrade.checking.tried import Tried
from torchgrade.model.phrases import Value
from torchgrade.model.showable import show_name
from torchgrade_d2l.softmax_regression.evaluate_accuracy.batches import counts, regrouped, text
from torchgrade_d2l.softmax_regression.evaluate_accuracy.measures import Measure, accuracy
from torchgrade_d2l.softmax_regression.numbers import number
from torchgrade_d2l.softmax_regression.training_symptoms import raises, says, unless
from torchgrade_d2l.softmax_regression.unbound import bound_in_branch, unbound_name


def measured(*measures: Measure) -> Symptom:
    """Return the symptom of one of these numbers in every evaluation of the check."""
    return lambda tried: any(
        all(_returned(asked, measure(counts(asked.inputs))) for asked in requests(tried)) for measure in measures
    )


def also_uneven(measure: Measure) -> Symptom:
    """Return the symptom of this number, on unequal batches as well; the worker is asked once."""

    def same(tried: Tried) -> bool:
        if not measured(measure)(tried) or tried.run_again is None:
            return False
        inputs = regrouped(tried.inputs)
        made = tried.run_again(text(), **inputs)
        return made is not None and _returned(made, measure(counts(inputs)))

    return same


def _returned(tried: Tried, want: float) -> bool:
    made = number(tried.answer.value["returned"]) if tried.answer is not None else None
    return made is not None and math.isclose(made, want, rel_tol=1e-5, abs_tol=1e-6)


def fixed_divisor(tried: Tried) -> bool | dict[str, Value]:
    """Return the divisor if it is the same in all evaluations, although their numbers of rows differ."""
    divisors = set()
    for asked in requests(tried):
        made = number(asked.answer.value["returned"]) if asked.answer is not None else None
        if not made or not math.isfinite(made):
            return False
        divisors.add(round(counts(asked.inputs).all_right / made, 3))
    k = divisors.pop() if len(divisors) == 1 else 0.0
    # Divisions by 1 and by the number of batches have names of their own.
    return {"k": int(k)} if k == int(k) and k > 3 else False


def _negated(tried: Tried) -> bool:
    """Return whether all scores count with the other sign."""
    return all(_returned(asked, accuracy(counts(asked.inputs, -1))) for asked in requests(tried))


def _in_training(tried: Tried) -> bool:
    """Return whether a Module was called in training mode."""
    assert tried.answer is not None
    return bool(tried.answer.value["in_training"])


def other_order(tried: Tried) -> bool | dict[str, Value]:
    """Return the parameters of a function that takes the data first; the worker is asked once."""
    if tried.run_again is None:
        return False
    made = tried.run_again(text(), **tried.inputs, reversed=True)
    # A function of the first edition leaves the net in training mode, which is a mistake of its own.
    wanted = [accuracy(counts(tried.inputs, sign)) for sign in (1, -1)]
    if made is None or not any(_returned(made, want) for want in wanted):
        return False
    return {"takes": ", ".join(map(show_name, tried.written.parameters[:2]))}


def passed_twice(tried: Tried) -> bool:
    """Return whether the function began a second pass over batches that are used up."""
    passes = tried.answer.value["passes"] if tried.answer is not None else 0
    return isinstance(passes, int) and passes > 1


def builds_graph(tried: Tried) -> bool:
    """Return whether an output of the net belongs to a graph."""
    assert tried.answer is not None
    return bool(tried.answer.value["graphs"])


DETACHES = says(r"\.detach\(|\.data\b")

train_mode = both(_in_training, _negated)
smallest = both(unless(_in_training), _negated)
floor = both(says(r"//"), measured(lambda _: 0.0))
unbound = both(bound_in_branch, unbound_name)
only_batches = raises(r"'(?:OnePass|DataLoader)' object|type 'OnePass'")
accuracy_order = both(
    says(r"\baccuracy\(\s*(?:y|Y|labels?|targets?)\s*,"), raises(r"is invalid for input of size|IndexError")
)
