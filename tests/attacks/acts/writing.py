"""Changing files: making, writing, cutting, renaming, linking, marking, and filling a disk with them."""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import struct

from tests.attacks.acts.raw import call


def write_outside(marker):
    """Make a file in a folder that anybody may write to. [40]"""
    with open(os.path.join(marker, "made_by_open"), "w") as file:
        file.write("evil")
    return "made"


def write_existing(marker):
    """Write to a file that anybody may write to. [40]"""
    with open(os.path.join(marker, "there.txt"), "r+b") as file:
        file.write(b"X")
    return "written"


def append_to_existing(marker):
    """Append to a file that anybody may write to."""
    with open(os.path.join(marker, "there.txt"), "ab") as file:
        file.write(b"X")
    return "appended"


def write_temporary_file():
    """Make a temporary file as the standard library does. [65]"""
    import tempfile

    with tempfile.NamedTemporaryFile() as file:
        return os.path.dirname(file.name)


def write_unnamed_temporary_file(marker):
    """Make a file that has no name (O_TMPFILE)."""
    os.open(marker, os.O_TMPFILE | os.O_WRONLY, 0o600)
    return "made"


def write_sibling(sibling):
    """Open what another student handed in for writing."""
    os.close(os.open(sibling, os.O_WRONLY))
    return "opened"


def write_results(run):
    """Make a results.json beside the run's own. [12]"""
    path = os.path.join(run, "results.json")
    with open(path, "x") as file:
        file.write('{"score": 100}')
    os.unlink(path)
    return "made"


def write_run_database(run):
    """Open the run's database for writing. [12]"""
    os.close(os.open(os.path.join(run, "run.sqlite"), os.O_RDWR))
    return "opened"


def write_dev_shm():
    """Make a file in the shared memory of the machine. [40]"""
    path = f"/dev/shm/torchgrade-act-{os.getpid()}"
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
    os.unlink(path)
    return "made"


def write_site(site):
    """Make a file beside the .pth files, which every later interpreter would execute. [40]"""
    path = os.path.join(site, f"torchgrade-act-{os.getpid()}.pth.txt")
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
    os.unlink(path)
    return "made"


def write_bytecode():
    """Open a compiled module of the standard library for writing."""
    import importlib.util

    os.close(os.open(importlib.util.cache_from_source(os.__file__), os.O_RDWR))
    return "opened"


def write_by_creat(marker):
    """Make a file with creat(2), which the C library does not use any more."""
    return f"descriptor {call('creat', os.path.join(marker, 'made_by_creat').encode(), 0o600)}"


def write_by_openat2(marker):
    """Make a file with openat2, whose flags stand in memory that no filter can look at."""
    how = (ctypes.c_uint64 * 3)(os.O_CREAT | os.O_WRONLY, 0o600, 0)
    path = os.path.join(marker, "made_by_openat2").encode()
    return f"descriptor {call('openat2', -100, path, ctypes.byref(how), ctypes.sizeof(how))}"


def truncate_by_path(marker):
    """Cut a file that anybody may write to. [41]"""
    os.truncate(os.path.join(marker, "there.txt"), 1)
    return "cut"


def truncate_by_reading(marker):
    """Cut a file while opening it for reading only. [41]"""
    os.close(os.open(os.path.join(marker, "there.txt"), os.O_RDONLY | os.O_TRUNC))
    return "cut"


def allocate_in_file(marker):
    """Reserve disk space in a file opened for reading and writing."""
    fd = os.open(os.path.join(marker, "there.txt"), os.O_RDWR)
    call("fallocate", fd, 0, 0, 4096)
    return "reserved"


def fill_disk(marker):
    """Fill a disk: one MiB of it. [43]"""
    with open(os.path.join(marker, "large"), "wb") as file:
        file.write(bytes(1 << 20))
    return "1 MiB written"


def fill_one_file(marker):
    """Let one file that exists grow: by one MiB. [43]"""
    fd = os.open(os.path.join(marker, "there.txt"), os.O_WRONLY | os.O_APPEND)
    return f"{os.write(fd, bytes(1 << 20))} bytes written"


