"""A replay of ``train_ch3`` whose labels and parameters no student has seen (ruling 11)."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade_d2l.softmax_regression.train_ch3.checks import assert_parameters
from torchgrade_d2l.softmax_regression.train_ch3.replay import CALL, scenario, short_inputs, text


@pytest.mark.check(points=1.5, kind="value", requires=["custom", "optimizer"])
def test_replay(student: Student, tensors: Tensors, reference: Callable[..., Any]) -> None:
    """Both forms of training end in the parameters of the reference on data drawn anew."""
    for form in ("custom", "optimizer"):
        inputs = short_inputs(tensors, form)
        result = student.run(text("short"), CALL, **inputs)
        made = scenario(copy.deepcopy(inputs))
        reference(made.net, made.train, made.test, made.loss, inputs["num_epochs"], made.updater)
        want: list[torch.Tensor] = [p.detach() for p in made.parameters]
        assert_parameters(result.get("parameters"), want)
