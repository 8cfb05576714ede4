"""The memory and the descriptors of other processes: the zygote's, and a sibling's."""

from __future__ import annotations

import ctypes
import os

from tests.attacks.acts.raw import call, reached


def _seize(pid):
    # Seizing stops nobody, and ends when this process does.
    call("ptrace", 0x4206, pid, 0, 0)
    return "seized"


def trace_zygote(parent):
    """Trace the zygote. [49]"""
    return _seize(parent)


def trace_sibling(victim):
    """Trace another process of the same user. [49]"""
    return _seize(victim)


def be_traced():
    """Have the zygote trace us, so that it is stopped when we are."""
    call("ptrace", 0, 0, 0, 0)
    return "traced"


def _memory(pid):
    with open(f"/proc/{pid}/maps") as file:
        start = int(file.readline().split("-")[0], 16)
    with open(f"/proc/{pid}/mem", "r+b", buffering=0) as file:
        file.seek(start)
        return file.read(4).hex()


def read_memory_of_zygote(parent):
    """Open the zygote's memory for reading and writing. [50]"""
    return _memory(parent)


def read_memory_of_sibling(victim):
    """Open another process's memory for reading and writing. [50]"""
    return _memory(victim)


def _copied(name, pid):
    here = ctypes.create_string_buffer(8)
    ours = (ctypes.c_uint64 * 2)(ctypes.addressof(here), 8)
    theirs = (ctypes.c_uint64 * 2)(1 << 46, 8)
    return reached(name, pid, ours, 1, theirs, 1, 0)


def copy_from_zygote(parent):
    """Copy memory of the zygote (process_vm_readv at an address where nothing is). [49]"""
    return _copied("process_vm_readv", parent)


def copy_from_sibling(victim):
    """Copy memory of another process. [49]"""
    return _copied("process_vm_readv", victim)


def copy_to_sibling(victim):
    """Copy memory into another process, to where there is none. [49]"""
    return _copied("process_vm_writev", victim)


def copy_from_self():
    """Copy one's own memory by the call that copies that of others."""
    return _copied("process_vm_readv", os.getpid())


def advise_memory():
    """Give advice on the memory of no process (process_madvise)."""
    return reached("process_madvise", -1, None, 0, 4, 0)


def release_memory():
    """Release the memory of no process (process_mrelease)."""
    return reached("process_mrelease", -1, 0)


def compare_with_zygote(parent):
    """Ask whether two processes share a file (kcmp)."""
    return f"answered {call('kcmp', os.getpid(), parent, 0, 0, 0)}"


def compare_with_self():
    """Ask whether two descriptors are one (kcmp)."""
    return f"answered {call('kcmp', os.getpid(), os.getpid(), 0, 1, 2)}"


def take_descriptor_of_zygote(parent):
    """Take a descriptor out of the zygote. [49]"""
    return f"descriptor {call('pidfd_getfd', call('pidfd_open', parent, 0), 0, 0)}"


def take_descriptor_of_sibling(victim):
    """Take a descriptor out of another process. [49]"""
    return f"descriptor {call('pidfd_getfd', call('pidfd_open', victim, 0), 0, 0)}"


def take_descriptor_of_nobody():
    """Take a descriptor by way of a descriptor that there is not."""
    return reached("pidfd_getfd", -1, 0, 0)


def read_environment_of_zygote(parent):
    """Read the zygote's environment. [50]"""
    with open(f"/proc/{parent}/environ", "rb") as file:
        return f"{len(file.read())} bytes"


def read_environment_of_sibling(victim):
    """Read another process's environment. [50]"""
    with open(f"/proc/{victim}/environ", "rb") as file:
        return f"{len(file.read())} bytes"


def read_command_of_zygote(parent):
    """Read how the zygote was started."""
    with open(f"/proc/{parent}/cmdline", "rb") as file:
        return repr(file.read()[-30:])


def list_descriptors_of_zygote(parent):
    """List the zygote's descriptors. [50]"""
    return " ".join(os.listdir(f"/proc/{parent}/fd"))


def list_descriptors_of_sibling(victim):
    """List another process's descriptors. [50]"""
    return " ".join(os.listdir(f"/proc/{victim}/fd"))


def open_descriptor_of_zygote(parent):
    """Open a file that the zygote has open. [50]"""
    os.open(f"/proc/{parent}/fd/2", os.O_RDONLY)
    return "opened"


def open_descriptor_of_sibling(victim):
    """Open a file that another process has open. [50]"""
    os.open(f"/proc/{victim}/fd/0", os.O_RDONLY | os.O_NONBLOCK)
    return "opened"


def read_links_of_zygote(parent):
    """Read to what the zygote's descriptors, its root and its folder lead."""
    return " ".join(os.readlink(f"/proc/{parent}/{name}") for name in ("fd/0", "root", "cwd"))


def read_program_of_zygote(parent):
    """Read which program the zygote is."""
    return os.readlink(f"/proc/{parent}/exe")


def read_root_of_zygote(parent, secret):
    """Read a file through the zygote's root folder, which a namespace may have hidden here."""
    with open(f"/proc/{parent}/root{secret}", "rb") as file:
        return repr(file.read(20))


def read_status_of_zygote(parent):
    """Read the zygote's state."""
    with open(f"/proc/{parent}/status") as file:
        return repr(file.readline())
