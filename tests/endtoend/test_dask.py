"""A class on two workers of a Dask cluster, started as docs/cluster.md says: through TLS, and with what goes wrong."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = (ROOT / "docs" / "cluster.md").read_text("utf-8").partition("\n## Dask\n")[2]
COMMANDS = re.findall(r"^```sh\n(.+)\n```$", DOCUMENT, re.MULTILINE)
CERTIFICATE, SCHEDULER, WORKER, GRADE = COMMANDS[1:5]
SUBMISSION = "import torch\n\ndef softmax(X):\n    e = torch.exp(X)\n    return e / e.sum(1, keepdim=True)\n"
COUNT = 12

pytestmark = [pytest.mark.slow, pytest.mark.long]


class Cluster:
    """Processes of a cluster on this machine, and the commands of the document for it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        subprocess.run(shlex.split(CERTIFICATE), cwd=place, check=True, capture_output=True)
        self.scheduler = self._start("scheduler", SCHEDULER, "--host", "127.0.0.1")
        self.workers: dict[str, psutil.Popen] = {}
        for name in ("alpha", "beta"):
            self.add(name)

    def words(self, command: str) -> list[str]:
        """Return a command of the document for this machine."""
        program, *words = shlex.split(command.replace("HOST", "127.0.0.1").replace("8786", str(self.port)))
        return [str(Path(sys.executable).parent / program), *words]

    def _start(self, name: str, command: str, *further: str, python: str = sys.executable) -> psutil.Popen:
        _, *words = self.words(command)
        with (self.place / f"{name}.log").open("wb") as log:
            program = [python, "-m", "dask", *words, *further]
            return psutil.Popen(program, cwd=self.place, stdout=log, stderr=log)

    def add(self, name: str, python: str = sys.executable) -> None:
        """Start a worker of a name."""
        self.workers[name] = self._start(name, WORKER, "--name", name, "--nthreads", "1", python=python)

    def process_of(self, name: str) -> psutil.Process:
        """Return the process of a worker, below the nanny that starts it again."""
        (found,) = (one for one in self.workers[name].children() if "spawn_main" in " ".join(one.cmdline()))
        return found

    def grading(self) -> list[psutil.Process]:
        """Return the processes that grade below the workers."""
        below = [one for worker in self.workers for one in self.process_of(worker).children(recursive=True)]
        return [one for one in below if one.is_running()]

    def stop(self, name: str) -> None:
        """Kill a worker with its nanny."""
        self._kill([self.workers.pop(name)])

    def close(self) -> None:
        self._kill([self.scheduler, *self.workers.values()])

    @staticmethod
    def _kill(every: list[psutil.Process]) -> None:
        every += [one for process in every if process.is_running() for one in process.children(recursive=True)]
        for process in every:
            if process.is_running():
                process.kill()
        psutil.wait_procs(every, timeout=20)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    place = tmp_path_factory.mktemp("cluster")
    (place / "submissions").mkdir()
    for number in range(COUNT):
        (place / "submissions" / f"s{number:02}.py").write_text(f"{SUBMISSION}# {number}\n")
    started = Cluster(place)
    yield started
    started.close()


