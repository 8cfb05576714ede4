"""Text made to break whoever reads it costs its own submission, within the limits of reading, and says why."""

from __future__ import annotations

import json
from collections.abc import Iterator

import msgspec
import pytest

from tests.conftest import request_of
from torchgrade.deliveries.judge_request import JudgeRequest
from torchgrade.model.exercises import Limits
from torchgrade.model.outcomes import Status
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.readers.cells import CODE_BYTES
from torchgrade.sandbox.engine import Engine

pytestmark = pytest.mark.long

LIMITS = Limits(cpu_seconds=1.0, wall_seconds=6.0, memory_bytes=512 << 20, reading_seconds=1.0, reading_bytes=512 << 20)
EVERY = 5
"""After so many bombs comes an honest submission."""
LARGEST_RESULT = 60_000
"""Bytes of JSON."""
HONEST = """
import torch

def softmax(X):
    e = torch.exp(X - X.max(1, keepdim=True).values)
    return e / e.sum(1, keepdim=True)
"""


def fill(unit: str, size: int = CODE_BYTES - 2000) -> str:
    """Return as many of a piece as one file may hold."""
    return unit * (size // len(unit))


def using(name: str) -> str:
    """Return a right softmax that reaches a name."""
    return f"import torch\ndef softmax(X):\n    {name}\n    return torch.exp(X - X.logsumexp(1, keepdim=True))\n"


TEXTS = {
    "80,000 fields of one f-string": f"x = f'{'{a}' * 80_000}'\n{HONEST}",
    "5 MB of assignments": "x=1\n" * 1_250_000,
    "65,000 assignments": fill("x=1\n") + HONEST,
    "65,000 assignments on a line": f"{fill('x=1;')}\n{HONEST}",
    "65,000 assignments that are reached": fill("a=a\n") + using("a"),
    "43,000 changes of one name": "a=[]\n" + fill("a.b=a\n") + using("a"),
    "50,000 lines that are no Python": fill("x y\n") + HONEST,
    "every second line is no Python": fill("x=1\nx y\n") + HONEST,
    "130,000 quotation marks": fill("'\n") + HONEST,
    "open strings of many lines": fill('x="""\n') + HONEST,
    "open brackets on every line": fill("f(\n") + HONEST,
    "100,000 brackets": "(" * 100_000 + HONEST,
    "100,000 brackets that close": f"x={'(' * 100_000}1{')' * 100_000}\n{HONEST}",
    "200,000 signs": f"x={'-' * 200_000}1\n{HONEST}",
    "60,000 times not": f"x={'not ' * 60_000}1\n{HONEST}",
    "100,000 sums": f"x=1{'+1' * 100_000}\n{HONEST}",
    "100,000 comparisons": f"x=1{'<1' * 100_000}\n{HONEST}",
    "100,000 attributes": f"x=a{'.b' * 100_000}\n{HONEST}",
    "100,000 calls": f"x=a{'()' * 100_000}\n{HONEST}",
    "30,000 functions in functions": f"x={'lambda:' * 30_000}1\n{HONEST}",
    "functions as deep as they may be": "".join(f"{' ' * i}def f{i}():\n" for i in range(99)) + " " * 99 + "x\n" + HONEST,
    "comprehensions in comprehensions": f"x={'[0 for x in ' * 90}y{']' * 90}\n{HONEST}",
    "20,000 branches": "if 0: pass\n" + fill("elif 1:y=1\n") + HONEST,
    "20,000 cases": "match x:\n" + fill(" case 1:a\n") + HONEST,
    "20,000 handlers": "try:\n pass\n" + fill("except A:b\n") + HONEST,
    "80,000 decorators": "def f(g): return g\n" + fill("@f\n") + HONEST.strip().partition("\n\n")[2],
    "60,000 definitions of the function": "import torch\n" + fill("def softmax(X):X\n") + HONEST,
    "7,000 functions that use each other": "".join(
        f"def f{i}():return f{(i * 7 + 1) % 7000},f{(i + 1) % 7000}\n" for i in range(7000)
    ) + using("f0"),
    "17,000 names like the one that is missing": "".join(f"soft{i}max=1\n" for i in range(15_000)),
    "20,000 statements that run only as a program": fill("if 0:a=1\n") + using("a"),
    "20,000 imports of everything": fill("from os import*\n") + HONEST,
    "an integer of 250,000 digits": f"x={'9' * 250_000}\n{HONEST}",
    "a character by its name, 25,000 times": f"x='{fill(chr(92) + 'N{BULLET}')}'\n{HONEST}",
    "a name of 120,000 letters": f"if 0:\n {'a' * 120_000}=1\n" + using("a" * 120_000),
    "a function that was written twice, with a name of 80,000 letters": f"def {'a' * 80_000}():pass\n" * 2
    + using("a" * 80_000),
    "250,000 backslashes": f"x='{fill(chr(92))}'\n{HONEST}",
    "250,000 spaces": f"{' ' * 250_000}x\n{HONEST}",
    "25,000 lines that go on": fill("\\\n") + HONEST,
    "30,000 questions": fill("x?\n") + HONEST,
    "a null byte": HONEST + "\0",
    "form feeds": fill("\f\n") + HONEST,
}  # fmt: skip
_CODE = {"cell_type": "code", "source": HONEST}


def notebook(*cells: object, **further: object) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, **further, "cells": cells}).encode()


