"""A worker of root gives up being root for good; an ordinary user has nothing to give up."""

from __future__ import annotations

import ctypes
import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyseccomp
import pytest

from tests.sandbox.forking import elsewhere, in_child
from torchgrade.sandbox.confinement.identity import UID, can_drop, can_read, drop, is_root

ROOT = os.getuid() == 0
"""Whether these tests run as root: both kinds of users assert what is true for them, and root tries both."""
CAN_READ_ALL = f"{1 << 2:016x}"
NONE = "0" * 16


def become_ordinary() -> None:
    if is_root():
        drop(reads_all=False)


def dropped(reads_all: bool) -> Any:
    def act() -> dict[str, str]:
        # Afterwards the process could read less of itself.
        status = os.open("/proc/self/status", os.O_RDONLY)
        drop(reads_all=reads_all)
        text = os.pread(status, 1 << 14, 0).decode()
        return dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)

    return in_child(act)


BACK: dict[str, Callable[[], object]] = {
    "root": lambda: os.setuid(0),
    "root for now": lambda: os.seteuid(0),
    "root, all three": lambda: os.setresuid(0, 0, 0),
    "the group of root": lambda: os.setgid(0),
    "a group more": lambda: os.setgroups([0]),
    "a capability": lambda: take_capability(),
}


def take_capability() -> None:
    """Ask for CAP_CHOWN."""
    header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(1, 1, 0, 0, 0, 0)
    if ctypes.CDLL(None, use_errno=True).capset(header, data) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def become_ordinary_and_read_all() -> None:
    if is_root():
        drop(reads_all=True)


def coming_back() -> dict[str, list[Any]]:
    ways = (become_ordinary, become_ordinary_and_read_all)
    return {name: [in_child(act, before) for before in ways] for name, act in BACK.items()}


@pytest.mark.parametrize(("reads_all", "capabilities"), [(False, NONE), (True, CAN_READ_ALL)])
def test_root_becomes_nobody_with_no_capability_but_the_one_asked_for(reads_all: bool, capabilities: str) -> None:
    found = elsewhere(dropped, reads_all)

    if not ROOT:
        assert found == "EPERM"
        return
    assert (found["Uid"].split(), found["Gid"].split()) == ([str(UID)] * 4, [str(UID)] * 4)
    assert found["Groups"].split() == []
    assert (found["CapPrm"], found["CapEff"]) == (capabilities, capabilities)
    assert (found["CapInh"], found["CapAmb"]) == (NONE, NONE)


def test_nobody_comes_back() -> None:
    assert elsewhere(coming_back) == {name: ["EPERM", "EPERM"] for name in BACK}


def who() -> list[Any]:
    return [is_root(), in_child(is_root, become_ordinary)]


def test_only_root_has_something_to_give_up() -> None:
    assert elsewhere(who) == [ROOT, False]


def tried() -> list[Any]:
    return [can_drop(), in_child(can_drop, become_ordinary), is_root()]


def test_trying_says_who_can_drop_and_changes_nothing() -> None:
    assert elsewhere(tried) == [ROOT, False, ROOT]


def refuse_to_change_users() -> None:
    """Do what a container does that knows one user only."""
    calls = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in ("setgroups", "setresgid", "setresuid"):
        calls.add_rule(pyseccomp.ERRNO(errno.EPERM), name)
    calls.load()


def in_a_container_of_one_user() -> Any:
    return in_child(can_drop, refuse_to_change_users)


def test_a_container_that_knows_one_user_is_told_apart() -> None:
    assert elsewhere(in_a_container_of_one_user) is False


def reading(private: str) -> list[bool]:
    file = os.path.join(private, "file")
    return [can_read(["/"]), can_read(["/", private]), can_read([file]), can_read([])]


def test_a_place_that_only_root_can_read_is_told_apart(tmp_path: Path) -> None:
    """An ordinary user is told that nothing can be read, for there is nothing to try with; nobody asks then."""
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    (private / "file").write_text("")

    assert elsewhere(reading, str(private)) == [ROOT, False, False, ROOT]


def memory_after_dropping() -> Any:
    """Return what comes through a socket that was there before, and who this is then."""

    def act() -> list[Any]:
        ours, theirs = socket.socketpair()
        become_ordinary()
        ours.sendall(b"x")
        return [theirs.recv(1).decode(), os.getuid()]

    return in_child(act)


def test_what_was_open_before_stays_usable() -> None:
    assert elsewhere(memory_after_dropping) == ["x", UID if ROOT else os.getuid()]
