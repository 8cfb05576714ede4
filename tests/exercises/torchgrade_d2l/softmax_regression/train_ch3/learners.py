"""Trainings as learners write them, each one change away from a right one, and what comes of them."""

from __future__ import annotations

import textwrap
import traceback
import types
from typing import Any

import torch

from torchgrade.checking.draws import Tensors
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Answer, Tried, Written
from torchgrade.model.results import Frame
from torchgrade.protocol.messages import Scalar
from torchgrade_d2l.softmax_regression.train_ch3.replay import CALL, short_inputs, text

RIGHT = """\
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for epoch in range(num_epochs):
        if isinstance(net, torch.nn.Module):
            net.train()
        for X, y in train_iter:
            l = loss(net(X), y)
            if isinstance(updater, torch.optim.Optimizer):
                updater.zero_grad()
                l.mean().backward()
                updater.step()
            else:
                l.sum().backward()
                updater(X.shape[0])
        evaluate(net, test_iter)
"""
EVALUATE = """\
def evaluate(net, test_iter):
    if isinstance(net, torch.nn.Module):
        net.eval()
    with torch.no_grad():
        for X, y in test_iter:
            net(X)
"""


def changed(*changes: tuple[str, str]) -> str:
    """Return the right training with pieces of its text replaced, each of which it must hold."""
    source = RIGHT
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    return source


def tried(source: str, form: str, seed: int = 3, **further: Any) -> Tried:
    """Run the short scenario beside a training, as a worker does, and return what came of it.

    :param further: names that the training finds at the top level of its file.
    """
    inputs = short_inputs(Tensors(seed), form)
    names: dict[str, Any] = {"torch": torch, **further}
    lines = (EVALUATE + source).splitlines()
    exec(compile(EVALUATE + source, "ada.py", "exec"), names)
    function = names["train_ch3"]
    parameters = function.__code__.co_varnames[: function.__code__.co_argcount]
    written = Written(parameters=parameters, text=textwrap.dedent(source), names=frozenset(further))
    space: dict[str, Any] = {"inputs": inputs, "student": types.SimpleNamespace(train_ch3=function)}
    made = Tried("run", CALL, (), (), inputs=inputs, written=written)
    try:
        exec(compile(text("short"), "short.py", "exec"), space)
    except Exception as error:  # noqa: BLE001 - a submission may raise anything
        numbers = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "ada.py"]
        frames = [Frame(place="ada.py", function="train_ch3", line=lines[(n or 1) - 1].strip()) for n in numbers]
        made.failure = CheckFailedError(
            "raised.exception", frames=frames, type=type(error).__name__, message=str(error), place=""
        )
        return made
    made.answer = Answer(value=space["result"], node=Scalar(None))
    return made