def python_with_another_course(place: Path) -> str:
    """Return a Python with the packages of this one, but with another text of the checks of softmax."""
    venv.create(place)
    (packages,) = place.glob("lib/python*/site-packages")
    shutil.copytree(ROOT / "exercises" / "torchgrade_d2l", packages / "torchgrade_d2l")
    (checks,) = packages.glob("torchgrade_d2l/*/softmax/checks.py")
    checks.write_text(f"{checks.read_text('utf-8')}# Another text.\n", "utf-8")
    # A .pth file in a folder that another .pth file names is not read, so this one adds the folder as a site.
    (packages / "all.pth").write_text(f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n")
    return str(place / "bin" / "python")


def started(cluster: Cluster, out: str) -> subprocess.Popen[str]:
    """Start to grade into a folder."""
    words = [*cluster.words(GRADE.replace("--out run", f"--out {out}")), "--exercises", "softmax", "--seed", "1"]
    return subprocess.Popen(words, cwd=cluster.place, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def until(command: subprocess.Popen[str], text: str) -> list[str]:
    """Return the lines that a command says up to the first one with a text."""
    assert command.stdout is not None
    lines = [""]
    while text not in lines[-1]:
        lines.append(command.stdout.readline())
        assert lines[-1], command.communicate()
    return lines


def interrupted(cluster: Cluster, out: str, after: int, act: Callable[[], object]) -> tuple[int, str, str]:
    """Grade into a folder, act after so many results, and return the exit code and what the command said."""
    command = started(cluster, out)
    lines = until(command, f"[{after}/{COUNT}]")
    act()
    said, errors = command.communicate(timeout=120)
    assert "Traceback" not in errors
    return command.returncode, "".join(lines) + said, errors


def results(file: Path) -> list[str]:
    """Return the lines of results without the only field that does not repeat."""
    lines = file.read_text("utf-8").splitlines()
    return [re.sub(r'"seconds":[^,]+,', "", line, count=1) for line in lines]


def test_results_are_those_of_a_local_run_even_if_a_worker_is_killed_meanwhile(cluster: Cluster) -> None:
    code, said, errors = interrupted(cluster, "remote", 3, lambda: cluster.process_of("alpha").kill())
    local = [sys.executable, "-m", "torchgrade", "grade", "submissions", "--out", "local", "--jobs", "2"]
    subprocess.run(
        [*local, "--exercises", "softmax", "--seed", "1"], cwd=cluster.place, check=True, capture_output=True
    )

    assert code == 0, errors
    assert re.search(r"The worker alpha at tls://[\d.:]+ is lost\. Its submissions run again on other workers\.", said)
    remote = results(cluster.place / "remote" / "results.jsonl")
    assert [json.loads(line)["submission"] for line in remote] == [f"s{number:02}" for number in range(COUNT)]
    assert remote == results(cluster.place / "local" / "results.jsonl")


def test_a_late_worker_grades_at_once_and_one_with_another_course_never(cluster: Cluster, tmp_path: Path) -> None:
    command = started(cluster, "late")
    lines = until(command, f"[1/{COUNT}]")
    first = [cluster.process_of(name) for name in ("alpha", "beta")]
    for process in first:
        # Each keeps the submission that it grades, and one more that waits. All others need the late worker.
        process.suspend()
    cluster.add("other", python_with_another_course(tmp_path / "other"))
    cluster.add("late")
    lines += until(command, f"[{COUNT - 2 * len(first)}/{COUNT}]")
    if not any("without the worker" in line for line in lines):
        lines += until(command, "without the worker")
    for process in first:
        process.resume()
    said, errors = command.communicate(timeout=120)
    for name in ("other", "late"):
        cluster.stop(name)

    assert command.returncode == 0, errors
    differs = r"without the worker other at [\w:/.]+\. It differs from \w+ at [\w:/.]+: the files of softmax\."
    assert re.search(differs, "".join(lines) + said)
    assert len(results(cluster.place / "late" / "results.jsonl")) == COUNT


def test_ctrl_c_ends_the_processes_on_the_workers_and_keeps_what_is_known(cluster: Cluster) -> None:
    graders: list[psutil.Process] = []

    def stop() -> None:
        graders.extend(cluster.grading())
        for one in psutil.Process().children():
            if "--out stopped" in " ".join(one.cmdline()):
                one.send_signal(signal.SIGINT)

    code, said, errors = interrupted(cluster, "stopped", 2, stop)

    assert code == 130, errors
    assert "Repeat the command to continue" in said
    assert graders
    _, alive = psutil.wait_procs(graders, timeout=20)
    assert alive == []


def test_a_lost_scheduler_is_one_sentence_and_costs_no_result(cluster: Cluster) -> None:
    graders: list[psutil.Process] = []

    def kill() -> None:
        graders.extend(cluster.grading())
        cluster.scheduler.kill()

    code, _, errors = interrupted(cluster, "stopped", 5, kill)

    assert code == 2
    assert errors.startswith(f"error: The scheduler at tls://127.0.0.1:{cluster.port} is lost: ")
    assert errors.endswith("The results so far are kept. Start it again, then repeat the command.\n")
    report = [sys.executable, "-m", "torchgrade", "report", "stopped"]
    subprocess.run(report, cwd=cluster.place, check=True, capture_output=True)
    assert len(results(cluster.place / "stopped" / "results.jsonl")) >= 5
    _, alive = psutil.wait_procs(graders, timeout=20)
    assert alive == []
