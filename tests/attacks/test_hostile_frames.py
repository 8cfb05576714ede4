"""Whatever bytes come out of a worker, a check gets an answer or the name of what happened: no crash, no hang."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checking.little_course import ScriptedWorkers
from tests.checking.test_worker_session import loading
from tests.protocol.fake_worker import framed, raw_frame
from torchgrade.checking.failures import CheckFailedError
from torchgrade.checking.proxies import Answer, Student
from torchgrade.checking.views import view
from torchgrade.checking.worker_session import WorkerSession
from torchgrade.model.exercises import Limits
from torchgrade.protocol.messages import DTYPES, Load, Returned, WorkerRequest, decode_reply
from torchgrade.protocol.values import Generator, Packer, ProtocolError, byte_size, tensors

LIMITS = Limits(cpu_seconds=5.0, wall_seconds=20.0, output_bytes=1 << 10)
X = torch.arange(6.0).reshape(2, 3)

TEXT = st.sampled_from(["", "x", "\x1b[2J", "\u202e", "\0\x9b", "MemoryError", "{type}", "é" * 3000]) | st.text(
    max_size=4
)
NUMBER = st.sampled_from([0, 1, -1, 7, 2**62, 2**63, 2**64 - 1, -(2**63)]) | st.integers(-9, 9)
SCALAR = st.none() | st.booleans() | NUMBER | st.floats() | TEXT
SHAPE = st.lists(st.sampled_from([0, 1, 2, 3, -1, 2**16, 2**30, 2**62, 2**64 - 1]), max_size=5)
PLAIN_TENSOR = st.fixed_dictionaries(
    {"_": st.just("t"), "dtype": st.sampled_from([*DTYPES, "float8_e5m2"]), "shape": SHAPE},
    optional={
        "requires_grad": st.booleans(), "leaf": st.booleans(), "type": TEXT, "stride": SHAPE, "storage": NUMBER, "offset": NUMBER,
    },
)  # fmt: skip
TENSOR = PLAIN_TENSOR | st.builds(lambda node, grad: {**node, "grad": grad}, PLAIN_TENSOR, PLAIN_TENSOR)
SMALL_TENSOR = st.fixed_dictionaries(
    {"_": st.just("t"), "dtype": st.sampled_from(DTYPES), "shape": st.lists(st.integers(0, 2), max_size=2)}
)
NODE = st.recursive(
    st.fixed_dictionaries({"_": st.just("s"), "value": SCALAR})
    | st.fixed_dictionaries({"_": st.just("o"), "type": TEXT, "text": TEXT, "number": st.none() | NUMBER | st.floats()})
    | st.fixed_dictionaries({"_": st.just("d"), "name": TEXT})
    | SMALL_TENSOR
    | SMALL_TENSOR
    | TENSOR,
    lambda inner: (
        st.fixed_dictionaries(
            {
                "_": st.just("i"),
                "kind": st.sampled_from(["list", "tuple", "generator", ""]),
                "items": st.lists(inner, max_size=4),
            }
        )
        | st.fixed_dictionaries({"_": st.just("m"), "items": st.dictionaries(TEXT, inner, max_size=3)})
    ),
    max_leaves=8,
)
LIST = st.builds(lambda items: {"_": "i", "kind": "list", "items": items}, st.lists(NODE, max_size=3))
MAPPING = st.builds(lambda items: {"_": "m", "items": items}, st.dictionaries(TEXT, NODE, max_size=3))
NOTED = st.fixed_dictionaries(
    {"file": TEXT, "line": NUMBER, "reason": TEXT, "type": TEXT, "message": TEXT, "builtin": TEXT}
)
PLACE = st.fixed_dictionaries({"file": TEXT, "line": NUMBER, "function": TEXT, "text": TEXT})
RECORD = st.fixed_dictionaries({"functions": st.lists(TEXT, max_size=2), "operators": st.lists(TEXT, max_size=2), "disabled": st.booleans()})  # fmt: skip
RETURNED = st.fixed_dictionaries(
    {
        "_": st.just("returned"),
        "value": NODE | LIST | MAPPING,
        "record": RECORD | st.none(),
        # As many as were sent more often than not, for else nobody looks at the rest.
        "after": st.lists(NODE, min_size=2, max_size=2) | st.lists(NODE, max_size=3),
        "gradients": st.lists(st.none() | SMALL_TENSOR, min_size=1, max_size=1) | st.lists(st.none() | TENSOR, max_size=2),
    },
    optional={
        "aliases": st.lists(NUMBER, max_size=2), "exhausted": st.booleans(), "type": TEXT, "warnings": st.lists(TEXT, max_size=2),
        "notes": st.lists(NOTED, max_size=2), "something": SCALAR,
    },
)  # fmt: skip
OTHER = (
    st.fixed_dictionaries(
        {"_": st.just("raised"), "type": TEXT, "message": TEXT, "places": st.lists(PLACE, max_size=3)},
        optional={"builtin": TEXT, "through": st.lists(TEXT, max_size=2), "notes": st.lists(NOTED, max_size=2)},
    )
    | st.fixed_dictionaries(
        {"_": st.just("loaded"), "defined": st.lists(TEXT), "given": st.lists(TEXT), "notes": st.lists(NOTED)}
    )
    | st.fixed_dictionaries({"_": st.just("too_large"), "bytes": NUMBER})
    | st.fixed_dictionaries({"_": st.sampled_from(["done", "call", "", "verdict"])})
)

VERBS: dict[str, Callable[[Student], Any]] = {
    "call": lambda student: student.call(X, 2, record=True),
    "call with a generator": lambda student: student.call(Generator([X, X]), 2),
    "vjp": lambda student: student.vjp(X, 2, wrt=(0,), cotangent=X),
    "iterate": lambda student: student.iterate(X, 2, limit=2),
    "run": lambda student: student.run("result = {}", "f(X)", x=X),
}


def asked(verb: str, answer: Callable[[WorkerRequest], bytes]) -> Any:
    """Return what a check gets of a worker that answers so: an answer, or the failure that it ends with."""

    def script(request: WorkerRequest, body: bytes, load: Load) -> bytes:
        return answer(request)

    session = WorkerSession(ScriptedWorkers(script), LIMITS, loading)
    student = Student(session, "f", ("X", "y"), None)
    try:
        return VERBS[verb](student)
    except CheckFailedError as failure:
        assert student.tried is not None
        student.tried.evidence(failure)
        return failure
    finally:
        session.close()


def assert_bounded(found: Any) -> None:
    """Check that what came is plain, and that all of it can be shown."""
    if isinstance(found, CheckFailedError):
        assert msgspec.json.encode(found.values)
        assert found.message_id != "limit.wall"
        return
    values = [found.value, *found.after, *found.gradients] if isinstance(found, Answer) else [found]
    for value in values:
        shown = view(value)
        assert len(msgspec.json.encode(shown)) < 20_000


@pytest.mark.parametrize("verb", VERBS)
@given(reply=RETURNED, body=st.binary(min_size=1, max_size=40), fits=st.sampled_from([True, True, True, False]))
@settings(deadline=None, max_examples=120)
def test_any_value_is_an_answer_or_a_failure_with_a_name(
    verb: str, reply: dict[str, Any], body: bytes, fits: bool
) -> None:
    """Any tree and any claim, with a body of any bytes that mostly fits the tensors."""

    def answer(request: WorkerRequest) -> bytes:
        header = msgspec.msgpack.encode({"number": request.number, **reply})
        return raw_frame(header, fitting(header, body) if fits else body)

    assert_bounded(asked(verb, answer))


@pytest.mark.parametrize("verb", VERBS)
@given(reply=OTHER)
@settings(deadline=None, max_examples=60)
def test_any_other_reply_is_a_failure_with_a_name(verb: str, reply: dict[str, Any]) -> None:
    """Whatever was raised, and wherever; and what was not asked for."""
    found = asked(verb, lambda request: raw_frame(msgspec.msgpack.encode({"number": request.number, **reply})))

    assert isinstance(found, CheckFailedError)
    assert_bounded(found)


def fitting(header: bytes, body: bytes) -> bytes:
    """Return the bytes repeated to the length that the tensors of a reply have, where it is a small reply."""
    try:
        reply = decode_reply(header)
        nodes = (reply.value, *reply.after, *reply.gradients) if isinstance(reply, Returned) else ()
        size = sum(byte_size(tensor) for node in nodes for tensor in tensors(node))
    except (ValueError, ProtocolError):
        return body
    return (body * size)[:size] if size < 1000 else body


@pytest.mark.parametrize("verb", VERBS)
@given(data=st.binary(max_size=120), header=st.binary(max_size=60))
@settings(deadline=None, max_examples=30)
def test_any_bytes_are_a_failure_with_a_name(verb: str, data: bytes, header: bytes) -> None:
    """The frame is whole, so that nothing waits for more of it; behind it comes what was not asked for."""
    found = asked(verb, lambda request: raw_frame(header) + data)

    assert isinstance(found, CheckFailedError)
    assert found.message_id == "worker.protocol"


@given(
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=4),
    swapped=st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(0, 40)),
)
@settings(deadline=None, max_examples=200)
def test_a_mutated_reply_is_an_answer_or_a_failure_with_a_name(
    changes: list[tuple[int, int]], swapped: tuple[int, int, int]
) -> None:
    """Single bytes are changed and pieces of the header change places; its lengths stay true."""

    def answer(request: WorkerRequest) -> bytes:
        packer = Packer()
        value = packer.node({"W": torch.ones(2, 2), "n": [1, "x", None, 2.5, (torch.zeros(2, dtype=torch.bool),)]})
        after = [packer.node(X), packer.node(2)]
        reply = Returned(number=request.number, value=value, after=after, aliases=[0], warnings=["w"], type="list")
        header = bytearray(framed(reply)[12:])
        for at, byte in changes:
            header[at % len(header)] = byte
        a, b, length = swapped
        header[a : a + length], header[b : b + length] = header[b : b + length], header[a : a + length]
        return raw_frame(bytes(header), b"".join(packer.buffers))

    assert_bounded(asked("call", answer))
