"""Which worker has which submission, for any series of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import request_of
from torchgrade.grading.cluster.crew import MOST_STOPS, PREFETCH, Crew, Flight

if TYPE_CHECKING:
    from torchgrade.deliveries.judge_request import JudgeRequest


def request(name: str) -> JudgeRequest:
    return request_of({"a.py": b""}, name)


def fill(crew: Crew, *names: str) -> list[str]:
    """Return the workers that take these submissions."""
    taken = []
    for name in names:
        address = crew.vacancy()
        assert address is not None
        crew.start(address, request(name))
        taken.append(address)
    return taken


def test_a_worker_takes_as_many_as_it_has_slots_and_one_that_waits() -> None:
    crew = Crew()
    crew.join("one", 2)

    assert fill(crew, "a", "b", "c") == ["one"] * (2 + PREFETCH)
    assert crew.vacancy() is None


def test_the_worker_with_the_least_to_do_is_next() -> None:
    crew = Crew()
    crew.join("small", 1)
    crew.join("large", 3)

    assert sorted(fill(crew, "a", "b", "c", "d")) == ["large", "large", "large", "small"]


def test_the_submissions_of_a_lost_worker_run_again_each_alone_on_its_worker() -> None:
    crew = Crew()
    crew.join("lost", 1)
    fill(crew, "a", "b")
    again, lost = crew.leave("lost")
    crew.join("other", 2)
    first = crew.restart()

    assert ([flight.request.submission for flight in again], lost) == (["a", "b"], [])
    assert first is not None
    assert (first[0], first[1].request.submission) == ("other", "a")
    assert crew.restart() is None
    assert crew.vacancy() is None


def test_a_busy_worker_takes_no_more_while_a_submission_waits_to_run_alone() -> None:
    crew = Crew()
    crew.join("lost", 1)
    fill(crew, "a")
    crew.join("busy", 1)
    fill(crew, "b")
    crew.leave("lost")

    assert crew.restart() is None
    assert crew.vacancy() is None


def test_a_submission_is_lost_with_the_second_worker() -> None:
    crew = Crew()
    crew.join("one", 1)
    fill(crew, "a")
    crew.leave("one")
    crew.join("two", 1)
    crew.restart()
    again, lost = crew.leave("two")

    assert (again, [flight.stops for flight in lost]) == ([], [MOST_STOPS])
    assert not crew.has_flights


def test_a_worker_that_joins_twice_keeps_its_submissions() -> None:
    crew = Crew()
    crew.join("one", 1)
    flight = crew.start("one", request("a"))
    crew.join("one", 1)

    assert crew.flight("one", flight.number) is flight


def test_a_late_answer_of_a_lost_worker_belongs_to_no_submission() -> None:
    crew = Crew()
    crew.join("one", 1)
    flight = crew.start("one", request("a"))
    old = flight.number
    crew.leave("one")
    crew.join("one", 1)
    crew.restart()

    assert crew.flight("one", old) is None
    assert crew.flight("one", flight.number) is flight


def test_a_submission_that_waits_on_a_busy_worker_moves_to_an_idle_one() -> None:
    crew = Crew()
    crew.join("busy", 1)
    fill(crew, "runs", "waits")
    crew.join("idle", 1)
    moved = crew.move()

    assert moved is not None
    number, address, flight = moved
    assert (number, address, flight.request.submission) == (2, "idle", "waits")
    assert crew.flight("busy", number) is None
    assert crew.flight("idle", flight.number) is flight
    assert crew.move() is None


@given(
    st.lists(st.tuples(st.sampled_from(["join", "leave", "finish", "repeat", "move"]), st.integers(0, 3)), max_size=60)
)
def test_no_submission_is_lost_without_a_word_or_graded_twice(moves: list[tuple[str, int]]) -> None:
    crew, flying, done, count = Crew(), dict[int, tuple[str, Flight]](), list[str](), 0

    def send() -> None:
        nonlocal count
        while (again := crew.restart()) is not None:
            flying[again[1].number] = again
        while count < 12 and (address := crew.vacancy()) is not None:
            count += 1
            flight = crew.start(address, request(f"s{count}"))
            flying[flight.number] = (address, flight)

    for move, which in moves:
        here = [number for number, (address, _) in flying.items() if address == f"w{which}"]
        if move == "join" and f"w{which}" not in crew:
            crew.join(f"w{which}", which + 1)
        elif move == "leave":
            _, lost = crew.leave(f"w{which}")
            done += [flight.request.submission for flight in lost]
            for number in here:
                del flying[number]
        elif move == "finish" and here:
            done.append(flying.pop(here[0])[1].request.submission)
            crew.finish(f"w{which}", here[0])
        elif move == "repeat" and here:
            flying.pop(here[0])
            crew.repeat(f"w{which}", here[0])
        elif move == "move" and (moved := crew.move()) is not None:
            del flying[moved[0]]
            flying[moved[2].number] = moved[1:]
        send()
        assert crew.has_flights == (len(done) < count)
        for address in {address for address, _ in flying.values()}:
            there = [flight for place, flight in flying.values() if place == address]
            assert len(there) <= int(address[1]) + 1 + PREFETCH
            assert len(there) == 1 or not any(flight.stops for flight in there)

    assert len(done) == len(set(done))
