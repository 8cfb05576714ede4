"""Checks of ``build_softmax_regression()`` (chapter section 7).

``logits`` and ``init`` judge a net with other parameters as far as possible, because ``parameters`` judges these.
"""

from __future__ import annotations

from typing import Any

import pytest
import torch

from torchgrade.checking.assertions import assert_close, assert_form
from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Student
from torchgrade_d2l.normal_weights import assert_few_weights, assert_weights
from torchgrade_d2l.softmax_regression.build_softmax_regression.nets import (
    CLASSES,
    inputs_of,
    is_one_layer,
    look,
    other_parameters,
    right_logits,
    shapes_of,
    tensors_of,
    weights_of,
)

MANY_WEIGHTS = 1000
"""Fewest weights whose variance is judged too; a net with fewer ones has other sizes than it should."""
LARGEST_BIAS = (1 / 28) * (1 + 1e-6)
"""Largest bias that PyTorch sets for 784 inputs, with room for rounding."""


def assert_logits(student: Student, inputs: dict[str, Any]) -> None:
    """Raise unless the net returns logits: those of the judge's weight and bias, if it has these two parameters."""
    result = look(student, inputs)
    got, shapes = result.get("logits"), shapes_of(result.get("shapes"))
    assert_form(got, (len(inputs["X"]), CLASSES), what="what.output_of_net")
    if is_one_layer(shapes):
        assert_close(got, right_logits(inputs), what="what.output_of_net")
    elif is_not_logits(got):
        raise CheckFailedError("build_softmax_regression.no_logits")


def is_not_logits(outputs: torch.Tensor) -> bool:
    """Return whether outputs (n, 10) end with softmax, or with ReLU, or are no numbers."""
    outputs = outputs.to(torch.float64)
    ends_with_relu = bool((outputs >= 0).all()) and bool((outputs == 0).any())
    sums = outputs.sum(1)
    ends_with_softmax = bool((outputs >= 0).all()) and bool(((sums - 1).abs() < 1e-4).all())
    return ends_with_relu or ends_with_softmax or not bool(outputs.isfinite().all())


@pytest.mark.check(points=1, kind="value")
def test_logits(student: Student, tensors: Tensors) -> None:
    """Compare five rows of logits for values of weight and bias that the judge chose."""
    assert_logits(student, inputs_of(tensors, "logits"))


@pytest.mark.check(points=1, kind="shape", requires=["logits"])
def test_parameters(student: Student, tensors: Tensors) -> None:
    """Look at the parameters and at their gradients.

    A transposed weight is right too, because it has the same numbers.
    """
    result = look(student, inputs_of(tensors, "shapes"))
    shapes, reached = shapes_of(result.get("shapes")), result.get("reached")
    if not is_one_layer(shapes):
        raise other_parameters(shapes)
    # `is`, because an item may be a tensor, which has no single truth value.
    if not isinstance(reached, list) or len(reached) != len(shapes) or not all(one is True for one in reached):
        raise CheckFailedError("build_softmax_regression.not_reached")


@pytest.mark.check(points=1, kind="statistics", requires=[])
def test_init(student: Student, tensors: Tensors) -> None:
    """Compare 7,840 weights with draws of N(0, 0.01²), and look at the size of the bias.

    Of a net with fewer weights than 1,000 the law alone is compared.

    False alarm: at most 1.2e-10 (:mod:`torchgrade_d2l.normal_weights`, which states the power too).
    """
    parameters = tensors_of(look(student, inputs_of(tensors, "init")).get("parameters"))
    weights = weights_of(parameters)
    (assert_weights if weights.numel() >= MANY_WEIGHTS else assert_few_weights)(weights)
    if is_one_layer([list(t.shape) for t in parameters]):
        largest = float(min(parameters, key=torch.numel).abs().max())
        if not largest <= LARGEST_BIAS:
            raise CheckFailedError("build_softmax_regression.bias", largest=largest)


@pytest.mark.check(points=0.5, kind="contract", requires=["logits"])
def test_alone(student: Student, tensors: Tensors) -> None:
    """Look at what is returned, and change the parameters of one net to look at those of another."""
    result = look(student, inputs_of(tensors, "two"))
    if result.get("several") is not False:
        raise CheckFailedError("build_softmax_regression.several")
    before, after = tensors_of(result.get("before")), tensors_of(result.get("after"))
    if not before:
        raise other_parameters([])
    if len(before) != len(after) or not all(map(torch.equal, before, after)):
        raise CheckFailedError("build_softmax_regression.shared")