def filled(cell: bytes) -> bytes:
    """Return a notebook of 2 MiB that has such cells only."""
    return b'{"cells":[' + b",".join([cell] * ((2 << 20) // (len(cell) + 1) - 10)) + b"]}"


FILES = {
    "half a million empty cells": {"ada.ipynb": filled(b"{}")},
    "60,000 cells": {"ada.ipynb": filled(b'{"cell_type":"code","source":"x"}')},
    "60,000 cells that are no Python": {"ada.ipynb": filled(b'{"cell_type":"code","source":"x y"}')},
    "a cell of 690,000 lines": {"ada.ipynb": filled(b"").replace(b"[", b'[{"cell_type":"code","source":[""', 1)},
    "deep JSON": {"ada.ipynb": b'{"cells":' + b"[" * 1_000_000},
    "deep JSON that is passed over": {"ada.ipynb": b'{"metadata":' + b'{"a":' * 300_000 + b"1" + b"}" * 300_000 + b"}"},
    "JSON with an integer of 2 MB": {"ada.ipynb": notebook(_CODE, x=0).replace(b"0", b"9" * 2_000_000, 1)},
    "JSON that is no number, with 700,000 lists": {"ada.ipynb": b'{"a":[NaN' + b",[]" * 690_000 + b'],"cells":[]}'},
    "lone surrogates in a cell": {"ada.ipynb": notebook({"cell_type": "code", "source": "\ud800=1"}, _CODE)},
    "lone surrogates in bytes": {"ada.py": b"x = '\xed\xa0\x80'\n" + HONEST.encode()},
    "an encoding that takes the square of the text": {"ada.py": b"# coding: punycode\n" + b"a-" * 100_000},
    "an encoding that unpacks": {"ada.py": b"# coding: bz2\n" + b"BZh9" * 1000},
    "half an encoding": {"ada.py": b"\xff\xfe\0\0" + b"\xff" * 1_999_999},
    "two million bytes of no encoding": {"ada.py": b"# \xff\n" * 400_000},
    "200 files in a circle": {
        f"m{i}.py": f"from m{(i + 1) % 200} import *\n".encode() * 40 + HONEST.encode() for i in range(200)
    },
    "32 files of 250 KiB": {f"m{i}.py": fill("x=1\n").encode() for i in range(32)},
    "10,000 names of a file beside it": {
        "ada.py": fill("from helper import *\n").encode() + HONEST.encode(),
        "helper.py": "".join(f"n{i}=n{i + 1}\n" for i in range(10_000)).encode(),
    },
}
BOMBS = {**{name: {"ada.py": text.encode()} for name, text in TEXTS.items()}, **FILES}


def requests() -> Iterator[JudgeRequest]:
    for number, (name, files) in enumerate(BOMBS.items()):
        yield request_of(files, submission=name)
        if number % EVERY == EVERY - 1:
            yield request_of({"ada.py": HONEST.encode()}, submission=f"honest {number}")


@pytest.fixture(scope="module")
def results() -> dict[str, SubmissionResult]:
    """What became of all of them in one engine, whose limits of reading are short."""
    config = RunConfig(
        exercises=("softmax",), data="synthetic-fashion", data_root="", seed=11, hidden_seed=12, limits=LIMITS
    )
    with Engine(config, jobs=2) as engine:
        found = {request.submission: result for request, result in engine.run(requests())}
        assert engine.starts == 1
    return found


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_around_or_costs_its_own_submission(name: str, results: dict[str, SubmissionResult]) -> None:
    result = results[name]
    (exercise,) = result.exercises
    told = [note.message for note in (*result.problems, *exercise.notes)]
    told += [check.message for check in exercise.checks if check.message]

    assert result.points is not None, told
    assert exercise.status is not Status.ERROR
    assert result.points == result.max_points or told or exercise.status is Status.MISSING
    assert len(msgspec.json.encode(result)) < LARGEST_RESULT


def test_honest_submissions_between_bombs_get_full_marks(results: dict[str, SubmissionResult]) -> None:
    honest = {name: result.points for name, result in results.items() if name.startswith("honest")}

    assert len(honest) == len(BOMBS) // EVERY
    assert set(honest.values()) == {7.0}
