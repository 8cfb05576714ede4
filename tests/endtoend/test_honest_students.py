"""What honest students write and a worker does not have works where it can, and else is named with what to write.

Each submission is a right one with one such thing in it, graded by the real command with the default sandbox; those
that do no harm without one are graded once more without.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

SOFTMAX = """
import torch

def softmax(X):
{body}
    e = torch.exp(X - X.max(1, keepdim=True).values)
    return e / e.sum(1, keepdim=True)
"""


def softmax(body: str, above: str = "") -> str:
    """Return a right submission that also does something else, from its fifth line on."""
    return SOFTMAX.format(body=textwrap.indent(body, "    ")) + above


LOADER = "X = next(iter(torch.utils.data.DataLoader(X, batch_size=len(X), num_workers=2, persistent_workers=True)))"
WORKS = {
    "cuda_call": (softmax("X = X.cuda()"), "accommodated.device", "line 5"),
    "cuda_number": (softmax("X = X.cuda(0)\ntorch.cuda.synchronize()"), "accommodated.device", "line 5"),
    "cuda_text": (softmax("X = X.to('cuda')"), "accommodated.device", "line 5"),
    "cuda_text_number": (softmax("X = X.to(torch.device('cuda:0'))"), "accommodated.device", "line 5"),
    "cuda_number_alone": (softmax("X = X.to(0)"), "accommodated.device", "line 5"),
    "cuda_variable": (softmax("gpu = 0\nX = X.to(device=gpu)"), "accommodated.device", "line 6"),
    "cuda_made": (softmax("i = 0\nX = X.to(f'cuda:{i}')"), "accommodated.device", "line 6"),
    "cuda_asked_of_torch": (
        softmax("X = X.to(torch.device(type='cu' + 'da'))\ntorch.nn.ReLU().to(0)"),
        "accommodated.device",
        "line 5",
    ),
    "cuda_above": (softmax("X = X.to(device)", "device = 'cuda:0'\n"), "accommodated.device", "line 8"),
    "data_loader": (softmax(LOADER), "accommodated.workers", "line 5"),
    "threads_of_torch": (softmax("torch.set_num_threads(8)"), "accommodated.threads", "line 5"),
    "interop_threads": (softmax("torch.set_num_interop_threads(8)"), "accommodated.threads", "line 5"),
    "show": (
        softmax("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"),
        "accommodated.display",
        "line 7",
    ),
    "savefig": (softmax("import matplotlib.pyplot as plt\nplt.savefig('a.png')"), "accommodated.figure", "line 6"),
    "system": (softmax("import os\nos.system('clear')"), "accommodated.command", "line 6"),
}
"""By name: the text, the entry of its note, the place that the note names."""

CHOICE = "device = 'cuda' if torch.cuda.is_available() else 'cpu'\nX = X.to(device)"
SILENT = {
    "asks_first": softmax(CHOICE),
    "prints": softmax("print('cuda', X.shape)"),
    "one_thread": softmax("torch.set_num_threads(1)"),
    "buffer": softmax("import io\ntorch.save(X, io.BytesIO())"),
    "plots": softmax("import matplotlib.pyplot as plt\nplt.plot(X.detach().numpy())\nplt.close()"),
}
"""Right without a note."""

NAMED = {
    "input": ("n = int(input('rows? '))", "unavailable.input", "use the function's parameters"),
    "breakpoint": ("breakpoint()\nn = 1", "unavailable.input", "breakpoints end with BdbQuit"),
    "open_missing": ("open('weights.txt')", "unavailable.files", "No such file or directory: 'weights.txt'"),
    "load_missing": ("torch.load('weights.pt')", "unavailable.files", "weights.pt"),
    "numpy_missing": ("import numpy as np\nnp.load('weights.npy')", "unavailable.files", "weights.npy"),
    "module": ("import no_such_library", "unavailable.module", "No module named 'no_such_library'"),
    "device_number": ("i = 0\nX = X + torch.zeros(1, device=i)", "unavailable.device", "`X.device`"),
    "print": ("while True:\n    print(X)", "limit.output", "Is there a `print` in a loop? Remove it, or print less."),
    "memory": ("torch.ones(1 << 40)", "limit.memory", "MiB of memory"),
    "own_error": ("raise ValueError('my own')", "raised.exception", "ValueError"),
    "own_file_error": ("raise FileNotFoundError('no rows')", "raised.exception", "no rows"),
}
"""By name: what stands in the function, the entry of the first check's message, a part of its sentence."""