def fill_inodes(marker):
    """Make many empty files: ten. [43]"""
    for number in range(10):
        os.close(os.open(os.path.join(marker, f"empty{number}"), os.O_CREAT | os.O_WRONLY, 0o600))
    return "10 files made"


def nest_folders(marker):
    """Make a deep tree that a recursive removal cannot leave: ten levels. [43]"""
    path = os.path.join(marker, *"d" * 10)
    os.makedirs(path)
    return "10 levels made"


def make_folder(marker):
    """Make a folder."""
    os.mkdir(os.path.join(marker, "made_folder"))
    return "made"


def remove_file(marker):
    """Remove a file of somebody else."""
    os.unlink(os.path.join(marker, "to_remove.txt"))
    return "removed"


def remove_folder(marker):
    """Remove an empty folder of somebody else."""
    os.rmdir(os.path.join(marker, "to_remove"))
    return "removed"


def rename_file(marker):
    """Rename a file of somebody else."""
    os.rename(os.path.join(marker, "to_rename.txt"), os.path.join(marker, "renamed.txt"))
    return "renamed"


def exchange_files(marker):
    """Swap two files at once (RENAME_EXCHANGE)."""
    names = [os.path.join(marker, name).encode() for name in ("there.txt", "other.txt")]
    call("renameat2", -100, names[0], -100, names[1], 2)
    return "swapped"


def make_symbolic_link(marker):
    """Leave a link that a trusted reader would follow. [42]"""
    os.symlink("/etc/passwd", os.path.join(marker, "out"))
    return "made"


def make_hard_link(marker):
    """Give a file a second name. [42]"""
    os.link(os.path.join(marker, "there.txt"), os.path.join(marker, "hard"))
    return "made"


def link_by_descriptor(marker):
    """Give an open file a name (AT_EMPTY_PATH)."""
    fd = os.open(os.path.join(marker, "there.txt"), os.O_PATH)
    call("linkat", fd, b"", -100, os.path.join(marker, "linked").encode(), 0x1000)
    return "made"


def make_fifo(marker):
    """Make a FIFO, at which a trusted reader would wait for ever."""
    os.mkfifo(os.path.join(marker, "fifo"))
    return "made"


def make_device(marker):
    """Make a device node, here that of /dev/null."""
    os.mknod(os.path.join(marker, "device"), 0o600 | stat.S_IFCHR, os.makedev(1, 3))
    return "made"


def change_mode(marker):
    """Change the mode of a file of one's own or of anybody's as root. [42]"""
    os.chmod(os.path.join(marker, "own.txt"), 0o666)
    return "changed"


def change_mode_by_fchmodat2(marker):
    """Change a mode with a call that filters written before 2023 do not know."""
    call("fchmodat2", -100, os.path.join(marker, "own.txt").encode(), 0o666, 0)
    return "changed"


def change_owner(marker):
    """Change the owner of a file, here to what it is."""
    os.chown(os.path.join(marker, "own.txt"), os.geteuid(), -1)
    return "changed"


def change_times(marker):
    """Set a file's time, which decides which of two files is the newer. [42]"""
    os.utime(os.path.join(marker, "own.txt"), (1, 1))
    return "changed"


def change_times_by_old_call(marker):
    """Set a file's time with utime(2), which the C library does not use any more. [42]"""
    call("utime", os.path.join(marker, "own.txt").encode(), struct.pack("<2q", 1, 1))
    return "changed"


def set_attribute(marker):
    """Hang an extended attribute on a file."""
    os.setxattr(os.path.join(marker, "own.txt"), "user.torchgrade", b"evil")
    return "set"


def remove_attribute(marker):
    """Take an extended attribute from a file; that there is none is told only to who may."""
    try:
        os.removexattr(os.path.join(marker, "own.txt"), "user.nothing")
    except OSError as error:
        if error.errno != errno.ENODATA:
            raise
    return "none was there"
