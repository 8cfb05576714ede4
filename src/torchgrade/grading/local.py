"""The executor for this machine: one zygote, with as many judges at a time as there are jobs, where it can fork."""

from __future__ import annotations

from collections.abc import Iterator

from torchgrade.checking.judge_request import JudgeRequest
from torchgrade.deliveries.jobs import Job
from torchgrade.grading.executors import Executor, Finished
from torchgrade.model.course import CourseInfo
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox.fork_or_spawn import for_class


class LocalExecutor:
    """Judges jobs with an engine of this machine."""

    def __init__(self, config: RunConfig, jobs: int) -> None:
        self._engine = for_class(config, jobs)

    @property
    def course(self) -> CourseInfo:
        """What the exercises of the run are."""
        return self._engine.course

    def run(self, jobs: Iterator[Job]) -> Iterator[Finished]:
        """Grade jobs, pulled as there is room for them, in any order."""
        running: dict[int, Job] = {}

        def requests() -> Iterator[JudgeRequest]:
            for job in jobs:
                request = JudgeRequest(
                    submission=job.submission,
                    digest=job.digest,
                    files=job.files,
                    problems=job.problems,
                )
                running[id(request)] = job
                yield request

        for request, result in self._engine.run(requests()):
            yield Finished(job=running.pop(id(request)), result=result)

    def close(self) -> None:
        """Stop everything that still runs."""
        self._engine.close()


def make(config: RunConfig, jobs: int) -> Executor:
    """Return an executor with so many slots."""
    return LocalExecutor(config, jobs)
