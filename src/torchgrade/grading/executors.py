"""The protocol of executors, so that a class run need not know which one it has, and the choice of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from msgspec import Struct

from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.errors import CourseError
from torchgrade.model.course import CourseInfo
from torchgrade.model.phrases import Phrase
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.model.told import told
from torchgrade.plugins.manager import Plugins
from torchgrade.plugins.resources import ExecutorSource, resolve

Tell = Callable[[Phrase], None]
"""Receiver of a sentence that the person at the keyboard should read while the run goes on."""


class Cluster(Struct, frozen=True, kw_only=True):
    """Options of an executor that works on other machines, as the person at the keyboard named them."""

    scheduler: str = ""
    """Address of the scheduler; empty if no option names it."""
    tls_ca_file: str = ""
    """File with the certificates that the run trusts; empty if no option names it."""
    tls_cert: str = ""
    """File with the certificate of the command; empty if no option names it."""
    tls_key: str = ""
    """File with the key of this certificate; empty if no option names it."""


class Executor(Protocol):
    """A way to judge submissions: on this machine, on a cluster, or in a test's memory."""

    @property
    def course(self) -> CourseInfo:
        """Exercises of the run, known once the executor is made."""

    def run(self, requests: Iterator[JudgeRequest]) -> Iterator[tuple[JudgeRequest, SubmissionResult]]:
        """Yield each request with its result, in any order.

        A request is pulled when a slot is free, so that a class of any size fits into memory. A submission that fails
        is a result and raises no exception. If a request names checks (``only``), its result may have their exercises
        alone.
        """

    def close(self) -> None:
        """Stop everything that still runs. May be called at any time, and more than once."""


class Making(Struct, frozen=True):
    """Choice of an executor."""

    name: str
    """Name of the executor."""
    jobs: int
    """Number of submissions at a time on this machine."""
    cluster: Cluster
    """Options of an executor that works on other machines."""
    tell: Tell
    """Receiver of sentences about the run itself."""


def make_executor(making: Making, config: RunConfig, plugins: Plugins) -> Executor:
    """Start the executor of a name. Its workers are ready when this returns."""
    source: ExecutorSource | None = plugins.first("torchgrade_executors", making.name)
    if source is None:
        raise CourseError(told("error.plugin.executor", name=making.name))
    make = resolve(source.make)
    executor: Executor = make(config, making.cluster, making.tell) if source.is_remote else make(config, making.jobs)
    return executor
