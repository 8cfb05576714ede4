"""docs/cluster.md without a scheduler: the Slurm script and the Kubernetes manifest, word for word on one machine."""

from __future__ import annotations

import json
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tests.docs.fresh import ROOT
from tests.docs.lms_downloads import RIGHT, WRONG
from tests.docs.walking import Command, File, steps
from torchgrade.grading.shards import shard_of

DOCUMENT = (ROOT / "docs" / "cluster.md").read_text("utf-8")
SECTION = DOCUMENT.partition("\n## Several machines without a scheduler\n")[2].partition("\n## ")[0]
SLURM, _, KUBERNETES = SECTION.partition("### A Kubernetes Indexed Job\n")
SHARDS = 3
NAMES = [f"g{number}" for number in range(9)]


class Machine:
    """A folder in which commands run, with ``torchgrade`` among the programs."""

    def __init__(self, place: Path) -> None:
        self.place = place
        (place / "bin").mkdir(parents=True)
        program = place / "bin" / "torchgrade"
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m torchgrade "$@"\n')
        program.chmod(0o755)
        (place / "submissions").mkdir()
        for number, name in enumerate(NAMES):
            (place / "submissions" / f"{name}.py").write_text((RIGHT, WRONG)[number % 2])

    def start(self, *words: str, **environment: str) -> subprocess.Popen[str]:
        """Start a program in the folder, as the leader of its processes."""
        path = f"{self.place / 'bin'}:{os.environ['PATH']}"
        return subprocess.Popen(
            words, cwd=self.place, env={**os.environ, **environment, "PATH": path, "LC_ALL": "C.UTF-8"}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def run(self, *words: str, **environment: str) -> str:
        """Run a program to its end; return what it printed."""
        process = self.start(*words, **environment)
        printed, _ = process.communicate(timeout=240)
        assert process.returncode == 0, printed
        return printed

    def files(self, run: str) -> dict[str, str]:
        """Return the files of a run without the seconds of the results."""
        place = self.place / run
        return {
            str(file.relative_to(place)): re.sub(r'"seconds":[0-9.e-]+', '"seconds":0', file.read_text("utf-8"))
            for file in place.rglob("*")
            if file.is_file() and not file.name.startswith("run.")
        }


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine that graded the whole class by itself, into ``whole``, with the seed in the file ``seed``."""
    made = Machine(tmp_path_factory.mktemp("cluster"))
    (draw,) = [step.text for step in steps(SLURM) if isinstance(step, Command) and "shuf" in step.text]
    made.run("bash", "-c", draw)
    seed = (made.place / "seed").read_text().strip()
    assert (made.place / "seed").stat().st_mode & 0o077 == 0
    made.run("torchgrade", "grade", "submissions", "--exercises", "softmax", "--seed", seed, "--out", "whole")
    return made


def killed(machine: Machine, shard: int, *words: str, **environment: str) -> int:
    """Start a shard and kill all its processes at a random moment; return how many results it had shown."""
    process = machine.start(*words, **environment)
    wanted = random.randrange(sum(shard_of(name, SHARDS) == shard for name in NAMES))
    shown = 0
    assert process.stdout is not None
    while shown < wanted:
        line = process.stdout.readline()
        assert line, "the shard ended before it was killed"
        shown += line.startswith("[")
    time.sleep(random.uniform(0, 0.5 if wanted else 3))
    os.killpg(process.pid, 9)
    process.communicate()
    return shown


@pytest.mark.long
def test_a_slurm_array_with_a_task_that_is_killed_is_one_run(machine: Machine) -> None:
    script, *commands = steps(SLURM)
    assert isinstance(script, File)
    assert f"#SBATCH --array=1-{SHARDS}\n" in script.text
    (machine.place / script.path).write_text(script.text)
    texts = [command.text for command in commands if isinstance(command, Command)]
    assert texts[1:] == [f"sbatch --wait {script.path}", "torchgrade merge shards/* --out run"]
    unlucky = random.randint(1, SHARDS)
    for task in range(1, SHARDS + 1):
        words, variables = ("bash", script.path), {"SLURM_ARRAY_TASK_ID": str(task)}
        left = sum(shard_of(name, SHARDS) == task for name in NAMES)
        if task == unlucky:
            left -= killed(machine, task, *words, **variables)
        printed = machine.run(*words, **variables)
        assert len(re.findall(r"^\[", printed, re.MULTILINE)) <= left
    printed = machine.run("bash", "-c", texts[2])

    assert f"Runs merged: {SHARDS}. {len(NAMES)} of {len(NAMES)} submissions have a result." in printed
    assert machine.files("run") == machine.files("whole")


@pytest.mark.long
def test_the_pods_of_a_kubernetes_job_grade_the_shards_of_that_run(machine: Machine) -> None:
    (manifest,) = [step.text for step in steps(KUBERNETES) if isinstance(step, File)]
    assert "completionMode: Indexed\n" in manifest
    assert f"completions: {SHARDS}\n" in manifest
    found = re.search(r"command: \[(.+)\]\n +args:\n +- \|\n((?: {14}.*\n)+)", manifest)
    assert found is not None
    words = (*found[1].split(", "), textwrap.dedent(found[2]))
    variables = {"SHARDS": str(SHARDS), "SEED": (machine.place / "seed").read_text().strip()}
    assert re.findall(r"\{name: (\w+), value: \"(\w+)\"\}", manifest) == [("SHARDS", str(SHARDS))]
    for index in (0, SHARDS - 1):
        shutil.rmtree(machine.place / "shards", ignore_errors=True)
        machine.run(*words, JOB_COMPLETION_INDEX=str(index), **variables)
        whole = machine.files("whole")["results.jsonl"].splitlines(keepends=True)
        mine = [line for line in whole if shard_of(json.loads(line)["submission"], SHARDS) == index + 1]
        assert machine.files(f"shards/{index + 1}")["results.jsonl"] == "".join(mine)


def test_the_shards_of_the_page_have_submissions_to_grade() -> None:
    assert {shard_of(name, SHARDS) for name in NAMES} == set(range(1, SHARDS + 1))
