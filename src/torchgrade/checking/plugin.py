"""The pytest plugin of a judge: gives checks their fixtures, and records the outcome of each check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.runner import runtestprotocol

from torchgrade.checking.collection import check_id
from torchgrade.checking.data import Data
from torchgrade.checking.draws import Tensors
from torchgrade.checking.proxies import Student
from torchgrade.courses.policies import Policy
from torchgrade.model.outcomes import Outcome
from torchgrade.plugins.resources import resolve

if TYPE_CHECKING:
    from torchgrade.checking.examination import Examination


class JudgePlugin:
    """Runner of the collected checks, for the exercises that can be examined."""

    def __init__(self, examinations: dict[str, Examination], places: dict[Path, str]) -> None:
        self.examinations = examinations
        self.places = places
        self._raised: BaseException | None = None
        self._now: Examination | None = None
        self.complaints: list[str] = []

    @property
    def now(self) -> Examination:
        """Examination whose check is running."""
        assert self._now is not None
        return self._now

    def pytest_internalerror(self, excrepr: object) -> None:
        """Keep the error that broke pytest itself, because there is no terminal to show it."""
        self.complaints.append(str(excrepr))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep the errors of collection."""
        if report.failed:
            self.complaints.append(report.longreprtext)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep only the requested checks."""
        wanted = []
        for item in items:
            examination = self.examinations.get(self.places[item.path])
            if examination is not None and examination.wants(check_id(examination.name, item)):
                wanted.append(item)
        items[:] = wanted

    def pytest_runtest_protocol(self, item: pytest.Item) -> bool:
        """Run one check, and run it again if a ruling asks for that."""
        self._now = examination = self.examinations[self.places[item.path]]

        # An earlier module may have left its setup behind, if its last checks were skipped.
        item.session._setupstate.teardown_exact(item)

        def attempt() -> BaseException | None:
            self._raised = None
            # Only the item is torn down before a repetition, because its packages would be imported again each time.
            runtestprotocol(item, log=False, nextitem=item.parent)  # type: ignore[arg-type]
            return self._raised

        def again() -> None:
            item._initrequest()  # type: ignore[attr-defined]

        examination.run(check_id(examination.name, item), attempt, again)
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Keep the exception, but not the text that pytest would make of it."""
        if call.excinfo is not None and self._raised is None:
            self._raised = call.excinfo.value
        phase: Any = call.when
        outcome: Any = Outcome.PASSED.value if call.excinfo is None else Outcome.FAILED.value
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, phase)

    @pytest.fixture
    def student(self) -> Student:
        """Return the submission's function, in a worker."""
        return self.now.student

    @pytest.fixture
    def tensors(self) -> Tensors:
        """Return the source of inputs, drawn from the seed of this check."""
        return Tensors(self.now.seed)

    @pytest.fixture
    def policy(self) -> Policy:
        """Return the policy of the exercise: names that a submission must not call."""
        return self.now.exercise.policy

    @pytest.fixture
    def references(self) -> frozenset[str]:
        """Return the dotted names that the student's own text mentions, without those that the course gives."""
        return self.now.references

    @pytest.fixture
    def data(self) -> Data:
        """Return the run's data set, with the place for curves and images of a page."""
        return self.now.data

    @pytest.fixture
    def reference(self) -> Any:
        """Return the reference solution. For hidden checks only, because a student has no reference installed."""
        name = self.now.exercise.reference
        assert name is not None
        return resolve(name)
