"""Runs of one submission: which end is final, and what the last one means. This module does not import torch."""

from __future__ import annotations

from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.model.course import CourseInfo
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.phrases import Words, phrase
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox import failures, wire
from torchgrade.sandbox.engine_processes import EngineDiedError

MOST = 3
"""Most runs of a submission, if something outside of torchgrade kills its processes again and again."""


class JudgeDiedError(Exception):
    """A judge ended without a verdict, or took far too long."""

    def __init__(self, *, reading: bool, reason: Words, killed: bool = False) -> None:
        """Make the error.

        :param reading: whether the judge ended because of the submission's text, which it was reading.
        :param killed: whether it got SIGKILL, which torchgrade did not send.
        """
        super().__init__(reason)
        self.reading = reading
        self.reason = reason
        self.killed = killed


Found = wire.Verdict | JudgeDiedError | EngineDiedError
"""End of one run of a submission."""


def is_final(found: Found, done: int, config: RunConfig) -> bool:
    """Return whether a submission need not run once more, alone, after so many runs.

    It runs once more after an error of ours, a starved worker or a dead zygote. It runs again if something killed one
    of its processes meanwhile. An unconfined submission runs only once more, because it may kill processes itself.

    :param config: configuration with the level that workers have.
    """
    match found:
        case wire.Verdict():
            if found.killed:
                return done > 1 and not _is_confined(config)
            return done > 1 or not (found.starved or failures.is_error(found.result))
        case JudgeDiedError():
            return not found.killed and (done > 1 or found.reading)
        case _:
            return done > 1 and not _is_confined(config)


def result_of(found: Found, request: JudgeRequest, course: CourseInfo, config: RunConfig) -> SubmissionResult:
    """Return the result of a submission whose last run ended this way.

    :param config: as for :func:`is_final`.
    """
    match found:
        case wire.Verdict(killed=True) if _is_confined(config):
            # No confined worker can send a signal, so the machine ended it, not the submission.
            return failures.ours(request, course, config, phrase("error.processes.worker_killed", runs=MOST))
        case wire.Verdict():
            return found.result
        case JudgeDiedError(reading=True):
            return failures.unreadable(request, course, config)
        case JudgeDiedError():
            return failures.ours(request, course, config, found.reason)
        case _ if _is_confined(config):
            # No confined worker can signal the zygote, so something else ended it.
            return failures.ours(request, course, config, phrase("error.processes.engine_ended"))
        case _:
            return failures.ended_engine(request, course, config)


def _is_confined(config: RunConfig) -> bool:
    return config.sandbox is not SandboxLevel.NONE
