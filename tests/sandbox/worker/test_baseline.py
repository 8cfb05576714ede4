"""Each setting that outlasts an exercise is seen, and a worker without one is as before."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator

import numpy as np
import pytest
import torch

from torchgrade.sandbox.worker import baseline
from torchgrade.sandbox.worker.baseline import Baseline


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    printing, errors, recursion = dict(vars(torch._tensor_str.PRINT_OPTS)), np.geterr(), sys.getrecursionlimit()
    paths, variables, deterministic = list(sys.path), dict(os.environ), torch.are_deterministic_algorithms_enabled()
    with warnings.catch_warnings():
        yield
    for name, value in printing.items():
        setattr(torch._tensor_str.PRINT_OPTS, name, value)
    np.seterr(**errors)
    sys.setrecursionlimit(recursion)
    sys.path[:] = paths
    os.environ.clear()
    os.environ.update(variables)
    torch.use_deterministic_algorithms(deterministic)
    torch.set_default_device(None)


def test_arithmetic_changes_no_setting() -> None:
    before = Baseline()
    W = torch.ones(3, 2, requires_grad=True)
    (torch.randn(4, 3) @ W).log_softmax(1).sum().backward()

    assert before.holds()


@pytest.mark.parametrize(
    "change",
    [
        lambda: torch.set_printoptions(precision=2),
        lambda: torch.set_default_device("cpu"),
        lambda: torch.use_deterministic_algorithms(True),
        lambda: np.seterr(all="ignore"),
        lambda: sys.setrecursionlimit(2345),
        lambda: sys.path.append("/nowhere"),
        lambda: os.environ.update(KMP_DUPLICATE_LIB_OK="TRUE"),
        lambda: warnings.filterwarnings("ignore", "of a student"),
    ],
)
def test_a_setting_is_seen(change: Callable[[], object]) -> None:
    before = Baseline()
    change()

    assert not before.holds()


def test_a_stream_of_the_submission_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Baseline()

    class Stream:
        def __eq__(self, other: object) -> bool:
            raise SystemExit

        __hash__ = None  # type: ignore[assignment] # because a stream of a student may lack it

    monkeypatch.setattr(sys, "stdout", Stream())
    held = before.holds()
    monkeypatch.undo()

    assert not held


def test_a_worker_that_grew_is_not_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Baseline()
    largest = baseline._largest_memory()
    monkeypatch.setattr(baseline, "_largest_memory", lambda: largest + (200 << 20))

    assert not before.holds()


def test_figures_are_closed() -> None:
    pyplot = pytest.importorskip("matplotlib.pyplot")
    before = Baseline()
    pyplot.figure()

    assert before.holds()
    assert not pyplot.get_fignums()
