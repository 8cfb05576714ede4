"""A worker answers each verb with values, gradients, items or what was raised, and nothing else."""

from __future__ import annotations

import mmap
import os
from typing import Any

import pytest
import torch

from tests.sandbox.worker.conftest import at, load_request
from torchgrade.protocol.messages import (
    Attach,
    Call,
    DataRef,
    Done,
    Items,
    Iterate,
    Loaded,
    Mapping,
    Node,
    Opaque,
    Raised,
    Reply,
    Returned,
    Run,
    Scalar,
    TensorNode,
    TooLarge,
    Vjp,
    WorkerRequest,
)
from torchgrade.protocol.unpacking import Unpacker
from torchgrade.protocol.values import Generator, Packer, byte_size, tensors
from torchgrade.sandbox.own_process import sealed_memfd
from torchgrade.sandbox.worker.verbs import Verbs

X = torch.arange(6.0).reshape(2, 3)


class LocalWorker:
    """A worker's verbs in this process, with one function ``f`` loaded."""

    def __init__(self, source: str) -> None:
        self.verbs = Verbs()
        reply, _ = self.verbs.answer(load_request([at(1, source)], source=source), b"", None)
        assert isinstance(reply, Loaded)
        self.loaded = reply

    def ask(self, request: WorkerRequest, buffers: list[bytes] | None = None) -> tuple[Reply, Any]:
        reply, sent = self.verbs.answer(request, b"".join(buffers or []), None)
        body = b"".join(sent)
        if isinstance(reply, Returned):
            nodes = [reply.value, *reply.after, *reply.gradients]
            assert sum(byte_size(t) for node in nodes for t in tensors(node)) == len(body)
        unpacker = Unpacker(body)
        return reply, unpacker

    def call(self, *arguments: Any, **further: Any) -> tuple[Reply, Any]:
        packer = Packer(views=True)
        nodes = [packer.node(argument) for argument in arguments]
        return self.ask(Call(number=5, name="f", arguments=nodes, **further), packer.buffers)

    def value(self, *arguments: Any, **further: Any) -> Any:
        reply, unpacker = self.call(*arguments, **further)
        assert isinstance(reply, Returned), reply
        return unpacker.value(reply.value)


def worker(source: str) -> LocalWorker:
    return LocalWorker("import torch\n" + source)


def test_loading_tells_which_wanted_names_exist() -> None:
    assert worker("def f():\n    pass").loaded.defined == ["f"]
    assert worker("def g():\n    pass").loaded.defined == []


def test_a_name_that_is_not_there_is_a_name_error() -> None:
    reply, _ = worker("x = 1").call()

    assert isinstance(reply, Raised)
    assert (reply.type, reply.message, reply.places) == ("NameError", "name 'f' is not defined", [])


def test_a_call_returns_the_value_and_the_arguments_after_it() -> None:
    made = worker("def f(X, n):\n    X += n\n    return X * 2")
    reply, unpacker = made.call(X.clone(), 1)

    assert isinstance(reply, Returned)
    assert reply.number == 5
    assert torch.equal(unpacker.value(reply.value), (X + 1) * 2)
    assert torch.equal(unpacker.value(reply.after[0]), X + 1)
    assert unpacker.value(reply.after[1]) == 1
    assert reply.aliases == []


@pytest.mark.parametrize("body", ["for x in X:\n        x += 1", "next(X).add_(1)\n    next(X).add_(1)"])
def test_the_items_of_a_generator_are_told_after_the_call(body: str) -> None:
    reply, unpacker = worker(f"def f(X):\n    {body}").call(Generator([X.clone(), X[0].clone()]))

    assert isinstance(reply, Returned)
    (after,) = (unpacker.value(node) for node in reply.after)
    assert [item.tolist() for item in after] == [(X + 1).tolist(), (X[0] + 1).tolist()]


def test_items_that_a_generator_was_not_asked_for_are_told_too() -> None:
    source = "def f(X):\n    next(X)\n    yield 1"
    request = Iterate(number=7, name="f", arguments=[Packer().node(Generator([1, 2, 3]))], limit=5)
    reply, _ = worker(source).ask(request)

    assert isinstance(reply, Returned)
    assert reply.after == [Items("list", [Scalar(1), Scalar(2), Scalar(3)])]


