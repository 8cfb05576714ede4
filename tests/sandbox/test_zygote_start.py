"""A zygote is started where forking is safe; for a single check it is started before the arguments are read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from torchgrade.sandbox import zygote_start
from torchgrade.sandbox.zygote_start import StartedZygote, end_unused, start_ahead, started


def test_linux_forks_unless_it_is_told_not_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TORCHGRADE_START", raising=False)
    assert zygote_start.can_fork()
    monkeypatch.setenv("TORCHGRADE_START", "spawn")
    assert not zygote_start.can_fork()


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_platforms_do_not_fork(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)

    assert not zygote_start.can_fork()


def test_a_kernel_without_process_descriptors_does_not_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "pidfd_open")

    assert not zygote_start.can_fork()


class Zygote:
    """Stands for a started zygote."""

    made = 0

    def __init__(self, *, full: bool, before: object = ()) -> None:
        self.full, self.before = full, before
        Zygote.made += 1


@pytest.fixture
def zygotes(monkeypatch: pytest.MonkeyPatch) -> type[Zygote]:
    monkeypatch.delenv("TORCHGRADE_START", raising=False)
    monkeypatch.setattr(zygote_start, "StartedZygote", Zygote)
    monkeypatch.setattr(zygote_start, "_ahead", [])
    monkeypatch.setattr(zygote_start.atexit, "register", lambda _: None)
    Zygote.made = 0
    return Zygote


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (["check", "softmax.py"], 1), (["watch"], 1), (["check", "--help"], 0), (["watch", "-h"], 0),
        (["grade", "check"], 0), (["list"], 0), ([], 0),
    ],
)  # fmt: skip
def test_only_a_command_that_checks_for_a_student_starts_one_ahead(
    words: list[str], made: int, zygotes: type[Zygote]
) -> None:
    start_ahead(words)

    assert zygotes.made == made


def test_no_zygote_starts_ahead_where_processes_are_spawned(
    zygotes: type[Zygote], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCHGRADE_START", "spawn")
    start_ahead(["check"])

    assert zygotes.made == 0


def test_a_machine_without_room_for_it_is_reported_later_by_the_command(
    zygotes: type[Zygote], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(**_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(zygote_start, "StartedZygote", no_room)
    start_ahead(["check"])

    with pytest.raises(OSError, match="no room"):
        started(full=False)


def test_the_first_lean_zygote_is_the_one_that_was_started_ahead(zygotes: type[Zygote]) -> None:
    start_ahead(["check"])

    assert started(full=True).full
    assert started(full=False, before=["bwrap"]).before == ["bwrap"]
    assert zygotes.made == 3
    started(full=False)
    assert zygotes.made == 3
    started(full=False)
    assert zygotes.made == 4


@pytest.fixture
def sleeper(monkeypatch: pytest.MonkeyPatch) -> Iterator[StartedZygote]:
    """A zygote that was started ahead and would sleep for a minute."""
    monkeypatch.setattr(zygote_start, "_ahead", [])
    made = StartedZygote(full=False, before=[sys.executable, "-c", "import time; time.sleep(60)"])
    zygote_start._ahead.append(made)
    yield made
    made.process.kill()
    made.process.wait()


def test_a_zygote_that_nobody_needed_ends_at_once(sleeper: StartedZygote) -> None:
    end_unused()
    end_unused()

    assert sleeper.process.poll() == -9
    assert sleeper.log.closed


def test_a_mistake_in_the_arguments_leaves_no_process(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "TORCHGRADE_START"}
    # A zygote gets this variable from its command, so it is known by it.
    environment["TMPDIR"] = str(tmp_path)
    words = [sys.executable, "-m", "torchgrade", "check", "no_such_file.py"]
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    left = []
    for place in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            left += [place] if f"TMPDIR={tmp_path}\0".encode() in place.read_bytes() else []

    assert (done.returncode, "no_such_file.py" in done.stderr, done.stdout) == (2, True, "")
    assert left == []
