"""A run on a cluster in memory: what is sent when, and what becomes of each answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import structs

from tests.conftest import request_of
from tests.grading.cluster.fake_link import FakeLink, ready_of
from tests.grading.conftest import result_of
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.errors import UsageError
from torchgrade.grading.cluster import events, records
from torchgrade.grading.cluster.crew import PREFETCH
from torchgrade.grading.cluster.executor import DaskExecutor
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.phrases import phrase
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox import failures

if TYPE_CHECKING:
    from torchgrade.deliveries.judge_request import JudgeRequest
    from torchgrade.model.phrases import Phrase

CONFIG = RunConfig(exercises=("double",), data="none", data_root="", seed=1, hidden_seed=2, sandbox=SandboxLevel.B)


class Heard:
    """Receiver of sentences."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def __call__(self, words: Phrase) -> None:
        self.sentences.append(catalogue_for().words(words))


def started(link: FakeLink, heard: Heard | None = None) -> DaskExecutor:
    return DaskExecutor(link, CONFIG, heard or Heard())  # type: ignore[arg-type]


def requests(count: int, pulled: list[str] | None = None) -> Iterator[JudgeRequest]:
    for number in range(count):
        if pulled is not None:
            pulled.append(f"s{number}")
        yield request_of({"a.py": b"x"}, f"s{number}")


def grade(link: FakeLink, count: int, heard: Heard | None = None) -> dict[str, Any]:
    """Return the result of each submission."""
    return {request.submission: result for request, result in started(link, heard).run(requests(count))}


def test_every_submission_gets_the_result_that_its_worker_returned() -> None:
    link = FakeLink(one=1, two=2)
    link.answer = lambda address, number, _: link.reply(address, number)

    assert {name: result.submission for name, result in grade(link, 9).items()} == {f"s{n}": f"s{n}" for n in range(9)}
    assert {address for address, _, _ in link.sent} == {"one", "two"}
    assert link.closed == 0


def test_a_request_is_pulled_only_when_a_worker_has_room() -> None:
    link, pulled = FakeLink(one=2), list[str]()
    run = started(link).run(requests(50, pulled))
    most = 0
    for done in range(50):
        if done == 0:
            link.answer = lambda address, number, _: link.reply(address, number)
        next(run)
        most = max(most, len(pulled) - done)

    assert most == 2 + PREFETCH


def test_at_the_end_no_worker_is_idle_while_a_submission_waits_on_another() -> None:
    link = FakeLink(slow=1, fast=1)

    def answer(address: str, number: int, request: JudgeRequest) -> None:
        if address == "fast":
            link.reply(address, number)
        if len(link.sent) == 5:
            (first,) = [number for at, number, name in link.sent if at == "slow" and name == "s0"]
            link.reply("slow", first)

    link.answer = answer
    results = grade(link, 4)

    assert len(results) == 4
    assert [(address, name) for address, _, name in link.sent if address == "slow"] == [("slow", "s0"), ("slow", "s2")]
    assert link.sent[-1][::2] == ("fast", "s2")
    assert link.cancelled == [3]


def test_the_submissions_of_a_lost_worker_run_elsewhere_and_its_late_answer_is_ignored() -> None:
    link, heard = FakeLink(one=1, two=1), Heard()

    def answer(address: str, number: int, request: JudgeRequest) -> None:
        if address == "one":
            link.events.put(events.Left("one"))
        link.reply(address, number)

    link.answer = answer
    results = grade(link, 6, heard)

    assert sorted(results) == [f"s{n}" for n in range(6)]
    assert len(link.cancelled) == 1 + PREFETCH
    assert heard.sentences == ["The worker one is lost. Its submissions run again on other workers."]


def test_a_submission_on_two_lost_workers_is_an_error_of_ours_that_says_what_to_do() -> None:
    link = FakeLink(one=1)

    def answer(address: str, number: int, request: JudgeRequest) -> None:
        if request.submission == "s1":
            link.events.put(events.Left(address))
            link.events.put(events.Seen(f"{address}x"))
            link.join(f"{address}x")
        else:
            link.reply(address, number)

    link.answer = answer
    results = grade(link, 4)

    assert [name for name, result in results.items() if failures.is_error(result)] == ["s1"]
    assert results["s1"].points is None
    assert (
        "2 workers stopped while they graded this submission; the last one was onex."
        in results["s1"].problems[-1].message
    )
    assert results["s1"].problems[-1].message.endswith("Repeat the command to try again.")


@pytest.mark.parametrize(
    "changes",
    [
        {"digest": "other"},
        {"run": "other"},
        {"result": result_of("someone else")},
        {"result": structs.replace(result_of("s0"), environment=None)},
    ],
    ids=["other files", "another run", "another submission", "another level"],
)
def test_a_result_that_is_not_for_the_submission_is_not_kept(changes: dict[str, Any]) -> None:
    link, heard = FakeLink(bad=1), Heard()

    def answer(address: str, number: int, _: JudgeRequest) -> None:
        if address == "bad":
            link.reply(address, number, **changes)
            link.join("good")
        else:
            link.reply(address, number)

    link.answer = answer
    results = grade(link, 1, heard)

    assert results["s0"].environment == ready_of("").course.environment
    assert heard.sentences == [
        "The run continues without the worker bad. It returned a result that does not belong to the submission."
    ]