def test_a_generator_arrives_as_one() -> None:
    assert worker("def f(X):\n    return [type(X).__name__, sum(X), sum(X)]").value(Generator([1, 2])) == [
        "generator", 3, 0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "aliases"), [("return y", [1]), ("return X[0]", [0]), ("return X + y", []), ("return [X]", [])]
)
def test_a_result_that_shares_storage_with_an_argument_says_so(body: str, aliases: list[int]) -> None:
    reply, _ = worker(f"def f(X, y):\n    {body}").call(X.clone(), X.clone())

    assert isinstance(reply, Returned)
    assert reply.aliases == aliases


def test_arguments_arrive_with_their_strides_and_their_graph() -> None:
    made = worker("def f(X, W):\n    return [list(X.stride()), W.requires_grad, W.is_leaf, W.grad is None]")
    W = torch.ones(2, requires_grad=True)
    W.grad = torch.ones(2)

    assert made.value(X.T, W) == [[1, 3], True, True, False]


def test_warnings_are_told_and_capped() -> None:
    made = worker("import warnings\ndef f(n):\n    for i in range(n):\n        warnings.warn('w' * 1000 + str(i))")
    reply, _ = made.call(50)

    assert isinstance(reply, Returned)
    assert len(reply.warnings) == 20
    assert {len(text) for text in reply.warnings} == {300}


def test_a_record_is_made_where_it_is_asked_for() -> None:
    made = worker("def f(X):\n    return X.exp()")
    silent, _ = made.call(X)
    recorded, _ = made.call(X, record=True)

    assert isinstance(silent, Returned)
    assert silent.record is None
    assert isinstance(recorded, Returned)
    assert recorded.record is not None
    assert recorded.record.operators == ["exp"]


def test_what_the_function_raises_is_told_with_its_place() -> None:
    reply, _ = worker("def f(X):\n    return X @ X").call(X)

    assert isinstance(reply, Raised)
    assert (reply.type, reply.builtin) == ("RuntimeError", "RuntimeError")
    assert [(place.file, place.line, place.text) for place in reply.places] == [("ada.py", 3, "return X @ X")]


@pytest.mark.parametrize("raised", ["SystemExit", "KeyboardInterrupt", "GeneratorExit"])
def test_whatever_is_raised_is_a_reply(raised: str) -> None:
    reply, _ = worker(f"def f():\n    raise {raised}").call()

    assert isinstance(reply, Raised)
    assert reply.builtin == raised


def test_a_value_with_more_bytes_than_were_asked_for_is_not_sent() -> None:
    reply, _ = worker("def f():\n    return torch.zeros(1).expand(1000)").call(reply_bytes=100)

    assert reply == TooLarge(number=5, bytes=4000)


def test_arguments_count_towards_the_bytes_of_the_reply() -> None:
    reply, _ = worker("def f(X):\n    return X").call(X, reply_bytes=24)

    assert isinstance(reply, TooLarge)


def vjp(source: str, *arguments: Any, wrt: list[int], cotangent: torch.Tensor) -> tuple[Reply, Any]:
    packer = Packer(views=True)
    nodes = [packer.node(argument) for argument in arguments]
    request = Vjp(number=6, name="f", arguments=nodes, wrt=wrt, cotangent=packer.node(cotangent))
    return worker(source).ask(request, packer.buffers)


def test_a_cotangent_is_pulled_back_to_the_arguments_asked_for_changed_in_place_or_not() -> None:
    y = torch.tensor([2.0, 3.0, 4.0])
    reply, unpacker = vjp("def f(X, y):\n    X += 0\n    return X * y", X, y, wrt=[1, 0], cotangent=torch.ones(2, 3))
    assert isinstance(reply, Returned)
    value = unpacker.value(reply.value)
    first, second = (unpacker.tensor(node) for node in reply.gradients if node is not None)

    assert torch.equal(value, X * y)
    assert torch.equal(first, X.sum(0))
    assert torch.equal(second, y.expand(2, 3))


