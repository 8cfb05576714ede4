"""What a worker does not have is done as well as it can be, with the student's line noted, and nothing else changes."""

from __future__ import annotations

import inspect
import io
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from torchgrade.sandbox.worker import seeding
from torchgrade.sandbox.worker.accommodations import REPLACEMENTS, Accommodations
from torchgrade.sandbox.worker.recording import Recorder

DATA = list(range(8))


@pytest.fixture
def installed() -> Accommodations:
    """Accommodations in their places; the fixture of the folder takes them out again."""
    accommodations = Accommodations()
    accommodations.install({"ada.py"})
    return accommodations


def student(text: str, **names: Any) -> Callable[..., Any]:
    """Return a function ``f`` of a student's file, which begins on line 1."""
    space: dict[str, Any] = {"torch": torch, "os": os, "DATA": DATA, **names}
    exec(compile(textwrap.dedent(text), "ada.py", "exec"), space)
    f: Callable[..., Any] = space["f"]
    return f


def noted(accommodations: Accommodations) -> list[tuple[str, str, int]]:
    return [(note.reason, note.file, note.line) for note in accommodations.taken()]


WORKERS = [
    "num_workers=2",
    "num_workers=2, prefetch_factor=4, persistent_workers=True",
    "num_workers=2, multiprocessing_context='spawn', timeout=5",
    "num_workers=4, pin_memory=True, drop_last=True, in_order=False",
]


@pytest.mark.parametrize("options", WORKERS)
@pytest.mark.filterwarnings("ignore:'pin_memory' argument")
def test_a_data_loader_reads_with_no_workers_and_gives_the_same_batches(
    options: str, installed: Accommodations
) -> None:
    f = student(f"def f():\n    loader = torch.utils.data.DataLoader(DATA, batch_size=4, {options})\n    return loader")
    loader = f()

    assert [batch.tolist() for batch in loader] == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert loader.num_workers == 0
    assert noted(installed) == [("workers", "ada.py", 2)]


def test_workers_that_are_given_by_position_or_by_a_subclass_are_none_too(installed: Accommodations) -> None:
    class Mine(torch.utils.data.DataLoader[int]):
        def __init__(self) -> None:
            super().__init__(DATA, 4, False, None, None, 2, None, False, True, 3.0)  # type: ignore[arg-type]

    loader = Mine()

    assert [len(batch) for batch in loader] == [4, 4]
    assert loader.drop_last


@pytest.mark.parametrize("options", [{}, {"num_workers": 0, "shuffle": True}, {"num_workers": 0, "pin_memory": False}])
def test_a_data_loader_without_workers_is_what_it_was(options: dict[str, Any], installed: Accommodations) -> None:
    f = student("def f(**options):\n    return torch.utils.data.DataLoader(DATA, batch_size=3, **options)")

    assert sorted(int(x) for batch in f(**options) for x in batch) == DATA
    assert noted(installed) == []


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"num_workers": -1}, ValueError),
        ({"num_workers": "two"}, TypeError),
        ({"no_such_option": 1}, TypeError),
        ({"prefetch_factor": 2}, ValueError),
        ({"batch_size": 0, "num_workers": 2}, ValueError),
    ],
    ids=str,
)
def test_what_the_data_loader_refuses_it_still_refuses(
    options: dict[str, Any], error: type[Exception], installed: Accommodations
) -> None:
    with pytest.raises(error):
        torch.utils.data.DataLoader(DATA, **options)


def test_the_record_still_sees_a_data_loader_being_made(installed: Accommodations) -> None:
    recorder = Recorder(["torch.utils.data.DataLoader"])
    with recorder.running():
        list(torch.utils.data.DataLoader(DATA, num_workers=2))

    assert recorder.record().constructed == ["torch.utils.data.DataLoader"]


def test_a_tensor_stays_where_it_is(installed: Accommodations) -> None:
    f = student("def f(X):\n    return X.cuda(), X.cuda(0, non_blocking=True), X.pin_memory()")
    X = torch.ones(2, requires_grad=True)

    assert all(same is X for same in f(X))
    assert noted(installed) == [("device", "ada.py", 2)]


def test_a_module_stays_where_it_is(installed: Accommodations) -> None:
    net = torch.nn.Sequential(torch.nn.Linear(2, 3))
    f = student("def f(net):\n    return net.cuda(device=0)")

    assert f(net) is net
    assert net[0].weight.device.type == "cpu"
    assert noted(installed) == [("device", "ada.py", 2)]


def test_waiting_for_a_gpu_does_nothing(installed: Accommodations) -> None:
    f = student("def f():\n    torch.cuda.set_device(0)\n    torch.cuda.synchronize()\n    torch.cuda.empty_cache()")

    assert f() is None
    assert [line for _, _, line in noted(installed)] == [2, 3]


def test_there_is_still_no_gpu_to_be_found(installed: Accommodations) -> None:
    assert not torch.cuda.is_available()


def test_threads_are_not_asked_for(installed: Accommodations) -> None:
    seeding.reset(1)
    f = student(
        "def f():\n    torch.set_num_threads(8)\n    torch.set_num_interop_threads(4)\n    torch.set_num_threads(1)"
    )
    f()

    assert torch.get_num_threads() == 1
    assert [(reason, line) for reason, _, line in noted(installed)] == [("threads", 2), ("threads", 3)]


def test_a_thread_count_set_behind_our_back_is_restored_all_the_same(installed: Accommodations) -> None:
    """Ruling 7 holds whatever name of the function a submission finds."""
    before = torch.get_num_threads()
    inspect.unwrap(torch.set_num_threads)(2)
    try:
        seeding.reset(1)
        assert torch.get_num_threads() == 1
    finally:
        inspect.unwrap(torch.set_num_threads)(before)


