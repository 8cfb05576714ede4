"""Several calls in one request, each with its own answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.worker.test_verbs import X, worker
from torchgrade.protocol.messages import CallEach, Each, TooLarge
from torchgrade.protocol.values import Packer


def each(source: str, *several: tuple[Any, ...], **further: Any) -> tuple[Each, list[Any]]:
    packer = Packer(views=True)
    nodes = [[packer.node(argument) for argument in arguments] for arguments in several]
    reply, unpacker = worker(source).ask(CallEach(number=5, name="f", several=nodes, **further), packer.buffers)
    assert isinstance(reply, Each), reply
    values = [[unpacker.value(node) for node in (one.value, *one.after)] for one in reply.answers]
    assert unpacker.at == len(unpacker.body)
    return reply, values


def test_several_calls_are_answered_one_after_another() -> None:
    reply, values = each("n = 0\ndef f(X):\n    global n\n    n += 1\n    X += n\n    return n", (X,), (X + 10,))

    assert [value for value, _ in values] == [1, 2]
    assert [after.tolist() for _, after in values] == [(X + 1).tolist(), (X + 12).tolist()]
    assert reply.raised is None


@pytest.mark.parametrize("where", ["raise ValueError('no')", "return [X, Odd()]"])
def test_of_several_calls_those_before_the_one_that_raised_are_answered(where: str) -> None:
    odd = "class Odd(torch.Tensor):\n    grad = property(lambda self: 1 / 0)\n"
    source = f"{odd}def f(X, n):\n    if n == 2:\n        {where}\n    return X * n"
    reply, values = each(source, (X, 1), (X, 2), (X, 3))

    assert [value.tolist() for value, *_ in values] == [X.tolist()]
    assert reply.raised is not None
    assert reply.raised.type in ("ValueError", "ZeroDivisionError")


def test_the_record_of_each_call_is_its_own() -> None:
    source = "def f(X, n):\n    return X.exp() if n else X.log()"
    reply, _ = each(source, (X, 0), (X, 1), record=True)

    assert [one.record and one.record.operators for one in reply.answers] == [["log"], ["exp"]]


def test_several_answers_share_the_bytes_of_a_reply() -> None:
    made = worker("def f(X):\n    return 1")
    packer = Packer()
    nodes = [[packer.node(X)], [packer.node(X)]]
    reply, _ = made.ask(CallEach(number=5, name="f", several=nodes, reply_bytes=40), packer.buffers)

    assert reply == TooLarge(number=5, bytes=48)
