"""Reading what a submission must not read: solutions, checks, other submissions, the run, the machine."""

from __future__ import annotations

import ctypes
import os

from tests.attacks.acts.raw import LIBC, call


def _first_line(path):
    with open(path, "rb") as file:
        return repr(file.read(40))


def read_etc_passwd():
    """Read the accounts of the machine. [39]"""
    return _first_line("/etc/passwd")


def read_secret(secret):
    """Read a file in the instructor's home. [39]"""
    return _first_line(secret)


def read_solution(solution):
    """Read the reference solution where it is installed. [10]"""
    return _first_line(solution)


def read_hidden_check(hidden):
    """Read a hidden check where it is installed. [11]"""
    return _first_line(hidden)


def read_public_check(check):
    """Read the text of the check that is running. [11]"""
    return _first_line(check)


def read_oracle(oracle):
    """Read the formula that a check compares with. [11]"""
    return _first_line(oracle)


def read_metadata_of_solutions(metadata):
    """Read where the solutions are installed from the metadata of their distribution."""
    return _first_line(metadata)


def read_sibling_submission(sibling):
    """Read what another student handed in. [39]"""
    return _first_line(sibling)


def read_run_database(run):
    """Read the database of the run, which holds the hidden seed."""
    return _first_line(os.path.join(run, "run.sqlite"))


def read_test_of_torchgrade(this_suite):
    """Read these very tests. [11]"""
    return _first_line(this_suite)


def list_root():
    """List the root folder. [39]"""
    return " ".join(sorted(os.listdir("/"))[:5])


def list_home(home):
    """List the folder in which a secret lies."""
    return " ".join(os.listdir(home))


def list_submissions(sibling):
    """List the folder of all submissions (``list_scratch_root`` of the measured table)."""
    return " ".join(os.listdir(os.path.dirname(sibling))[:3])


def list_run(run):
    """List the run folder."""
    return " ".join(os.listdir(run)[:3])


def list_solutions(solution):
    """List the folder of the reference solutions. [10]"""
    return " ".join(os.listdir(os.path.dirname(solution))[:3])


def list_temporary_files():
    """List /tmp, where other programs keep files."""
    return f"{len(os.listdir('/tmp'))} entries"


def walk_home(home):
    """Find files below a folder with os.walk, which hides refusals."""
    found = [name for _, _, names in os.walk(home) for name in names]
    if not found:
        raise PermissionError(1, "os.walk found nothing")
    return " ".join(found)


def read_raw_disk():
    """Read a disk past its file system."""
    for name in ("vda", "sda", "nvme0n1", "xvda", "loop0"):
        path = f"/dev/{name}"
        if os.path.exists(path):
            return f"{path}: {os.read(os.open(path, os.O_RDONLY), 16).hex()}"
    raise PermissionError(13, "no disk is to be seen")


def read_kernel_log():
    """Read the kernel's messages from their device."""
    return repr(os.read(os.open("/dev/kmsg", os.O_RDONLY | os.O_NONBLOCK), 2000)[:20])


def read_physical_memory():
    """Open the machine's memory."""
    os.open("/dev/mem", os.O_RDONLY)
    return "/dev/mem"


def watch_a_secret(secret):
    """Be told by inotify whenever somebody reads a file."""
    fd = call("inotify_init1", os.O_NONBLOCK)
    if LIBC.inotify_add_watch(fd, secret.encode(), 1) < 0:
        raise OSError(ctypes.get_errno(), "inotify_add_watch")
    return "watching"


def read_attribute(secret):
    """Ask for an extended attribute of a file."""
    try:
        return repr(os.getxattr(secret, "user.nothing"))
    except OSError as error:
        if error.errno == 61:
            return "it has none"
        raise
