"""Whatever a function returns, yields or leaves behind, each check has a verdict, and none is an error of ours."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pytest

from tests.attacks.honest import HONEST
from tests.conftest import request_of
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.model.outcomes import Outcome, Status
from torchgrade.model.results import SubmissionResult
from torchgrade.sandbox.engine import Engine

pytestmark = pytest.mark.long

EVIL = """
import collections, itertools, math, sys, types
import numpy as np
import torch

class Evil:
    def _no(self, *_): raise RuntimeError("\\x1b[31mno\\u202e")
    __repr__ = __str__ = __eq__ = __len__ = __iter__ = __bool__ = __index__ = __hash__ = __float__ = _no
    __getattr__ = __add__ = __sub__ = __lt__ = __call__ = __array__ = _no

class Always(Evil):
    def _yes(self, *_): return True
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = _yes
    def _self(self, *_): return self
    __sub__ = __add__ = __abs__ = __getattr__ = __call__ = __iter__ = _self

class Disguised:
    __class__ = property(lambda self: torch.Tensor)
    shape, dtype, requires_grad = (4, 5), torch.float32, True

class Renamed(type):
    __name__ = property(lambda cls: "x" * 10**6 + "\\ud800")

class LongTuple(tuple):
    def __len__(self): return 2**62
    def __iter__(self): return itertools.count()

class Liar(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None): return True

class Rough(float):
    def __float__(self): raise ValueError
    __lt__ = __gt__ = __eq__ = lambda *_: True

Pair = collections.namedtuple("Pair", "X y")

def endless():
    while True:
        yield torch.zeros(2, 3), torch.zeros(2, 1)

def circle():
    x = []
    x.append(x)
    return x

def deep():
    x = torch.zeros(1)
    for _ in range(900):
        x = [x]
    return x

def overwritten():
    t = torch.zeros(4, 5)
    t.detach = t.is_leaf = t.numel = lambda *_: (_ for _ in ()).throw(SystemExit(0))
    return t

def with_grad(dtype, *shape):
    t = torch.zeros(2, 3, requires_grad=True)
    t.grad = torch.zeros(2, 3)
    t.grad.data = torch.zeros(*shape, dtype=dtype)
    return t

def node(name, *values, **named):
    return getattr(sys.modules["torchgrade.protocol.messages"], name)(*values, **named)
"""
VALUES = {
    "nothing": "None",
    "a truth value": "True",
    "NaN": "math.nan",
    "infinity": "-math.inf",
    "the greatest integer that crosses": "2**63 - 1",
    "an integer of 5,000 digits": "10**5000",
    "a complex number": "complex(math.nan, math.inf)",
    "a text that acts": "'\\x1b[2J\\u202e\\0' * 9000",
    "a lone surrogate": "'\\ud800' * 5000",
    "bytes": "b'x'",
    "nested lists": "[[[0.5], [None]], (), {}]",
    "90,000 numbers in lists": "[[0.0] * 300 for _ in range(300)]",
    "20,000 tensors": "[[torch.zeros(0)] * 200] * 100",
    "a list that holds itself": "circle()",
    "a deep list": "deep()",
    "a dictionary": "{'parameters': torch.zeros(2), 'W': 1}",
    "a dictionary of strange keys": "{1: 2, None: 3}",
    "a dictionary whose keys do not cross": "{'\\ud800': 1, 'x' * 10**6: torch.zeros(2)}",
    "a set": "{1, 2}",
    "a named tuple": "Pair(torch.zeros(2, 3), torch.zeros(2, 1))",
    "a tuple that lies about its length": "LongTuple((1, 2))",
    "a float of a class of its own": "Rough(1.0)",
    "a generator without end": "endless()",
    "an object that refuses everything": "Evil()",
    "an object that agrees with everything": "Always()",
    "an object that says it is a tensor": "Disguised()",
    "an object whose class has a name of a megabyte": "Renamed('A', (), {})()",
    "a class": "Evil",
    "an exception": "KeyError(Evil())",
    "a numpy array": "np.zeros((4, 5))",
    "a numpy array of objects": "np.array([Evil(), None], dtype=object)",
    "a numpy scalar": "np.float32('nan')",
    "a numpy integer of 64 bits": "np.uint64(2**64 - 1)",
    "a numpy date": "np.datetime64('now')",
    "a tensor of no dimension": "torch.tensor(1.5)",
    "a tensor of no element": "torch.zeros(0)",
    "a thousand million rows of nothing": "torch.zeros(2**30, 0)",
    "sixteen million rows of a byte": "torch.zeros(1 << 24, dtype=torch.uint8)",
    "sixty gigabytes that are a view": "torch.zeros(1).expand(2**34)",
    "more bytes than 64 bits count": "torch.zeros(1, dtype=torch.complex128).expand(2**62)",
    "twenty dimensions": "torch.zeros([1] * 20)",
    "a tensor of NaN": "torch.full((4, 5), math.nan)",
    "a tensor of great numbers": "torch.full((20000, 2), 1e38)",
    "a complex tensor": "torch.zeros(4, 5, dtype=torch.complex64)",
    "a tensor of truth values": "torch.ones(4, 5, dtype=torch.bool)",
    "a tensor of half precision": "torch.zeros(4, 5, dtype=torch.float16)",
    "a tensor of float8": "torch.zeros(4, 5).to(torch.float8_e5m2)",
    "a sparse tensor": "torch.eye(4).to_sparse()",
    "a tensor without numbers": "torch.zeros(4, 5, device='meta')",
    "a quantized tensor": "torch.quantize_per_tensor(torch.zeros(4, 5), 0.1, 0, torch.quint8)",
    "a nested tensor": "torch.nested.nested_tensor([torch.zeros(2), torch.zeros(3)])",
    "a lazily conjugated tensor": "torch.zeros(4, 5, dtype=torch.complex64).conj()",
    "a lazily negated tensor": "torch.zeros(4, 5, dtype=torch.complex64).conj().imag",
    "a tensor that requires grad": "torch.zeros(4, 5, requires_grad=True)",
    "a parameter with a gradient of another shape": "with_grad(torch.float32, 7)",
    "a parameter with a gradient of truth values": "with_grad(torch.bool, 2, 3)",
    "a subclass that lies": "torch.zeros(4, 5).as_subclass(Liar)",
    "a tensor with other functions": "overwritten()",
    "a pair of values and indices": "torch.zeros(4, 5).max(1)",
    "a reference to data of the judge": "node('DataRef', 'train_images')",
    "a node of the protocol": "node('TensorNode', dtype='float32', shape=[2**40])",
}
"""What a function gives, as the text that makes it."""

RETURNED = """
def synthetic_data(w, b, num_examples): return {value}
def data_iter(batch_size, features, labels): return {value}
def sgd(params, lr, batch_size): return {value}
def softmax(X): return {value}
def cross_entropy(y_hat, y): return {value}
def accuracy(y_hat, y): return {value}
"""
"""What ``train_ch3`` returns, nobody looks at."""
INSIDE = """
def synthetic_data(w, b, num_examples): return {value}, {value}
def data_iter(batch_size, features, labels):
    yield {value}
    yield {value}, {value}