SERVER = "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/data')"
MP = "import multiprocessing as mp\n"
CONFINED = {
    "open_write": ("open('out.txt', 'w').write('x')", "unavailable.files", "Operation not permitted: 'out.txt'"),
    "open_read": ("open('/etc/hostname').read()", "unavailable.files", "'/etc/hostname'"),
    "save": ("torch.save(X, 'x.pt')", "unavailable.files", "do not open, save or load files"),
    "save_in_folder": ("torch.save(X, 'models/x.pt')", "unavailable.files", "Parent directory models"),
    "numpy_save": ("import numpy as np\nnp.save('x.npy', X.detach().numpy())", "unavailable.files", "x.npy"),
    "temporary": ("import tempfile\ntempfile.TemporaryFile()", "unavailable.files", "your code cannot read or write files here"),
    "folder": ("import os\nos.makedirs('data', exist_ok=True)", "unavailable.files", "'data'"),
    "imsave": ("import matplotlib.pyplot as plt\nplt.imsave('a.png', X.detach())", "unavailable.files", "a.png"),
    "thread": ("import threading\nthreading.Thread(target=print).start()", "unavailable.threads", "in a plain loop"),
    "thread_pool": (
        "from concurrent.futures import ThreadPoolExecutor\nlist(ThreadPoolExecutor(2).map(abs, [1]))",
        "unavailable.threads", "can't start new thread",
    ),
    "asyncio": ("import asyncio\nasyncio.run(asyncio.sleep(0))", "unavailable.threads", "an event loop"),
    "subprocess": ("import subprocess\nsubprocess.run(['ls'])", "unavailable.processes", "without `subprocess`"),
    "popen": ("import os\nos.popen('ls').read()", "unavailable.processes", "PermissionError"),
    "fork": ("import os\nos.fork()", "unavailable.processes", "without `subprocess`, `multiprocessing` or `os.fork`"),
    "process": (f"{MP}mp.Process(target=print).start()", "unavailable.processes", "Do the work in the function itself"),
    "pool": (f"{MP}mp.Pool(2).map(abs, [1])", "unavailable.processes", "Do the work in the function itself"),
    "url": (SERVER, "unavailable.network", "do not download anything"),
    "socket": ("import socket\nsocket.socket()", "unavailable.network", "there is no network here"),
}  # fmt: skip
"""The same for what would work without a sandbox, or end in another way."""

ABOVE = softmax("X = X * scale", "import torch\nscale = torch.load('scale.pt')\n")


def graded(place: Path, submissions: dict[str, str], *options: str) -> dict[str, Any]:
    """Return the results of a class by submission."""
    (place / "in").mkdir()
    for name, text in submissions.items():
        (place / "in" / f"{name}.py").write_text(text)
    done = subprocess.run(
        [
            sys.executable, "-m", "torchgrade", "grade", "in", "--out", "run", "--exercises", "softmax", "--seed", "5",
            "--jobs", "2", *options,
        ],
        cwd=place, env=os.environ, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = (place / "run" / "results.jsonl").read_text("utf-8").splitlines()
    return {result["submission"]: result for result in map(json.loads, lines)}


HARMLESS = {
    **{name: text for name, (text, _, _) in WORKS.items()},
    **SILENT,
    **{name: softmax(body) for name, (body, _, _) in NAMED.items()},
    "above": ABOVE,
}


@pytest.fixture(scope="module")
def confined(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All of them with the default sandbox."""
    others = {name: softmax(body) for name, (body, _, _) in CONFINED.items()}
    return graded(tmp_path_factory.mktemp("confined"), {**HARMLESS, **others})


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Those that do nothing to this machine, without a sandbox."""
    return graded(tmp_path_factory.mktemp("trusted"), HARMLESS, "--sandbox", "none")


@pytest.fixture(params=["confined", "trusted"])
def results(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The results of one of both runs."""
    found: dict[str, Any] = request.getfixturevalue(request.param)
    return found


def first_check(result: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = result["exercises"][0]["checks"][0]
    return found


@pytest.mark.parametrize("name", WORKS)
def test_what_can_work_works_and_a_note_says_how(name: str, results: dict[str, Any]) -> None:
    _, entry, place = WORKS[name]
    result = results[name]
    notes = result["exercises"][0]["notes"]

    assert result["points"] == result["max_points"]
    assert [note["message_id"] for note in notes] == [entry]
    assert notes[0]["message"].startswith(f"{name}.py, {place}")
    assert "here" in notes[0]["message"]


@pytest.mark.parametrize("name", SILENT)
def test_what_asks_for_nothing_more_gets_no_note(name: str, results: dict[str, Any]) -> None:
    result = results[name]

    assert result["points"] == result["max_points"]
    assert result["exercises"][0]["notes"] == []


@pytest.mark.parametrize("name", NAMED)
def test_what_cannot_work_is_named_with_what_to_write(name: str, results: dict[str, Any]) -> None:
    _, entry, part = NAMED[name]
    check = first_check(results[name])

    assert (check["outcome"], check["message_id"]) == ("failed", entry)
    assert part in check["message"]


@pytest.mark.parametrize("name", CONFINED)
def test_what_the_sandbox_refuses_is_named_with_what_to_write(name: str, confined: dict[str, Any]) -> None:
    _, entry, part = CONFINED[name]
    check = first_check(confined[name])

    assert (check["outcome"], check["message_id"]) == ("failed", entry)
    assert part in check["message"]
    assert f"{name}.py, line " in check["message"]
    assert check["frames"][-1]["line"]


def test_a_file_that_is_read_above_the_function_is_told_in_a_note(results: dict[str, Any]) -> None:
    (note,) = results["above"]["exercises"][0]["notes"]

    assert note["message_id"] == "load.unavailable"
    assert note["message"].startswith(
        "Skipped. above.py, line 9: your code cannot read or write files here (FileNotFoundError"
    )


def test_a_function_that_is_compiled_is_graded_as_it_is_written(tmp_path: Path) -> None:
    """Where an exercise asks to write it oneself, this also costs the points of that check (ruling 5)."""
    text = SOFTMAX.format(body="    pass").replace("def softmax", "@torch.compile(mode='max-autotune')\ndef softmax")
    result = graded(tmp_path, {"ada": text})["ada"]
    failed = [check["message_id"] for check in result["exercises"][0]["checks"] if check["outcome"] != "passed"]

    assert [note["message_id"] for note in result["exercises"][0]["notes"]] == ["accommodated.compile"]
    assert failed == ["integrity.evasion"]
