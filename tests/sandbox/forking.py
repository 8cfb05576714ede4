"""Call functions of test modules in an interpreter of its own, and acts in its children: no test confines itself."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from tests.conftest import ROOT
from torchgrade.sandbox.preloading import environment

_CALL = """
import importlib, json, sys
sys.path.insert(0, sys.argv[1])
function = getattr(importlib.import_module(sys.argv[2]), sys.argv[3])
print(json.dumps(function(*json.loads(sys.argv[4]))))
"""
_SECONDS = 60


def elsewhere(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function of a test module in a fresh interpreter, with the environment of a zygote.

    :param arguments: what JSON can say, as what the function returns.
    """
    command = [sys.executable, "-I", "-c", _CALL, str(ROOT), function.__module__, function.__name__]
    done = subprocess.run(
        [*command, json.dumps(arguments)], env=environment(), cwd="/", start_new_session=True,
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def in_child(act: Callable[[], Any], before: Callable[[], object] | None = None) -> Any:
    """Return what came of an act in a forked child that did something before.

    That is what the act returned, ``"done"`` for None, the name of an OSError, another exception in words, or minus
    the number of the signal that ended the child.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            # The numbers from 3 belong to what is tried.
            high = os.dup2(writer, 200)
            os.close(writer)
            os.close(reader)
            signal.alarm(_SECONDS)
            if before is not None:
                before()
            os.write(high, json.dumps(_came_of(act)).encode())
        except BaseException as error:  # noqa: BLE001 - the test shows it
            os.write(200, json.dumps(f"before: {type(error).__name__}: {error}").encode())
        finally:
            os._exit(0)
    os.close(writer)
    with open(reader, "rb") as file:
        told = file.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return json.loads(told) if told else code


def _came_of(act: Callable[[], Any]) -> Any:
    try:
        returned = act()
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, str(error))
    except Exception as error:  # noqa: BLE001 - an answer as any other
        return f"{type(error).__name__}: {error}"
    return "done" if returned is None else returned


def system_call(number: int, *arguments: int) -> int:
    """Make a system call by its number; raise OSError where the kernel refuses."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    answer = int(libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, arguments)))
    if answer == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def status_of(pid: int | str) -> dict[str, str]:
    """Return what the kernel tells of a process in ``/proc/<pid>/status``."""
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
