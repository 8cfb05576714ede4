"""A cluster in memory: the test says which events come, and reads what was sent."""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue

from msgspec import structs

from tests.grading.conftest import COURSE, result_of
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.grading.cluster import events, records
from torchgrade.model.course import CourseInfo
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.results import SubmissionResult

HOME = structs.replace(COURSE.environment, torchgrade="0.1.0")


def ready_of(name: str, course: CourseInfo | None = None, **further: object) -> records.Ready:
    """Return the record of a worker like this machine."""
    import importlib.metadata

    environment = structs.replace(COURSE.environment, torchgrade=importlib.metadata.version("torchgrade"))
    known = course or structs.replace(COURSE, environment=environment, digests={"double": "1"})
    fields = {"distributed": importlib.metadata.version("distributed"), "level": SandboxLevel.B, **further}
    return records.Ready(name=name, course=known, **fields)  # type: ignore[arg-type]


class FakeLink:
    """Link whose workers answer as ``answer`` says; without it, they wait for ``reply``."""

    def __init__(self, **workers: int) -> None:
        self.address = "tls://home:8786"
        self.run = "run"
        self.events: SimpleQueue[events.Event] = SimpleQueue()
        self.sent: list[tuple[str, int, str]] = []
        self.jobs: dict[int, JudgeRequest] = {}
        self.cancelled: list[int] = []
        self.greeted: list[str] = []
        self.closed = 0
        self.answer: Callable[[str, int, JudgeRequest], None] = lambda *_: None
        self.events.put(events.Connected())
        for name in workers:
            self.events.put(events.Seen(name))
        for name, slots in workers.items():
            self.join(name, slots)

    def join(self, name: str, slots: int = 1, ready: records.Ready | None = None) -> None:
        """Let a worker become ready."""
        self.events.put(events.Joined(name, slots, ready or ready_of(name)))

    def send(self, address: str, number: int, job: bytes) -> None:
        request = records.decode_job(job).request
        self.sent.append((address, number, request.submission))
        self.jobs[number] = request
        self.answer(address, number, request)

    def reply(self, address: str, number: int, result: SubmissionResult | None = None, **changes: object) -> None:
        """Let a worker return a result for a job."""
        request = self.jobs[number]
        made = structs.replace(
            result_of(request.submission), sandbox=SandboxLevel.B, environment=ready_of("").course.environment
        )
        record = records.Judged(run=self.run, digest=request.digest, result=result or made)
        self.events.put(events.Answered(address, number, records.encode(structs.replace(record, **changes))))

    def cancel(self, number: int) -> None:
        self.cancelled.append(number)

    def greet(self, address: str) -> None:
        self.greeted.append(address)

    def close(self) -> None:
        self.closed += 1
