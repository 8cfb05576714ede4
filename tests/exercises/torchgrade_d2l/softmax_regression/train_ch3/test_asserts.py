"""An assert in the loop on how good the training is, is told from one on what the function was given."""

from __future__ import annotations

import pytest

from torchgrade_d2l.softmax_regression.train_ch3.asserts import is_on_training

TEXT = """
def rate(net, batches):
    assert count(net, batches) > 0.7
    return 1.0

def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    assert num_epochs >= 10
    assert isinstance(net, Module), "a module"
    for epoch in range(num_epochs):
        for X, y in train_iter:
            assert X.shape[1] == 784
            assert float(loss(net(X), y).mean()) < 0.7
        if epoch:
            assert (
                rate(net, test_iter)
                > 0.7
            ), "too few"
    assert rate(net, test_iter) > 0.9
"""


@pytest.mark.parametrize(
    "line",
    [
        "assert count(net, batches) > 0.7",
        "assert float(loss(net(X), y).mean()) < 0.7",
        "> 0.7",
        "assert (",
        "assert other",
    ],
)
def test_an_assert_that_the_loop_reaches_is_on_the_training(line: str) -> None:
    assert is_on_training(line, TEXT)


@pytest.mark.parametrize(
    "line",
    [
        "assert num_epochs >= 10",
        'assert isinstance(net, Module), "a module"',
        "assert X.shape[1] == 784",
        "assert rate(net, test_iter) > 0.9",
    ],
)
def test_an_assert_on_arguments_or_outside_the_loop_is_not(line: str) -> None:
    assert not is_on_training(line, TEXT)


def test_a_text_that_is_not_python_leaves_the_frequent_case() -> None:
    assert is_on_training("assert x", "def f(:")
