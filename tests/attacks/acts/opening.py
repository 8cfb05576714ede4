"""Ways to open a file: system calls, native code of libraries, handles, descriptors of mere places."""

from __future__ import annotations

import ctypes
import os

from tests.attacks.acts.raw import LIBC, call


def _first_line(path):
    with open(path, "rb") as file:
        return repr(file.read(40))


def read_by_openat2(secret):
    """Open a file with openat2, whose flags stand in memory that no filter can look at."""
    how = (ctypes.c_uint64 * 3)(os.O_RDONLY, 0, 0)
    fd = call("openat2", -100, secret.encode(), ctypes.byref(how), ctypes.sizeof(how))
    return repr(os.read(fd, 20))


def read_by_old_open(secret):
    """Open a file with open(2), which the C library does not use any more."""
    return repr(os.read(call("open", secret.encode(), os.O_RDONLY, 0), 20))


def read_by_fopen(secret):
    """Open a file with fopen of the C library."""
    LIBC.fopen.restype = ctypes.c_void_p
    file = LIBC.fopen(secret.encode(), b"r")
    if not file:
        raise OSError(ctypes.get_errno(), "fopen")
    return "fopen"


def read_by_torch(secret):
    """Have torch's own native code map a file."""
    import torch

    return str(torch.from_file(secret, shared=False, size=8, dtype=torch.uint8).tolist())


def read_by_numpy(secret):
    """Have numpy map a file."""
    import numpy as np

    return str(np.memmap(secret, mode="r")[:8].tolist())


def read_by_torchvision(secret):
    """Have the native code of torchvision read a file."""
    import torchvision.io

    return str(torchvision.io.read_file(secret)[:8].tolist())


def read_by_torch_load(secret):
    """Have torch load a file: that it is no tensor shows that it was read."""
    import torch

    try:
        torch.load(secret)
    except (OSError, RuntimeError) as error:
        if "ermitted" in str(error) or "denied" in str(error) or "No such" in str(error):
            raise PermissionError(13, "torch.load") from error
        return f"it is no tensor: {error}"[:60]
    except Exception as error:  # noqa: BLE001 - whatever it is, the file was read
        return f"it is no tensor: {type(error).__name__}"
    return "loaded"


def read_by_sqlite(run):
    """Open the run's database with the library that wrote it."""
    import sqlite3

    with sqlite3.connect(f"file:{run}/run.sqlite?mode=ro", uri=True) as store:
        return str(store.execute("select name from sqlite_master").fetchall())[:60]


def read_by_resources():
    """Ask the import system for a text that belongs to the solutions."""
    import importlib.resources

    return repr(importlib.resources.files("torchgrade_d2l_solutions").joinpath("__init__.py").read_text()[:30])


def read_by_loader(solution):
    """Have a loader of the import system read a file."""
    from importlib.machinery import SourceFileLoader

    return repr(SourceFileLoader("borrowed", solution).get_data(solution)[:30])


def read_by_running(solution):
    """Run a file that lies elsewhere as a program of one's own."""
    import runpy

    return str(runpy.run_path(solution)["softmax"])


def read_accounts_by_library():
    """Ask the C library for the accounts of the machine."""
    import pwd

    return f"{pwd.getpwall()[0].pw_name} and others"


def read_by_loading_a_library(secret):
    """Load a file as a library: that it is none shows that it was read."""
    try:
        ctypes.CDLL(secret)
    except OSError as error:
        # Of a file that was read it says what is wrong with it.
        if "file too short" not in str(error) and "ELF" not in str(error):
            raise PermissionError(13, "dlopen") from error
    return "read"


def read_by_python_import(home):
    """Import a module that lies in a folder of somebody else."""
    import sys

    sys.path.insert(0, home)
    import torchgrade_planted_module

    return torchgrade_planted_module.WORD


def read_by_linecache(solution):
    """Have the module linecache read a source file, as a traceback does."""
    import linecache

    lines = linecache.getlines(solution)
    if not lines:
        raise PermissionError(13, "linecache read nothing")
    return repr(lines[0][:30])


def read_by_path_handle(secret):
    """Take a file's handle and open that, which asks for no path."""
    handle = ctypes.create_string_buffer(8 + 128)
    ctypes.c_uint.from_buffer(handle).value = 128
    mount_id = ctypes.c_int()
    call("name_to_handle_at", -100, secret.encode(), handle, ctypes.byref(mount_id), 0)
    root = os.open("/", os.O_RDONLY)
    return repr(os.read(call("open_by_handle_at", root, handle, os.O_RDONLY), 20))


def take_path_handle(secret):
    """Take a file's handle."""
    handle = ctypes.create_string_buffer(8 + 128)
    ctypes.c_uint.from_buffer(handle).value = 128
    mount_id = ctypes.c_int()
    call("name_to_handle_at", -100, secret.encode(), handle, ctypes.byref(mount_id), 0)
    return handle.raw[8:16].hex()


def read_by_reopened_path(secret):
    """Open a file as a mere place (O_PATH), and that again through /proc/self/fd."""
    fd = os.open(secret, os.O_PATH)
    return _first_line(f"/proc/self/fd/{fd}")


def read_by_path_descriptor(home):
    """Open a folder as a mere place (O_PATH), and a file relative to it."""
    folder = os.open(home, os.O_PATH | os.O_DIRECTORY)
    fd = os.open("secret.txt", os.O_RDONLY, dir_fd=folder)
    return repr(os.read(fd, 20))


def read_by_working_folder(home):
    """Go to a folder and open a name in it."""
    os.chdir(home)
    return _first_line("secret.txt")


def read_by_dots(solution):
    """Reach a file through a folder that may be read and dots."""
    up = os.path.relpath(solution, os.path.dirname(os.__file__))
    return _first_line(os.path.join(os.path.dirname(os.__file__), up))
