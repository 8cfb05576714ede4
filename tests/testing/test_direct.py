"""A judge in the process that asks; each test has a process of its own, because libraries are changed there."""

from __future__ import annotations

import json
import subprocess
import sys

RIGHT = "import torch\n\ndef softmax(X):\n    e = torch.exp(X - X.amax(1, keepdim=True))\n    return e / e.sum(1, keepdim=True)\n"
PROGRAM = """
import json, sys
from torchgrade.checking.loading import load_course
from torchgrade.deliveries.listing import SubmittedBytes
from torchgrade.errors import UsageError
from torchgrade.model.runs import RunConfig
from torchgrade.testing.direct import DirectJudge
course = load_course(RunConfig(exercises=("softmax",), data="synthetic-fashion", data_root="", seed=1, hidden_seed=2))
try:
    judge = DirectJudge(course, "softmax", [SubmittedBytes(name="ada.py", data=sys.argv[1].encode(), mtime_ns=0)])
    print(json.dumps([[(c.check, c.outcome, c.message) for c in judge.judge(digest)] for digest in "aba"]))
except UsageError as error:
    print(json.dumps(str(error)))
"""


def judged(text: str) -> list[list[list[str]]] | str:
    done = subprocess.run([sys.executable, "-c", PROGRAM, text], capture_output=True, text=True, check=True)
    answer: list[list[list[str]]] | str = json.loads(done.stdout)
    return answer


def test_a_right_answer_passes_every_check_hidden_ones_too() -> None:
    found = judged(RIGHT)[0]

    assert {outcome for _, outcome, _ in found} == {"passed"}
    assert [check for check, _, _ in found][-1] == "softmax.other_sizes"


def test_a_wrong_answer_fails_as_in_a_class_run_and_a_digest_draws_the_same_again() -> None:
    first, other, again = judged(RIGHT.replace("e.sum(1", "e.sum(0"))

    assert [outcome for _, outcome, _ in first][:2] == ["failed", "skipped"]
    assert first == again
    assert first[0][2] != other[0][2]


def test_files_without_the_exercise_are_refused() -> None:
    assert judged("x = 1\n") == "The files do not define softmax. Name a file that defines it."
