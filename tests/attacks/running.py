"""A class of attacks with honest work between them, graded by the real command line."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.attacks.as_user import hand_over, is_root, run_as_user

CPU_SECONDS, WALL_SECONDS = 1, 2
"""Limits of a check in these classes."""
_LINE = re.compile(r"^ACT (\w+) (OPEN|BLOCKED) ?(.*)$", re.M)


@dataclass(frozen=True, slots=True)
class Form:
    """As whom and how confined a class is graded."""

    level: str
    """``A``, ``B`` or ``none``."""
    root: bool
    """Whether the command runs as root."""

    def __str__(self) -> str:
        return f"{'root' if self.root else 'user'}-{self.level}"


def forms(*levels: str) -> list[Form]:
    """Return the forms in which this machine's tests can grade: as root only where they are root."""
    return [Form(level, root) for level in levels for root in ((False, True) if is_root() else (False,))]


def confined_forms() -> list[Form]:
    """Return the forms in which submissions are confined; level A is one where bubblewrap can start."""
    return [*forms("B"), *(form for form in forms("A") if _bubblewrap_starts(form))]


def _bubblewrap_starts(form: Form) -> bool:
    program = shutil.which("bwrap")
    if program is None:
        return False
    command = [program, "--ro-bind", "/", "/", "--unshare-pid", "--proc", "/proc", "true"]
    if form.root or not is_root():
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
    return run_as_user(command).returncode == 0


@dataclass(frozen=True, slots=True)
class Said:
    """What became of one act."""

    word: str
    """``OPEN``, ``BLOCKED``, or ``ENDED`` where the process came to an end before it could say."""
    text: str
    """What the act returned, the exception that it met, or why its check failed."""


def interleaved(names: Iterable[str], deadly: Iterable[str], every: int) -> list[str]:
    """Return submissions' ids in the order of grading; an honest one stands after every few and after each deadly one."""
    ids, since, killing = [], 0, set(deadly)
    for name in names:
        ids.append(f"{len(ids):03}_{name}")
        since += 1
        if since == every or name in killing:
            ids.append(f"{len(ids):03}_honest")
            since = 0
    return ids


def name_in(submission: str) -> str:
    """Return the attack's name in the id of a submission."""
    return submission.partition("_")[2]


def grade_command(folder: Path, run: Path, form: Form, exercises: str, wall: float) -> list[str]:
    """Return the command line of a class."""
    return [
        sys.executable, "-m", "torchgrade", "grade", str(folder), "--out", str(run), "--jobs", "1", "--seed", "7",
        "--exercises", exercises, "--sandbox", form.level,
        "--cpu-seconds", str(CPU_SECONDS), "--wall-seconds", str(wall),
    ]  # fmt: skip


def environment(place: Path, form: Form, further: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the command; bubblewrap is found in level A only."""
    nothing = place / "no_programs"
    nothing.mkdir(exist_ok=True)
    path = os.environ.get("PATH", "") if form.level == "A" else str(nothing)
    return {"PATH": path, "HOME": str(place), "LANG": "C.UTF-8", **further}


def grade(
    place: Path,
    form: Form,
    exercises: str,
    further: Mapping[str, str] = {},
    timeout: float = 900,
    wall: float = WALL_SECONDS,
) -> tuple[dict[str, dict[str, Any]], float]:
    """Grade the folder ``in`` of a place into its folder ``run``; return results by id, and the seconds that it took."""
    command = grade_command(place / "in", place / "run", form, exercises, wall)
    env = environment(place, form, further)
    start = time.monotonic()
    if form.root or not is_root():
        done = subprocess.run(command, cwd=place, env=env, capture_output=True, text=True, timeout=timeout, check=False)
    else:
        done = run_as_user(command, reach=[hand_over(place)], cwd=place, env=env, timeout=timeout)
    took = time.monotonic() - start
    told = f"{done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    # 3 says that something ended in an error of ours; the test of that submission says which.
    assert done.returncode in (0, 3), told
    lines = (place / "run" / "results.jsonl").read_text("utf-8").splitlines()
    return {result["submission"]: result for result in map(json.loads, lines)}, took


def checks_of(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return all checks of a submission's result."""
    return [check for exercise in result["exercises"] for check in exercise["checks"]]


def said_in(result: Mapping[str, Any], name: str) -> Said:
    """Return what an act said in the output of the check that called it first."""
    checks = checks_of(result)
    for check in checks:
        for found, word, text in _LINE.findall(check["output"]):
            if found == name:
                return Said(word, text)
    reasons = [check["message_id"] for check in checks if check["outcome"] == "failed"]
    return Said("ENDED", " ".join(reasons[:1]))


def summary(said: Mapping[str, Said]) -> dict[str, Any]:
    """Return how many acts there are and how many ended how, with the names of those that are open."""
    words = [one.word for one in said.values()]
    return {
        "acts": len(words),
        **{word.lower(): words.count(word) for word in ("OPEN", "BLOCKED", "ENDED")},
        "names": sorted(name for name, one in said.items() if one.word == "OPEN"),
    }


def write_class(folder: Path, texts: Mapping[str, str], ids: Sequence[str]) -> None:
    """Write submissions under their ids."""
    folder.mkdir()
    for submission in ids:
        (folder / f"{submission}.py").write_text(texts[name_in(submission)], "utf-8")