def sgd(params, lr, batch_size):
    if isinstance(params, list):
        params[0] = {value}
def softmax(X):
    X.data = {value}
    return X
def cross_entropy(y_hat, y): return y_hat[range(len(y_hat)), y] * {value}
def accuracy(y_hat, y): return [{value}]
def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    own = not isinstance(updater, torch.optim.Optimizer)
    for _ in range(num_epochs):
        own or net.train()
        for X, y in train_iter:
            own or updater.zero_grad()
            losses = loss(net(X), y)
            (losses.sum() if own else losses.mean()).backward()
            updater(len(X)) if own else updater.step()
    for entry in train_iter.log.values():
        if isinstance(entry, list):
            entry.append({value})
    for name in ("test_gradients", "parameters"):
        train_iter.log[name] = {value}
"""
HELD = (Outcome.PASSED, Outcome.FAILED, Outcome.SKIPPED)


def checks(engine: Engine, exercises: Collection[str]) -> tuple[str, ...]:
    return tuple(c.check for e in engine.course.exercises if e.exercise in exercises for c in e.checks)


def requests(engine: Engine) -> Iterator[JudgeRequest]:
    every = [exercise.exercise for exercise in engine.course.exercises]
    for name, value in VALUES.items():
        for where, text in (("returned", RETURNED), ("inside", INSIDE)):
            source = EVIL + text.replace("{value}", value)
            only = checks(engine, [exercise for exercise in every if f"def {exercise}(" in text])
            yield request_of({"ada.py": source.encode()}, submission=f"{where} {name}", only=only)
    yield request_of({"ada.py": HONEST.encode()}, submission="honest")


@pytest.fixture(scope="module")
def results(course_engine: Engine) -> dict[str, SubmissionResult]:
    """What became of all of them, judged one after the other by one engine."""
    starts = course_engine.starts
    found = {request.submission: result for request, result in course_engine.run(requests(course_engine))}
    assert course_engine.starts == starts
    return found


@pytest.mark.parametrize("where", ["returned", "inside"])
@pytest.mark.parametrize("name", VALUES)
def test_a_strange_value_is_judged(name: str, where: str, results: dict[str, SubmissionResult]) -> None:
    result = results[f"{where} {name}"]
    judged = [check for exercise in result.exercises for check in exercise.checks]

    assert result.points is not None, [c.message for c in judged if c.outcome not in HELD]
    assert len(result.exercises) == (6 if where == "returned" else 7)
    assert all(exercise.status is Status.GRADED for exercise in result.exercises)
    assert all(check.outcome in HELD for check in judged)


def test_the_judge_of_the_next_submission_is_none_the_worse(results: dict[str, SubmissionResult]) -> None:
    honest = results["honest"]

    graded = [exercise for exercise in honest.exercises if exercise.status is Status.GRADED]
    assert len(graded) == 7
    assert all(exercise.points == exercise.max_points for exercise in graded)
