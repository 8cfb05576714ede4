"""The real command line over a folder as bad as they come: every input has its row, honest work its points."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.english_runs import english_runs
from torchgrade.model.showable import show_name

HONEST = b"""
import random
import torch

def data_iter(batch_size, features, labels):
    rows = list(range(len(features)))
    random.shuffle(rows)
    for i in range(0, len(rows), batch_size):
        some = torch.tensor(rows[i:i + batch_size])
        yield features[some], labels[some]

def softmax(X):
    e = torch.exp(X - X.max(1, keepdim=True).values)
    return e / e.sum(1, keepdim=True)
"""
PLAIN = HONEST.replace(b"X - X.max(1, keepdim=True).values", b"X")
NAMES = {
    b"<img src=x onerror=alert(1)>.py": "<img src=x onerror=alert(1)>",
    b"=1+1.py": "=1+1",
    b"-rf.py": "-rf",
    b"\x1b[31mred.py": "\\x1b[31mred",
    "\u202egnp.py".encode(): "\\u202egnp",
    b"a" * 252 + b".py": "a" * 252,
    b"\xff\xfe.py": "\\udcff\\udcfe",
    "李雷.py".encode(): "李雷",
}
BROKEN = {
    "empty.py": b"",
    "binary.py": bytes(range(256)) * 20,
    "nulls.py": b"def softmax(X):\0\n    return X\n",
    "syntax.py": b"def softmax(X)\n    return X\n",
    "half.py": HONEST + b"\nfor X in range(3)\n    pass\n",
    "rubbish.ipynb": b"{not json",
    "list.ipynb": b"[1, 2, 3]",
    "notes.txt": b"I did not finish.",
}


def torchgrade(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as its user would."""
    command = [sys.executable, "-m", "torchgrade", *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, timeout=240, check=False
    )


