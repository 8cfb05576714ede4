"""Workers of several plans, made in an interpreter of their own, and what became of them."""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
from msgspec import structs

from tests.sandbox.forking import status_of
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.plugins.manager import Plugins
from torchgrade.sandbox import preloading
from torchgrade.sandbox.becoming import become_worker, isolation_of, run_worker
from torchgrade.sandbox.confinement.layers import Confinement
from torchgrade.sandbox.confinement.plan import LAYERS, Plan, make_plan

MEMORY = 1 << 30


def plan(*without: str) -> Plan:
    """Return a plan of level B for what this interpreter has installed, without some layers."""
    whole = _whole()
    return structs.replace(whole, layers=tuple(layer for layer in whole.layers if layer not in without))


@cache
def _whole() -> Plan:
    return make_plan(Plugins(), ["softmax"], SandboxLevel.B)


def answer(act: Callable[[], object]) -> str:
    try:
        act()
    except OSError as error:
        return type(error).__name__
    return "done"


def seen_inside() -> dict[str, Any]:
    """Return what a process sees of itself."""
    descriptors = [fd for fd in range(300) if answer(lambda fd=fd: os.fstat(fd)) == "done"]
    return {
        "descriptors": len(descriptors),
        "environment": len(os.environ),
        "leads its session": os.getsid(0) == os.getpid(),
        "reads from 0": len(os.read(0, 1)),
        "/etc/passwd": answer(lambda: os.close(os.open("/etc/passwd", os.O_RDONLY))),
        "memory file": answer(lambda: os.memfd_create("x")),
        "files": resource.getrlimit(resource.RLIMIT_NOFILE)[0],
    }


def fork_worker(confinement: Confinement, then: Callable[[], object]) -> tuple[int, socket.socket, int]:
    """Return a child that becomes a worker and does something, our end of its socket, and its output."""
    ours, theirs = socket.socketpair()
    reader, writer = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        try:
            become_worker(confinement, theirs.fileno(), writer, MEMORY, parent)
            then()
        except BaseException:  # noqa: BLE001 - goes to the output
            traceback.print_exc()
        finally:
            os._exit(0)
    theirs.close()
    os.close(writer)
    return child, ours, reader


def report() -> None:
    """Tell what is seen, and stay until the test has looked from outside."""
    os.write(3, json.dumps(seen_inside()).encode())
    os.read(3, 1)


def state(*without: str) -> Any:
    """Return what a worker sees of itself and others see of it, or what it says when it does not become one."""
    child, ours, reader = fork_worker(Confinement(plan(*without)), report)
    with ours, open(reader) as output:
        inside = ours.recv(1 << 16)
        if not inside:
            os.waitpid(child, 0)
            return output.read()
        status = status_of(child)
        outside = {
            "user": status["Uid"].split(),
            "groups": status["Groups"].split(),
            "no new privileges": status["NoNewPrivs"],
            "filter": status["Seccomp"],
            "owner": os.stat(f"/proc/{child}/environ").st_uid,
        }
        ours.shutdown(socket.SHUT_RDWR)
    os.waitpid(child, 0)
    return {**json.loads(inside), **outside}


def outlives(*without: str) -> bool:
    """Return whether a worker is still there when the process that forked it has been killed."""
    confinement = Confinement(plan(*without))
    ours, theirs = socket.socketpair()
    reader, writer = os.pipe()
    middle = os.fork()
    if middle == 0:
        child, link, output = fork_worker(confinement, lambda: (os.write(3, b"x"), os.read(3, 1)))
        link.recv(1)
        # From here on they are held by the test, which sees by them when the worker ends.
        socket.send_fds(theirs, [b"x"], [output, link.fileno()])
        os.read(reader, 1)
        os._exit(child)
    _, descriptors, _, _ = socket.recv_fds(ours, 1, 2)
    os.kill(middle, signal.SIGKILL)
    os.waitpid(middle, 0)
    output, link = descriptors
    ended = bool(select.select([output], [], [], 1.0 if without else 20.0)[0])
    for fd in (output, link, reader, writer):
        os.close(fd)
    ours.close()
    theirs.close()
    return not ended


def all_states() -> dict[str, Any]:
    """Return the state of a worker with all layers, of those that lack one, and which of them outlive their zygote."""
    return {
        "": state(),
        **{layer: state(layer) for layer in LAYERS},
        "outlives": [outlives(), outlives("parent_death")],
    }


def served() -> list[Any]:
    """Return what workers say first, with all layers and with one that fails, and how they find a module."""
    found: list[Any] = []
    for confinement in (Confinement(plan()), Confinement(Plan()), Confinement(broken())):
        ours, theirs = socket.socketpair()
        reader, writer = os.pipe()
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            try:
                run_worker(confinement, theirs.fileno(), writer, MEMORY, parent)
            except BaseException:  # noqa: BLE001 - as in the zygote
                traceback.print_exc()
            os.write(1, f"finders: {[type(finder).__name__ for finder in sys.meta_path]}".encode())
            os._exit(0)
        theirs.close()
        os.close(writer)
        hello = ours.recv(100)
        ours.shutdown(socket.SHUT_RDWR)
        with open(reader) as output:
            found.append([hello.decode(), output.read()])
        os.waitpid(child, 0)
        ours.close()
    return found


def broken() -> Plan:
    """Return a plan whose first layer of consequence cannot be put on."""
    return structs.replace(plan(), layers=tuple(layer for layer in LAYERS if layer != "no_new_privs"))


ISOLATIONS = ("whole", "in bubblewrap", "no filter", "dead canary", "no landlock", "free")


def isolations() -> list[Any]:
    """Return how zygotes with several plans are confined, in the order of :data:`ISOLATIONS`."""
    plans = [
        plan(),
        structs.replace(plan(), bubblewrap=True),
        plan("seccomp"),
        plan("no_new_privs"),
        structs.replace(plan(), trees=(*plan().trees, "/no_such_place")),
        Plan(),
    ]
    return [msgspec.to_builtins(isolation_of(Confinement(one), MEMORY)) for one in plans]


def with_torch() -> Any:
    """Return what workers say that can compute, and how zygotes see themselves confined."""
    preloading.import_torch()
    return {"served": served(), "isolations": isolations()}