@pytest.mark.parametrize(
    "body", ["return X.detach()", "return X.sum()", "return None", "return X.tolist()", "return torch.ones(2, 3)"]
)
def test_where_no_gradient_flows_there_is_none(body: str) -> None:
    reply, _ = vjp(f"def f(X):\n    {body}", X, wrt=[0], cotangent=torch.ones(2, 3))

    assert isinstance(reply, Returned)
    assert reply.gradients == [None]


def test_a_cotangent_takes_the_dtype_of_the_result() -> None:
    reply, _ = vjp("def f(X):\n    return X.double()", X, wrt=[0], cotangent=torch.ones(2, 3))

    assert isinstance(reply, Returned)
    (gradient,) = reply.gradients
    assert gradient is not None
    assert gradient.dtype == "float32"


def test_a_cotangent_takes_the_shape_of_a_result_with_as_many_numbers() -> None:
    cotangent = torch.arange(6.0).reshape(2, 3)
    reply, unpacker = vjp("def f(X):\n    return (2 * X).reshape(6, 1)", X, wrt=[0], cotangent=cotangent)

    assert isinstance(reply, Returned)
    (gradient,) = reply.gradients
    assert gradient is not None
    assert torch.equal(unpacker.tensor(gradient), 2 * cotangent)


def iterate(source: str, limit: int, **further: Any) -> tuple[Returned, list[Any]]:
    packer = Packer()
    request = Iterate(number=7, name="f", arguments=[packer.node(X.clone())], limit=limit, **further)
    reply, unpacker = worker(source).ask(request, packer.buffers)
    assert isinstance(reply, Returned), reply
    return reply, unpacker.value(reply.value)


GENERATOR = "def f(X):\n    for row in X:\n        yield row"


@pytest.mark.parametrize(("limit", "count", "exhausted"), [(5, 2, True), (2, 2, True), (1, 1, False), (0, 0, False)])
def test_at_most_so_many_items_are_pulled_and_the_end_is_told(limit: int, count: int, exhausted: bool) -> None:
    reply, items = iterate(GENERATOR, limit)

    assert len(items) == count
    assert reply.exhausted is exhausted
    assert reply.type == "generator"
    assert len(reply.after) == 1


def test_a_generator_that_never_ends_is_left() -> None:
    reply, items = iterate("def f(X):\n    while True:\n        yield 1", 3)

    assert items == [1, 1, 1]
    assert not reply.exhausted


def test_items_that_share_their_storage_are_kept_apart() -> None:
    _, items = iterate("def f(X):\n    y = torch.zeros(1)\n    for _ in range(3):\n        y += 1\n        yield y", 5)

    assert [item.item() for item in items] == [1.0, 2.0, 3.0]


def test_arguments_are_told_as_they_are_after_the_iteration() -> None:
    packer = Packer()
    source = "def f(X):\n    yield 1\n    X += 1\n    yield 2"
    request = Iterate(number=7, name="f", arguments=[packer.node(X.clone())], limit=5)
    reply, unpacker = worker(source).ask(request, packer.buffers)
    assert isinstance(reply, Returned)
    unpacker.value(reply.value)

    assert torch.equal(unpacker.value(reply.after[0]), X + 1)


def test_what_runs_while_items_are_pulled_is_recorded() -> None:
    reply, _ = iterate("def f(X):\n    yield X.exp()", 5, record=True)

    assert reply.record is not None
    assert "exp" in reply.record.operators


def test_what_cannot_be_iterated_is_raised() -> None:
    reply, _ = worker("def f(X):\n    return 1").ask(Iterate(number=7, name="f", arguments=[Scalar(1)], limit=1))

    assert isinstance(reply, Raised)
    assert reply.type == "TypeError"


def run(scenario: str, inputs: dict[str, Node], source: str = "def f(x):\n    return x + 1") -> tuple[Reply, Any]:
    return worker(source).ask(Run(number=8, scenario=scenario, inputs=inputs))