def lines(run: Path) -> dict[str, dict[str, Any]]:
    """Return the results of a run by id, without their seconds."""
    found = [json.loads(line) for line in (run / "results.jsonl").read_text("utf-8").splitlines()]
    return {line["submission"]: {**line, "seconds": 0} for line in found}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of honest, hostile and broken submissions, graded by the command."""
    place = tmp_path_factory.mktemp("class")
    folder = place / "in"
    folder.mkdir()
    (folder / "ada.py").write_bytes(HONEST)
    (folder / "bo.py").write_bytes(PLAIN)
    for name in NAMES:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(HONEST)
    for name, data in BROKEN.items():
        (folder / name).write_bytes(data)
    (folder / "twin.py").write_bytes(HONEST)
    (folder / "twin").mkdir()
    (folder / "twin" / "mine.py").write_bytes(PLAIN)
    (folder / "conftest.py").write_bytes(b"raise SystemExit('a conftest of a submission was imported')\n")
    (folder / "torch.py").write_bytes(b"raise SystemExit('a torch.py of a submission was imported')\n")
    (folder / "pytest.ini").write_bytes(b"[pytest]\naddopts = --collect-only\n")
    (folder / "empty_folder").mkdir()
    os.symlink("/etc/passwd", folder / "link.py")
    os.mkfifo(folder / "pipe.py")
    done = torchgrade(
        "grade", folder, "--out", place / "run", "--jobs", "2", "--seed", "5", "--exercises", "data_iter,softmax",
        cwd=folder, PYTEST_ADDOPTS="--collect-only -p no:python",
    )  # fmt: skip
    (place / "stdout.txt").write_text(done.stdout, "utf-8")
    (place / "stderr.txt").write_text(done.stderr, "utf-8")
    (place / "code.txt").write_text(str(done.returncode))
    return place


def test_the_pages_in_chinese_have_no_run_of_english_words(graded: Path) -> None:
    done = torchgrade("report", graded / "run", "--lang", "both", cwd=graded)
    assert done.returncode == 0, done.stderr
    pages = sorted((graded / "run").rglob("*.zh.html"))
    assert len(pages) > len(NAMES) + 5
    assert {page.name: runs for page in pages if (runs := english_runs(page.read_text("utf-8")))} == {}


def test_the_command_ends_well(graded: Path) -> None:
    """Bad input is a result, not a failure of the command."""
    assert (graded / "code.txt").read_text() == "0", (graded / "stderr.txt").read_text()


def test_honest_work_is_graded_as_if_the_rest_were_not_there(graded: Path, tmp_path: Path) -> None:
    """The line of an honest submission equals that of a run of its own."""
    alone = tmp_path / "in"
    alone.mkdir()
    (alone / "ada.py").write_bytes(HONEST)
    torchgrade(
        "grade", alone, "--out", tmp_path / "run", "--jobs", "1", "--seed", "5", "--exercises", "data_iter,softmax",
        cwd=tmp_path,
    )  # fmt: skip

    assert lines(graded / "run")["ada"] == lines(tmp_path / "run")["ada"]
    assert lines(graded / "run")["ada"]["points"] == 13.0


def test_every_input_has_its_row_in_the_gradebook(graded: Path) -> None:
    """Not one is lost, not one is counted twice."""
    with (graded / "run" / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row["submission"] for row in csv.DictReader(file)]
    inputs = os.listdir(os.fsencode(graded / "in"))

    assert len(rows) == len(set(rows)) == len(inputs)


@pytest.mark.parametrize("name", sorted(NAMES.values()))
def test_a_hostile_name_is_graded_and_shown_harmlessly(name: str, graded: Path) -> None:
    """Its points are those of the honest file; no page or terminal gets the raw name."""
    found = {show_name(key): result for key, result in lines(graded / "run").items()}
    result = found[name] if name in found else found[show_name(name)]

    assert result["points"] == 13.0


def test_no_page_holds_what_could_act(graded: Path) -> None:
    """Escapes, bidirectional marks and markup of names are text on every page and in the output."""
    texts = [p.read_text("utf-8") for p in (graded / "run").rglob("*.html")] + [
        (graded / "stdout.txt").read_text("utf-8"),
        (graded / "stderr.txt").read_text("utf-8"),
    ]

    assert len(texts) > 10
    for text in texts:
        assert "\x1b[31m" not in text
        assert "\u202e" not in text
    assert not any("<img src=x" in text for text in texts[:-2])


def test_two_submissions_with_one_id_are_both_graded(graded: Path) -> None:
    """The second is called ``twin~2``, and both are listed as a problem."""
    found = lines(graded / "run")

    assert sorted(found[name]["points"] for name in ("twin", "twin~2")) == [12.0, 13.0]
    assert "twin~2" in (graded / "run" / "index.html").read_text("utf-8")


def test_what_cannot_be_read_is_said_in_a_sentence(graded: Path) -> None:
    """Each broken file earns nothing, or what its readable part earns, and says why."""
    found = lines(graded / "run")

    for name in ("empty", "binary", "nulls", "syntax", "rubbish", "list"):
        result = found[name]
        told = [note["message"] for note in result["problems"]]
        told += [c["message"] for e in result["exercises"] for c in e["checks"] if c["outcome"] == "failed"]
        assert result["points"] == 0, name
        assert told, name
        assert all(text.endswith((".", "?")) or ":" in text for text in told), told
    assert found["half"]["points"] == 13.0


@pytest.mark.slow
def test_the_result_is_the_same_for_any_jobs_and_after_any_kill(graded: Path, tmp_path: Path) -> None:
    """Killed by SIGKILL at random moments, the same command goes on; the bytes are those of a whole run."""
    chance = random.Random(3)
    command = [
        sys.executable, "-m", "torchgrade", "grade", str(graded / "in"), "--out", str(tmp_path / "run"),
        "--jobs", "1", "--seed", "5", "--exercises", "data_iter,softmax",
    ]  # fmt: skip
    for _ in range(4):
        process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(4, 11))
        process.send_signal(signal.SIGKILL)
        process.wait()
    done = torchgrade(*command[3:], cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert lines(tmp_path / "run") == lines(graded / "run")
