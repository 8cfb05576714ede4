"""Each setting that outlasts an exercise is seen, and a worker without one is as before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator

import numpy as np
import pytest
import torch
from msgspec import structs

from tests.sandbox.worker.conftest import at, load_request
from tests.sandbox.worker.test_verbs import LocalWorker, X, worker
from torchgrade.protocol.messages import Attach, Call, DataRef, Loaded, Raised, Reply, TensorNode, Worn
from torchgrade.protocol.values import Packer
from torchgrade.sandbox.worker import baseline
from torchgrade.sandbox.worker.baseline import Baseline
from torchgrade.sandbox.worker.verbs import Verbs


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
    code = (
        "import matplotlib; matplotlib.use('Agg'); from matplotlib import pyplot\n"
        "from torchgrade.sandbox.worker.baseline import Baseline\n"
        "before = Baseline(); pyplot.figure()\n"
        "print(before.holds(), pyplot.get_fignums())"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout == "True []\n"


@pytest.fixture(autouse=True)
def _no_timer() -> None:
    """Stop the timer of the test suite, which a worker does not have and which loading would stop."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def load_again(worker: LocalWorker, source: str) -> Reply:
    request = structs.replace(load_request([at(1, source)], source=source), again=True, more=True)
    return worker.verbs.answer(request, b"", None)[0]


def first_of_several(source: str) -> LocalWorker:
    worker = LocalWorker.__new__(LocalWorker)
    worker.verbs = Verbs()
    request = structs.replace(load_request([at(1, source)], source=source), more=True)
    reply, _ = worker.verbs.answer(request, b"", None)
    assert isinstance(reply, Loaded)
    return worker


def test_a_worker_forgets_an_exercise_before_it_loads_the_next() -> None:
    worker = first_of_several("import torch\ntorch.set_default_dtype(torch.float64)\ndef f():\n    return 1\ng = 2")
    reply = load_again(worker, "def f():\n    return 'g' in globals(), 'torch' in globals()")

    assert isinstance(reply, Loaded)
    assert worker.value() == (False, False)
    assert torch.get_default_dtype() is torch.float32


def test_attached_data_is_forgotten_with_its_exercise() -> None:
    worker = first_of_several("def f(X):\n    return X")
    packer = Packer()
    node = packer.tensor(X, with_grad=False)
    assert isinstance(node, TensorNode)
    worker.ask(Attach(number=1, name="X", value=node, sealed=False), packer.buffers)
    load_again(worker, "def f(X):\n    return X")
    reply, _ = worker.ask(Call(number=2, name="f", arguments=[DataRef("X")]))

    assert isinstance(reply, Raised)


@pytest.mark.parametrize(
    "source",
    [
        "import torch\ntorch.mine = 1\ndel torch.mine",
        "import torch\ntorch.set_printoptions(precision=torch._tensor_str.PRINT_OPTS.precision + 1)",
        "import sys\nsys.modules['submission'].x = 1\nsys.modules['other'] = sys.modules.pop('submission')",
    ],
)
def test_a_worker_with_lasting_effects_says_so(source: str) -> None:
    precision = torch._tensor_str.PRINT_OPTS.precision
    worker = first_of_several(source)
    reply = load_again(worker, "def f():\n    return 1")
    torch.set_printoptions(precision=precision)
    sys.modules.pop("other", None)

    assert isinstance(reply, Worn)


def test_a_worker_that_was_not_asked_to_serve_several_exercises_does_not() -> None:
    assert isinstance(load_again(worker("def f():\n    return 1"), "def f():\n    return 1"), Worn)
