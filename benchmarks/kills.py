"""A class run whose processes are killed at random moments: ``python -m benchmarks.kills [--kills 100] [--seed N]``.

Each round grades the same small class into a new folder with two jobs. A random process of the run gets SIGKILL, again
and again. If the command ends before its class is complete, the same command starts again. After each round everything
that a run must keep is compared with a run that nothing disturbed. A further kind of process (a worker of a cluster, a
scheduler) is a further entry of :data:`KINDS` and a further word of :func:`grade_command`.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

SUBMISSION = """import time
import torch

def softmax(X):
    time.sleep(0.01)  # {number}
    e = torch.exp(X - X.max(1, keepdim=True).values)
    return e / e.sum(1, keepdim=True)

def accuracy(y_hat, y):
    time.sleep(0.01)
    return float((y_hat.argmax(1) == y).sum())
"""
DIARY = """import os
from torchgrade.plugins import hookimpl

@hookimpl
def torchgrade_submission_graded(result):
    if result.points is not None:
        with open(os.environ["KILLS_DIARY"], "a") as diary:
            diary.write(result.submission + "\\n")
"""
EXERCISES = "softmax,accuracy"
CLASS = 32
"""Submissions of a round."""
QUIET_SECONDS = 15.0
"""Seconds in which every process of a killed command must be gone."""
BUSY = ("judge", "worker")
"""Kinds that exist only while a submission is judged; the others are killed while they start as well."""
MOST_STARTS = 400
_SUBREAPER = 36

Processes = list[psutil.Process]


def _command(command: psutil.Process) -> Processes:
    return [command]


def _zygotes(command: psutil.Process) -> Processes:
    # Bubblewrap's processes stand between the command and its zygote, and end with it.
    found, here = [], command.children()
    while here:
        found += here
        here = [child for one in here if one.name() == "bwrap" for child in one.children()]
    return found


def _children(command: psutil.Process, *, confined: bool) -> Processes:
    """Return the children of the zygote. Only a worker has a session of its own, so it leads its group."""
    children = [child for zygote in _zygotes(command) if zygote.name() != "bwrap" for child in zygote.children()]
    return [one for one in children if (os.getpgid(one.pid) == one.pid) is confined]


def _benches(command: psutil.Process) -> Processes:
    return _children(command, confined=False)


def _judges(command: psutil.Process) -> Processes:
    return [judge for bench in _benches(command) for judge in bench.children()]


def _workers(command: psutil.Process) -> Processes:
    return _children(command, confined=True)


KINDS: dict[str, Callable[[psutil.Process], Processes]] = {
    "command": _command,
    "zygote": _zygotes,
    "bench": _benches,
    "judge": _judges,
    "worker": _workers,
}
"""How the processes of each kind are found below the command."""


@dataclass
class Outcome:
    """Observations of all rounds."""

    kills: Counter[str] = field(default_factory=Counter)
    starts: int = 0
    failures: int = 0
    rounds: int = 0
    slowest_quiet: float = 0.0
    faults: list[str] = field(default_factory=list)


class Run:
    """One run folder with the command that grades into it."""

    def __init__(self, place: Path, name: str, out: Outcome) -> None:
        self.folder = place / name
        self.diary = place / f"{name}.diary"
        self.errors = place / f"{name}.stderr"
        self.out = out
        self._environment = {
            **os.environ, "KILLS_DIARY": str(self.diary), "PYTHONPATH": str(place / "site"), "LC_ALL": "C.UTF-8",
        }  # fmt: skip
        self._words = grade_command(place / "class", self.folder)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> psutil.Process:
        """Start the command, again if it ended."""
        self.out.starts += 1
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                self._words, env=self._environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors
            )
        return psutil.Process(self.process.pid)

    def ended(self) -> int | None:
        """Return the exit code of the command after its end, once its processes are gone."""
        assert self.process is not None
        code = self.process.poll()
        if code is None:
            return None
        self._await_quiet()
        text = self.errors.read_text("utf-8", "replace").strip()
        if "Traceback" in text or len(text.splitlines()) > 1:
            self.out.faults.append(f"{self.folder.name}: more than a sentence on the terminal: {text[-2000:]}")
        if code not in (0, -signal.SIGKILL):
            self.out.failures += 1
            said = text or "its summary names results that the next start tries again"
            print(f"  {self.folder.name} ended with {code}: {said}", flush=True)
        return code

    def _await_quiet(self) -> None:
        """Wait until no process of an ended command is left; this process is the parent of all orphans."""
        start = time.monotonic()
        while left := psutil.Process().children(recursive=True):
            for one in left:
                with contextlib.suppress(psutil.Error, ChildProcessError):
                    if one.status() == psutil.STATUS_ZOMBIE and one.ppid() == os.getpid():
                        os.waitpid(one.pid, 0)
            if time.monotonic() - start > QUIET_SECONDS:
                self.out.faults.append(f"{self.folder.name}: still there after {QUIET_SECONDS} s: {left}")
                for one in left:
                    with contextlib.suppress(psutil.Error):
                        one.kill()
                break
            time.sleep(0.02)
        self.out.slowest_quiet = max(self.out.slowest_quiet, time.monotonic() - start)

    def results(self) -> list[dict[str, object]]:
        """Return the records of ``results.jsonl`` without the seconds (ruling 8)."""
        lines = (self.folder / "results.jsonl").read_text("utf-8").splitlines()
        return [{name: value for name, value in json.loads(line).items() if name != "seconds"} for line in lines]

    def compare(self, reference: list[dict[str, object]]) -> None:
        """Note everything that differs from a run that nothing disturbed."""
        say = self.out.faults.append
        name, found = self.folder.name, self.results()
        for before, now in zip(reference, found, strict=False):
            if before != now:
                say(f"{name}: {now['submission']} differs: {_difference(before, now)}")
        with contextlib.closing(sqlite3.connect(self.folder / "run.sqlite")) as database:
            counted = [
                database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("results", "earlier", "generations WHERE NOT finished")
            ]
        if counted != [len(reference), 0, 0] or len(found) != len(reference):
            say(f"{name}: results, earlier results, unfinished gradings: {counted}; lines: {len(found)}")
        graded = Counter(self.diary.read_text("utf-8").split() if self.diary.exists() else [])
        self.out.faults += [f"{name}: {one} was graded {count} times" for one, count in graded.items() if count > 1]
        for left in self.folder.rglob(".*.tmp"):
            say(f"{name}: a temporary file was left: {left.name}")


def grade_command(submissions: Path, run: Path) -> list[str]:
    """Return the command of every round."""
    return [
        sys.executable, "-m", "torchgrade", "grade", str(submissions), "--out", str(run), "--jobs", "2",
        "--exercises", EXERCISES, "--seed", "1",
    ]  # fmt: skip


def _difference(before: dict[str, object], now: dict[str, object]) -> str:
    found = sorted(set(re.findall(r"'message_id': '([^']+)'", str(now))))
    return f"{now['points']} points instead of {before['points']}, with {', '.join(found)}"


def prepare(place: Path) -> None:
    """Write the class and a plugin that counts what is graded."""
    (place / "class").mkdir()
    for number in range(CLASS):
        (place / "class" / f"s{number:02}.py").write_text(SUBMISSION.format(number=number))
    facts = place / "site" / "kills_diary-1.dist-info"
    facts.mkdir(parents=True)
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: kills-diary\nVersion: 1\n")
    (facts / "entry_points.txt").write_text("[torchgrade]\nkills-diary = kills_diary\n")
    (place / "site" / "kills_diary.py").write_text(DIARY)


def kill_one(run: Run, command: psutil.Process, draw: random.Random, start: float) -> str | None:
    """Kill one process of a random kind at a random moment; return its kind, or None if the command ended before.

    :param start: seconds from the start of a command to its first result.
    """
    kind = draw.choice(list(KINDS))
    begin = time.monotonic() + draw.uniform(0.0, 1.0 if kind in BUSY else start)
    deadline = begin + 3 * start
    while run.process is not None and run.process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            if time.monotonic() >= begin and KINDS[kind](command):
                time.sleep(draw.uniform(0.0, 0.3))
                found = KINDS[kind](command)
                if found:
                    draw.choice(found).kill()
                    return kind
        time.sleep(0.005)
    return None


def kill_round(run: Run, kills: int, draw: random.Random, start: float) -> None:
    """Grade one class while its processes are killed, until it is complete."""
    command, last = run.start(), None
    while (code := run.ended()) != 0:
        if code is not None:
            if last != "command" and code == -signal.SIGKILL:
                run.out.faults.append(f"{run.folder.name}: the command died of itself")
            if run.out.starts > MOST_STARTS:
                run.out.faults.append("the command was started too often")
                return
            command = run.start()
        elif run.out.kills.total() < kills:
            killed = kill_one(run, command, draw, start)
            if killed is not None:
                last = killed
                run.out.kills[killed] += 1
        time.sleep(0.02)


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill processes of class runs, print what happened, and return 1 if anything differs."""
    parser = argparse.ArgumentParser(prog="benchmarks.kills")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    out, draw = Outcome(), random.Random(chosen.seed)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        prepare(place)
        calm = Run(place, "undisturbed", out)
        began, start = time.monotonic(), 0.0
        calm.start()
        while calm.ended() is None:
            if not start and calm.diary.exists():
                start = time.monotonic() - began
            time.sleep(0.05)
        reference = calm.results()
        calm.compare(reference)
        out.starts = 0
        while out.kills.total() < chosen.kills and out.starts <= MOST_STARTS:
            out.rounds += 1
            run = Run(place, f"round-{out.rounds}", out)
            kill_round(run, chosen.kills, draw, start)
            run.compare(reference)
            print(f"round {out.rounds}: {out.kills.total()} kills, faults: {out.faults or 'none'}", flush=True)
    print("kills: " + ", ".join(f"{kind} {out.kills[kind]}" for kind in KINDS) + f"; {out.kills.total()} in all")
    print(f"starts of the command: {out.starts} for {out.rounds} runs; {out.failures} ended with a sentence")
    print(f"slowest end of all processes: {out.slowest_quiet:.1f} s")
    print(f"results compared: {out.rounds} x {CLASS}; faults: {len(out.faults)}")
    for fault in out.faults:
        print(f"- {fault}")
    return 1 if out.faults else 0


if __name__ == "__main__":
    sys.exit(main())