def test_bytes_that_are_no_record_are_not_kept_either() -> None:
    link = FakeLink(bad=1)

    def answer(address: str, number: int, _: JudgeRequest) -> None:
        if address == "bad":
            link.events.put(events.Answered(address, number, b"\xff"))
            link.join("good")
        else:
            link.reply(address, number)

    link.answer = answer

    assert list(grade(link, 1)) == ["s0"]


@pytest.mark.parametrize("is_record", [False, True], ids=["raised", "returned"])
def test_an_exception_on_a_worker_is_the_failure_of_the_worker(is_record: bool) -> None:
    link, heard = FakeLink(bad=1), Heard()
    record = records.encode(records.Broken(run="run", reason="OSError: no space left."))

    def answer(address: str, number: int, _: JudgeRequest) -> None:
        if address == "bad":
            raised = events.Failed(address, number, "OSError: no space left.")
            link.events.put(events.Answered(address, number, record) if is_record else raised)
            link.join("good")
        else:
            link.reply(address, number)

    link.answer = answer

    assert list(grade(link, 2, heard)) == ["s0", "s1"]
    assert heard.sentences == ["The run continues without the worker bad. OSError: no space left."]


def test_a_worker_whose_processes_ended_starts_them_again() -> None:
    link = FakeLink(one=1)

    def answer(address: str, number: int, request: JudgeRequest) -> None:
        if not link.greeted:
            link.events.put(events.Answered(address, number, records.encode(records.Closed(run=link.run))))
            link.join("one")
        else:
            link.reply(address, number)

    link.answer = answer

    assert sorted(grade(link, 3)) == ["s0", "s1", "s2"]
    assert link.greeted == ["one"]


def test_a_submission_that_ended_the_processes_does_so_twice_before_it_counts() -> None:
    link = FakeLink(one=1)

    def answer(address: str, number: int, request: JudgeRequest) -> None:
        course, config = ready_of("").course, CONFIG
        result = failures.ended_engine(request, course, config) if request.submission == "s0" else None
        link.reply(address, number, result)

    link.answer = answer
    results = grade(link, 2)

    assert failures.is_ended_engine(results["s0"])
    assert [name for _, _, name in link.sent].count("s0") == 2


def test_workers_that_differ_are_named_before_the_first_submission() -> None:
    link = FakeLink()
    for name in ("one", "two"):
        link.events.put(events.Seen(name))
    link.join("one")
    link.join("two", ready=ready_of("laptop", level=SandboxLevel.A))

    with pytest.raises(
        UsageError,
        match=r"laptop at two cannot grade this run\. It differs from one: the sandbox level is A instead of B\.",
    ):
        started(link)
    assert link.closed == 1


def test_a_worker_that_cannot_start_is_named_before_the_first_submission() -> None:
    link = FakeLink(one=1)
    link.events.put(events.Seen("two"))
    link.events = FakeLink().events
    for event in (events.Seen("one"), events.Seen("two"), events.Unfit("two", "two", phrase("cluster.silent"))):
        link.events.put(event)

    with pytest.raises(
        UsageError, match=r"The worker two cannot grade this run\. It did not answer\. Fix this or stop the worker"
    ):
        started(link)


def test_a_later_worker_that_differs_gets_nothing_and_is_named() -> None:
    link, heard = FakeLink(one=1), Heard()
    executor = started(link, heard)
    link.events.put(events.Seen("two"))
    link.join("two", ready=ready_of("two", level=SandboxLevel.A))
    link.answer = lambda address, number, _: link.reply(address, number)

    assert len(list(executor.run(requests(5)))) == 5
    assert {address for address, _, _ in link.sent} == {"one"}
    assert heard.sentences == [
        "The run continues without the worker two. It differs from one: the sandbox level is A instead of B."
    ]


def test_a_later_worker_that_is_alike_gets_submissions() -> None:
    link = FakeLink(one=1)
    executor = started(link)
    link.events.put(events.Seen("two"))
    link.join("two")
    link.answer = lambda address, number, _: link.reply(address, number)

    assert len(list(executor.run(requests(9)))) == 9
    assert {address for address, _, _ in link.sent} == {"one", "two"}


@pytest.mark.parametrize(
    ("is_start", "words"),
    [
        (True, "No scheduler can be used at tls://home:8786: x"),
        (False, "tls://home:8786 is lost: x. The results so far are kept"),
    ],
)
def test_a_missing_scheduler_is_one_sentence(is_start: bool, words: str) -> None:
    link = FakeLink()
    link.events.put(events.Gone("x", is_start))

    with pytest.raises(UsageError, match=words):
        started(link)


def test_a_run_that_is_stopped_ends_the_processes_of_the_workers() -> None:
    link = FakeLink(one=1)
    run = started(link).run(requests(5))
    link.answer = lambda address, number, _: link.reply(address, number)
    next(run)
    run.close()

    assert link.closed == 1
