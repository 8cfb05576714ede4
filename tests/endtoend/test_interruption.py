"""Ctrl-C in the middle of a class: what is known is kept, nothing is left running, the same command goes on."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

SUBMISSION = "import torch\n\ndef softmax(X):\n    e = torch.exp(X)\n    return e / e.sum(1, keepdim=True)\n"


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_known_and_the_same_command_goes_on(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(40):
        (tmp_path / "in" / f"s{number:02}.py").write_text(f"{SUBMISSION}# {number}\n")
    command = [
        sys.executable,
        "-m",
        "torchgrade",
        "grade",
        "in",
        "--out",
        "run",
        "--jobs",
        "2",
        "--exercises",
        "softmax",
    ]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while "[3/40]" not in process.stdout.readline():
        pass
    below = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    said, errors = process.communicate(timeout=60)

    assert process.returncode == 130, errors
    assert "Traceback" not in errors
    assert "Repeat the command to continue" in said
    _, alive = psutil.wait_procs(below, timeout=20)
    assert below
    assert alive == []

    report = subprocess.run([*command[:3], "report", "run"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert report.returncode == 0, report.stderr
    before = (tmp_path / "run" / "results.jsonl").read_text("utf-8").splitlines()
    assert 3 <= len(before) < 40

    again = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert f"{len(before)} of 40 are already graded" in again.stdout
    after = (tmp_path / "run" / "results.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["submission"] for line in after] == [f"s{number:02}" for number in range(40)]
    assert set(before) <= set(after)
