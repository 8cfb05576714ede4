"""What a ruleset grants can be read, nothing else, and nothing can be written."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import landlockpy
import pytest

from tests.sandbox.forking import elsewhere, in_child
from torchgrade.sandbox import own_process
from torchgrade.sandbox.confinement.files import landlock_version, make_ruleset
from torchgrade.sandbox.confinement.plan import Plan

VERSION = landlock_version()
"""Of the kernel that runs these tests; what a version does not know yet, the calls layer refuses."""


def make_place(place: Path) -> None:
    """Make folders and files, of which the plan grants some."""
    for folder in ("granted/sub", "listed/package", "outside"):
        (place / folder).mkdir(parents=True)
    for file in ("granted/a.py", "granted/sub/b.py", "listed/single.py", "listed/package/c.py", "outside/d.py"):
        (place / file).write_text("text")
    (place / "granted" / "link.py").symlink_to(place / "outside" / "d.py")
    (place / "outside" / "link.py").symlink_to(place / "granted" / "a.py")
    (place / "granted" / "run.sh").write_text("#!/bin/sh\n")
    (place / "granted" / "run.sh").chmod(0o755)


def plan_of(place: Path) -> Plan:
    return Plan(
        trees=(str(place / "granted"), str(place / "listed" / "single.py")),
        listed=(str(place / "listed"),),
    )


def read(path: str) -> Callable[[], str]:
    def act() -> str:
        with open(path) as file:
            return file.read()

    return act


def names(path: str) -> Callable[[], list[str]]:
    return lambda: sorted(os.listdir(path))


def opened(path: str, flags: int) -> Callable[[], None]:
    return lambda: os.close(os.open(path, flags, 0o600))


def connected(address: Any, family: int) -> None:
    with socket.socket(family) as end:
        end.connect(address)


READS: dict[str, tuple[Callable[[], Any], Any]] = {
    "a file in a granted folder": (read("granted/a.py"), "text"),
    "a file further below it": (read("granted/sub/b.py"), "text"),
    "a file that is granted by itself": (read("listed/single.py"), "text"),
    "a link from outside to what is granted": (read("outside/link.py"), "text"),
    "the names in a granted folder": (names("granted/sub"), ["b.py"]),
    "the names in a listed folder": (names("listed"), ["package", "single.py"]),
    "a file below a listed folder": (read("listed/package/c.py"), "EACCES"),
    "a file outside": (read("outside/d.py"), "EACCES"),
    "a file outside by way of a granted folder": (read("granted/../outside/d.py"), "EACCES"),
    "a link from a granted folder to the outside": (read("granted/link.py"), "EACCES"),
    "the names outside": (names("outside"), "EACCES"),
    "the names in the root folder": (names("/"), "EACCES"),
    "what the kernel tells of the process": (read("/proc/self/status"), "EACCES"),
}
WRITES: dict[str, tuple[Callable[[], Any], Any]] = {
    "write a granted file": (opened("granted/a.py", os.O_WRONLY), "EACCES"),
    "append to a granted file": (opened("granted/a.py", os.O_RDWR | os.O_APPEND), "EACCES"),
    "write a file outside": (opened("outside/d.py", os.O_WRONLY), "EACCES"),
    "make a file": (opened("granted/new.py", os.O_WRONLY | os.O_CREAT), "EACCES"),
    "make a file without a name": (opened("granted", os.O_WRONLY | os.O_TMPFILE), "EACCES"),
    "make a folder": (lambda: os.mkdir("granted/new"), "EACCES"),
    "make a link": (lambda: os.symlink("a.py", "granted/new.py"), "EACCES"),
    "make a second name": (lambda: os.link("granted/a.py", "granted/new.py"), "EACCES"),
    "make a pipe": (lambda: os.mkfifo("granted/new"), "EACCES"),
    "remove a file": (lambda: os.unlink("granted/a.py"), "EACCES"),
    "remove a folder": (lambda: os.rmdir("outside"), "EACCES"),
    "rename a file": (lambda: os.rename("granted/a.py", "granted/b.py"), "EACCES"),
    "move a file to another folder": (lambda: os.rename("granted/a.py", "granted/sub/a.py"), "EACCES"),
    "start a granted program": (lambda: os.execv("granted/run.sh", ["run.sh"]), "EACCES"),
}
NEWER: dict[str, tuple[Callable[[], Any], Any, int]] = {
    "truncate a granted file": (lambda: os.truncate("granted/a.py", 0), "EACCES", 3),
    "connect over TCP": (lambda: connected(("127.0.0.1", 9), socket.AF_INET), "EACCES", 4),
    "signal its parent": (lambda: os.kill(os.getppid(), 0), "EPERM", 6),
    "trace its parent": (lambda: os.close(os.open(f"/proc/{os.getppid()}/mem", os.O_RDONLY)), "EACCES", 1),
}
"""With the first version of Landlock that refuses it."""
CASES = {**READS, **WRITES, **{name: case[:2] for name, case in NEWER.items() if case[2] <= VERSION}}


def try_reads_unconfined(place: str) -> dict[str, Any]:
    """Return what comes of reading where there is no ruleset."""
    os.chdir(place)
    return {name: in_child(act) for name, (act, _) in READS.items()}


def try_all(place: str) -> dict[str, Any]:
    """Return what came of every case in a child of its own with the ruleset of the plan."""
    os.chdir(place)
    ruleset = make_ruleset(plan_of(Path(place)))

    def restrict() -> None:
        own_process.forbid_privileges()
        ruleset.restrict(no_new_privs=False)

    return {name: in_child(case[0], restrict) for name, case in CASES.items()}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    place = tmp_path_factory.mktemp("files")
    make_place(place)
    found: dict[str, Any] = elsewhere(try_all, str(place))
    return {**found, "place": sorted(path.name for path in place.rglob("*"))}


@pytest.mark.parametrize("name", CASES)
def test_a_worker_can_read_what_is_granted_and_nothing_else(name: str, answers: dict[str, Any]) -> None:
    assert answers[name] == CASES[name][1]


def test_without_a_ruleset_all_of_it_can_be_read(tmp_path: Path) -> None:
    """So that it is the ruleset which refuses."""
    make_place(tmp_path)

    assert "EACCES" not in elsewhere(try_reads_unconfined, str(tmp_path)).values()


def test_nothing_was_made_or_removed_by_trying(answers: dict[str, Any], tmp_path: Path) -> None:
    make_place(tmp_path)

    assert answers["place"] == sorted(path.name for path in tmp_path.rglob("*"))


def rights() -> dict[str, Any]:
    version = landlockpy.abi_version()
    ruleset = make_ruleset(Plan(trees=("/dev/null",)))
    return {
        "files": ruleset.handled_fs == landlockpy.fs_for_abi(version),
        "network": ruleset.handled_net == landlockpy.net_for_abi(version),
        "scopes": ruleset.scoped == landlockpy.scope_for_abi(version),
        "threads": threading.active_count(),
        "descriptor": ruleset.fileno() >= 8,
        "others": len(os.listdir("/proc/self/fd")),
    }


def test_every_right_that_the_kernel_knows_is_handled_and_one_descriptor_stays_open() -> None:
    """Its number is none of those that a worker gives to its own."""
    before = elsewhere(open_descriptors)

    assert elsewhere(rights) == {
        "files": True, "network": True, "scopes": True, "threads": 1, "descriptor": True, "others": before + 1,
    }  # fmt: skip


def open_descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_a_place_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no_such_place"):
        make_ruleset(Plan(trees=(str(tmp_path / "no_such_place"),)))


def test_making_a_ruleset_confines_nobody(tmp_path: Path) -> None:
    make_ruleset(Plan(trees=("/dev/null",))).close()
    (tmp_path / "still.txt").write_text("written")

    assert os.listdir(tmp_path) == ["still.txt"]
