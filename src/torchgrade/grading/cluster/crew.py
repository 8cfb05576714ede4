"""Which worker has which submission: fills free slots, and runs the submissions of a lost worker again.

A submission that was on a worker when the worker stopped runs next time alone on its worker. If this worker stops too,
the submission is lost.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from torchgrade.deliveries.judge_request import JudgeRequest

PREFETCH = 1
"""Submissions that wait on each worker, so that no slot is idle while a result travels."""
MOST_STOPS = 2
"""Stopped workers after which a submission is lost."""


@dataclass
class Flight:
    """A submission that has no result yet."""

    number: int
    request: JudgeRequest
    stops: int = 0


@dataclass
class _Place:
    slots: int
    flights: dict[int, Flight] = field(default_factory=dict)

    @property
    def is_reserved(self) -> bool:
        """Whether a submission runs alone here."""
        return any(flight.stops for flight in self.flights.values())

    @property
    def load(self) -> float:
        return len(self.flights) / self.slots


class Crew:
    """Workers that can grade, and the submissions that each of them has."""

    def __init__(self) -> None:
        self._places: dict[str, _Place] = {}
        self._again: deque[Flight] = deque()
        self._started = 0

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, address: str) -> bool:
        return address in self._places

    @property
    def has_flights(self) -> bool:
        """Whether any submission has no result yet."""
        return bool(self._again) or any(place.flights for place in self._places.values())

    def join(self, address: str, slots: int) -> None:
        """Add a worker that is ready; one that is there already keeps its submissions."""
        self._places.setdefault(address, _Place(slots))

    def leave(self, address: str) -> tuple[list[Flight], list[Flight]]:
        """Remove a worker. Return its submissions that run again elsewhere, and those that are lost."""
        place = self._places.pop(address, None)
        again: list[Flight] = []
        lost: list[Flight] = []
        for flight in place.flights.values() if place else ():
            flight.stops += 1
            (lost if flight.stops >= MOST_STOPS else again).append(flight)
        self._again += again
        return again, lost

    def flight(self, address: str, number: int) -> Flight | None:
        """Return the submission of a number; None if it is not on this worker any more."""
        place = self._places.get(address)
        return None if place is None else place.flights.get(number)

    def finish(self, address: str, number: int) -> None:
        """Remove a submission that has a result."""
        del self._places[address].flights[number]

    def repeat(self, address: str, number: int) -> None:
        """Run a submission once more, alone on its worker, because its result may be due to its worker."""
        flight = self._places[address].flights.pop(number)
        flight.stops += 1
        self._again.append(flight)

    def vacancy(self) -> str | None:
        """Return the worker that takes a new submission now; None if every worker has enough."""
        free = {
            address: place
            for address, place in self._places.items()
            if not place.is_reserved and len(place.flights) < place.slots + PREFETCH
        }
        if self._again and free:
            # The worker with the least to do takes no more, so that it is idle soon for one that runs alone.
            del free[min(free, key=lambda address: free[address].load)]
        return min(free, key=lambda address: free[address].load, default=None)

    def start(self, address: str, request: JudgeRequest) -> Flight:
        """Note a new submission on a worker."""
        self._started += 1
        return self._put(address, Flight(self._started, request))

    def restart(self) -> tuple[str, Flight] | None:
        """Put a submission of a stopped worker on an idle worker and return both; None if there is no such pair."""
        idle = self._idle()
        if idle is None or not self._again:
            return None
        return idle, self._renumber(idle, self._again.popleft())

    def move(self) -> tuple[int, str, Flight] | None:
        """Move a submission that waits on a busy worker to an idle one, for the end of a run.

        Return its old number, the idle worker and the submission; None if there is no such pair.
        """
        idle = self._idle()
        busy = next((place for place in self._places.values() if len(place.flights) > place.slots), None)
        if idle is None or busy is None:
            return None
        # The last one waits, because a worker takes its submissions in order.
        number, flight = busy.flights.popitem()
        return number, idle, self._renumber(idle, flight)

    def _idle(self) -> str | None:
        return next((address for address, place in self._places.items() if not place.flights), None)

    def _renumber(self, address: str, flight: Flight) -> Flight:
        """Put a submission on another worker, with another number, because a late answer has the old one."""
        self._started += 1
        flight.number = self._started
        return self._put(address, flight)

    def _put(self, address: str, flight: Flight) -> Flight:
        self._places[address].flights[flight.number] = flight
        return flight
