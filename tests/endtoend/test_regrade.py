"""A regrade that is killed: the same command goes on, nothing is lost and nothing is graded twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from torchgrade.grading.store import Store

SUBMISSION = "import torch\n\ndef softmax(X):\n    e = torch.exp(X)\n    return e / e.sum(1, keepdim=True)\n"
TORCHGRADE = (sys.executable, "-m", "torchgrade")
REGRADE = (*TORCHGRADE, "regrade", "run", "--check", "softmax.rows", "--jobs", "2")
COUNT = 30


def generations(run: Path) -> dict[str, int]:
    """Return the number of the grading that made each result."""
    with Store(run, writing=False) as store:
        return {submission: made.generation for submission, made in store.made().items()}


@pytest.mark.long
def test_a_killed_regrade_goes_on_and_grades_nothing_twice(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(COUNT):
        (tmp_path / "in" / f"s{number:02}.py").write_text(f"{SUBMISSION}# {number}\n")
    grade = [*TORCHGRADE, "grade", "in", "--out", "run", "--exercises", "softmax", "--sandbox", "none"]
    subprocess.run(grade, cwd=tmp_path, capture_output=True, check=True)
    with Store(tmp_path / "run", writing=False) as store:
        before = {one.submission: one for one in store.results()}
    process = subprocess.Popen(REGRADE, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while f"[5/{COUNT}]" not in process.stdout.readline():
        assert process.poll() is None
    below = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    _, alive = psutil.wait_procs(below, timeout=30)
    killed = generations(tmp_path / "run")
    done = sum(number == 2 for number in killed.values())

    assert alive == []
    assert len(killed) == COUNT
    assert 5 <= done < COUNT
    again = subprocess.run(REGRADE, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert f"{COUNT - done} submissions, softmax: you named it with --check" in again.stdout
    assert set(generations(tmp_path / "run").values()) == {2}
    with Store(tmp_path / "run", writing=False) as store:
        assert store.history.results_before(2) == before
        assert len(store.history.generations()) == 2
    assert (tmp_path / "run" / "regrade.html").is_file()