@pytest.mark.parametrize(
    "use", ["torch.compile(g)", "torch.compile(g, mode='max-autotune')", "torch.compile(fullgraph=True)(g)"]
)
def test_a_function_is_not_compiled(use: str, installed: Accommodations) -> None:
    f = student(f"def f(g):\n    return {use}")

    assert f(abs) is abs
    assert noted(installed) == [("compile", "ada.py", 2)]


def test_a_module_that_compiles_itself_computes_as_before(installed: Accommodations) -> None:
    net = torch.nn.Linear(2, 2)
    want = net(torch.ones(1, 2))
    student("def f(net):\n    net.compile()")(net)

    assert torch.equal(net(torch.ones(1, 2)), want)
    assert noted(installed) == [("compile", "ada.py", 2)]


def test_no_command_is_run(installed: Accommodations, tmp_path: Path) -> None:
    f = student("def f(path):\n    return os.system(f'touch {path}')")

    assert os.waitstatus_to_exitcode(f(tmp_path / "made")) == 127
    assert not (tmp_path / "made").exists()
    assert noted(installed) == [("command", "ada.py", 2)]


PLOT = """
import sys
from torchgrade.sandbox.worker.accommodations import Accommodations
assert ("matplotlib.pyplot" in sys.modules) is {warm}
accommodations = Accommodations()
accommodations.install({{"ada.py"}})
import io
import matplotlib.pyplot as plt
def f(place):
    plt.plot([1, 2])
    plt.savefig(place)
    plt.gcf().savefig(fname=place, dpi=50)
    plt.show()
exec(compile("def g(place):\\n    f(place)", "ada.py", "exec"))
g({place!r})
buffer = io.BytesIO()
plt.savefig(buffer)
assert buffer.getvalue().startswith(b"\\x89PNG")
print([(note.reason, note.line) for note in accommodations.taken()])
"""


@pytest.mark.parametrize("warm", [False, True])
def test_a_figure_is_neither_shown_nor_written_whenever_matplotlib_is_imported(warm: bool, tmp_path: Path) -> None:
    text = ("import matplotlib.pyplot\n" if warm else "") + PLOT.format(warm=warm, place=str(tmp_path / "a.png"))
    done = subprocess.run(
        [sys.executable, "-c", text],
        env={**os.environ, "MPLBACKEND": "Agg"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.strip() == "[('figure', 2), ('display', 2)]", done.stderr
    assert list(tmp_path.iterdir()) == []


GPUS = ["0", "1, non_blocking=True", "device=0", "'cuda:' + '1'", "torch.device('cuda:1')", "device='mps'"]


@pytest.mark.parametrize("device", GPUS)
def test_what_moves_to_a_gpu_stays_on_the_cpu(device: str, installed: Accommodations) -> None:
    f = student(
        f"def f(X):\n    net = torch.nn.Linear(1, 1).to({device.partition(',')[0]})\n    return X.to({device}), net"
    )
    X, net = f(torch.ones(2))

    assert (X.tolist(), X.device.type, net.weight.device.type) == ([1.0, 1.0], "cpu", "cpu")
    assert noted(installed) == [("device", "ada.py", 2), ("device", "ada.py", 3)]


@pytest.mark.parametrize(
    "arguments", ["torch.float64", "'cpu', torch.float64", "torch.ones(1).double()", "dtype=torch.float64"]
)
def test_any_other_use_of_to_is_torchs_own(arguments: str, installed: Accommodations) -> None:
    assert student(f"def f(X):\n    return X.to({arguments})")(torch.ones(2)).dtype == torch.float64
    assert noted(installed) == []


def test_a_block_on_a_gpu_runs_on_the_cpu(installed: Accommodations) -> None:
    assert student("def f(X):\n    with torch.cuda.device(0):\n        return X + 1")(1) == 2
    assert noted(installed) == [("device", "ada.py", 2)]


def test_what_no_line_of_the_student_did_is_not_noted(installed: Accommodations) -> None:
    torch.set_num_threads(8)
    torch.ones(1).cuda()

    assert noted(installed) == []


def test_notes_are_told_once_and_are_bounded(installed: Accommodations) -> None:
    f = student("def f(X):\n" + "    X.cuda()\n" * 200)
    for _ in range(3):
        f(torch.ones(1))

    assert noted(installed) == [("device", "ada.py", line) for line in range(2, 52)]
    assert noted(installed) == []


@pytest.mark.parametrize("name", [f"{one.module}:{one.name}" for one in REPLACEMENTS if "matplotlib" not in one.module])
def test_what_is_replaced_keeps_its_name_and_its_documentation(name: str) -> None:
    replacement = next(one for one in REPLACEMENTS if f"{one.module}:{one.name}" == name)
    owner, attribute = replacement.owner()
    before = getattr(owner, attribute)
    Accommodations().install({"ada.py"})
    after = getattr(owner, attribute)

    assert after is not before
    assert (after.__name__, after.__doc__, inspect.unwrap(after)) == (before.__name__, before.__doc__, before)


def test_nothing_is_imported_for_it() -> None:
    text = """
        import sys
        import torch
        import torchgrade.sandbox.worker.verbs
        from torchgrade.sandbox.worker.accommodations import Accommodations
        before = set(sys.modules)
        Accommodations().install({"ada.py"})
        print(sorted(set(sys.modules) - before))
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(text)], capture_output=True, text=True, check=False)

    assert done.stdout.strip() == "[]", done.stderr


def test_a_buffer_is_still_written_by_torch(installed: Accommodations) -> None:
    buffer = io.BytesIO()
    torch.save(torch.ones(2), buffer)
    buffer.seek(0)

    assert torch.load(buffer).tolist() == [1.0, 1.0]
