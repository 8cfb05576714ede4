"""Records cross between the command, the bench and a judge whole, in any number of pieces."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator

import pytest

from tests.conftest import request_of
from tests.model.test_results import RESULT
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.errors import CourseError, InternalError, UsageError
from torchgrade.model.course import CourseInfo
from torchgrade.model.phrases import phrase
from torchgrade.model.results import Environment
from torchgrade.model.runs import RunConfig
from torchgrade.model.told import in_language, told
from torchgrade.sandbox import wire

CONFIG = RunConfig(exercises=("f",), data="d", data_root="", seed=1, hidden_seed=2)
COURSE = CourseInfo(exercises=(), environment=Environment(torchgrade="0", python="3", torch="2", course="", data=""))


@pytest.fixture
def ends() -> Iterator[tuple[wire.Connection, wire.Connection]]:
    one, other = socket.socketpair()
    for end in (one, other):
        end.settimeout(20)
    yield wire.Connection(one), wire.Connection(other)
    one.close()
    other.close()


Ends = tuple[wire.Connection, wire.Connection]


@pytest.mark.parametrize(
    "record",
    [wire.Configure(config=CONFIG), wire.StartJudge(job=3), wire.KillJudge(job=4)],
    ids=lambda record: type(record).__name__,
)
def test_an_order_reaches_the_bench(record: wire.ToBench, ends: Ends) -> None:
    ends[0].send(record)
    frame = ends[1].receive()

    assert frame is not None
    assert wire.decode_to_bench(frame) == record


@pytest.mark.parametrize(
    "record",
    [
        wire.Configured(course=COURSE),
        wire.Refused(error="UsageError", message="m"),
        wire.Reading(),
        wire.Read(),
        wire.Verdict(result=RESULT, starved=True),
        wire.Broken(message="m"),
    ],
    ids=lambda record: type(record).__name__,
)
def test_an_answer_reaches_the_command(record: wire.ToCommand, ends: Ends) -> None:
    ends[0].send(record)
    frame = ends[1].receive()

    assert frame is not None
    assert wire.decode_to_command(frame) == record


def test_an_error_of_ours_keeps_its_words_and_any_other_its_traceback(ends: Ends) -> None:
    found = []
    for error in (InternalError(told("error.worker.no_zygote")), KeyError("x")):
        ends[0].send(wire.Broken.of(error))
        broken = wire.decode_to_command(ends[1].receive() or b"")
        assert isinstance(broken, wire.Broken)
        found.append(broken.detail)

    assert found[0] == phrase("error.worker.no_zygote")
    assert str(found[1]).endswith("KeyError: 'x'\n")


def test_a_submission_larger_than_the_socket_holds_crosses(ends: Ends) -> None:
    request = request_of({"ada.py": os.urandom(1 << 21)})
    sender = threading.Thread(target=ends[0].send, args=(request,))
    sender.start()
    frame = ends[1].receive()
    sender.join()

    assert frame is not None
    assert wire.decode_request(frame) == request


def test_records_that_arrive_together_are_told_apart(ends: Ends) -> None:
    for job in range(3):
        ends[0].send(wire.StartJudge(job=job))
    frames = [ends[1].receive() for _ in range(3)]

    assert [wire.decode_to_bench(frame or b"") for frame in frames] == [wire.StartJudge(job=job) for job in range(3)]


def test_a_descriptor_travels_beside_its_record(ends: Ends) -> None:
    reader, writer = os.pipe()
    ends[0].send(wire.StartJudge(job=1), writer)
    os.close(writer)
    ends[1].receive()
    (descriptor,) = ends[1].descriptors
    os.write(descriptor, b"here")
    os.close(descriptor)

    assert os.read(reader, 10) == b"here"
    assert os.read(reader, 10) == b""
    os.close(reader)


def test_the_end_of_the_stream_is_no_record(ends: Ends) -> None:
    ends[0].close()

    assert ends[1].receive() is None
    with pytest.raises(OSError):  # noqa: PT011 - which one depends on when the end was noticed
        for _ in range(2):
            ends[1].send(wire.Read())


def test_a_connection_waits_no_longer_than_its_socket_does(ends: Ends) -> None:
    ends[1].stream.settimeout(0.01)
    with pytest.raises(TimeoutError):
        ends[1].receive()


def test_a_refusal_can_be_told_in_chinese_in_the_command(ends: tuple[wire.Connection, wire.Connection]) -> None:
    ends[0].send(wire.Refused.of(UsageError(told("error.options.no_course"))))
    frame = ends[1].receive()
    assert frame is not None
    refused = wire.decode_to_command(frame)
    assert isinstance(refused, wire.Refused)
    error = refused.as_error()

    assert (type(error), str(error)) == (UsageError, str(told("error.options.no_course")))
    assert in_language(error, catalogue_for(language="zh")).startswith("没有安装课程。")


def test_a_refusal_in_words_of_a_plugin_stays_as_it_is() -> None:
    error = wire.Refused.of(CourseError("Theirs.")).as_error()

    assert (type(error), str(error), wire.Refused.of(error).phrase) == (CourseError, "Theirs.", None)