def test_a_scenario_runs_beside_the_function() -> None:
    reply, unpacker = run("result = {'y': student.f(inputs['x'])}", {"x": Scalar(2)})

    assert isinstance(reply, Returned)
    assert unpacker.value(reply.value) == {"y": 3}


def test_what_a_scenario_raises_is_told() -> None:
    reply, _ = run("student.f()", {})
    missing, _ = run("x = 1", {})

    assert isinstance(reply, Raised)
    assert reply.type == "TypeError"
    assert isinstance(missing, Raised)
    assert missing.type == "KeyError"


@pytest.mark.parametrize("sealed", [True, False])
def test_data_is_known_by_name_to_scenarios_and_arguments(sealed: bool) -> None:
    made = worker("def f(images):\n    images += 1\n    return images.sum().item()")
    packer = Packer()
    node = packer.tensor(X)
    assert isinstance(node, TensorNode)
    body = b"".join(packer.buffers)
    fd = sealed_memfd(body) if sealed else None
    request = Attach(number=9, name="images", value=node, sealed=sealed)
    reply, _ = made.verbs.answer(request, b"" if sealed else body, fd)

    assert reply == Done(number=9)
    assert made.value(DataRef("images")) == 21.0
    answer, unpacker = made.ask(Run(number=8, scenario="result = inputs", inputs={"i": DataRef("images")}))
    assert isinstance(answer, Returned)
    assert torch.equal(unpacker.value(answer.value)["i"], X + 1)
    if fd is not None:
        with mmap.mmap(fd, 0, access=mmap.ACCESS_READ) as unchanged:
            assert unchanged[:] == body
        os.close(fd)


def test_data_that_was_not_attached_is_raised() -> None:
    reply, _ = worker("def f(x):\n    return x").ask(Call(number=5, name="f", arguments=[DataRef("images")]))

    assert isinstance(reply, Raised)
    assert reply.type == "KeyError"


def test_a_seed_repeats_and_a_request_without_one_goes_on() -> None:
    made = worker("import random\ndef f():\n    return [random.random(), torch.rand(1).item()]")
    drawn = [made.value(seed=2**48 - 1), made.value(seed=2**48 - 1), made.value(seed=None)]

    assert drawn[0] == drawn[1] != drawn[2]


def test_a_value_that_does_not_cross_comes_as_its_type() -> None:
    reply, _ = worker("class Net:\n    pass\ndef f():\n    return [Net(), lambda: 1]").call()

    assert isinstance(reply, Returned)
    assert reply.value == Items("list", [Opaque("Net"), Opaque("function")])


def test_a_mapping_comes_as_one() -> None:
    reply, _ = worker("def f():\n    return {'a': 1}").call()

    assert isinstance(reply, Returned)
    assert reply.value == Mapping({"a": Scalar(1)})


GPU = "def f(X):\n    X = X.cuda()\n    return X + 1"


@pytest.mark.parametrize(("source", "kind"), [(GPU, Returned), (GPU.replace("1", "'x'"), Raised)])
def test_what_was_done_otherwise_is_told_with_the_answer(source: str, kind: type[Reply]) -> None:
    reply, _ = worker(source).call(X)

    assert isinstance(reply, kind)
    assert isinstance(reply, Returned | Raised)
    assert [(note.reason, note.line) for note in reply.notes] == [("device", 3)]


def test_what_was_done_otherwise_while_loading_is_told_then_and_not_again() -> None:
    local = worker("torch.set_num_threads(4)\nX = torch.zeros(2, device='cuda')\ndef f():\n    return X")
    reply, _ = local.call()

    assert [(note.reason, note.line) for note in local.loaded.notes] == [("device", 3), ("threads", 2)]
    assert isinstance(reply, Returned)
    assert reply.notes == []


def test_what_a_reply_without_notes_cannot_tell_waits_for_the_next() -> None:
    local = worker("def f(n):\n    torch.zeros(1).cuda()\n    return torch.zeros(n)")
    large, _ = local.call(1000, reply_bytes=10)
    reply, _ = local.call(1)

    assert isinstance(large, TooLarge)
    assert isinstance(reply, Returned)
    assert [note.reason for note in reply.notes] == ["device"]
