"""What the kernel tells in /proc, /sys and /dev."""

from __future__ import annotations

import ctypes
import os


def _begin(path):
    with open(path, "rb") as file:
        return repr(file.read(30))


def list_processes():
    """List all processes."""
    return f"{sum(name.isdigit() for name in os.listdir('/proc'))} processes"


def read_memory_of_machine():
    """Read how much memory the machine has."""
    return _begin("/proc/meminfo")


def read_processor():
    """Read which processor the machine has."""
    return _begin("/proc/cpuinfo")


def read_own_memory():
    """Write to one's own memory by way of a file, past all protection of pages."""
    value = ctypes.create_string_buffer(b"old", 4)
    with open("/proc/self/mem", "r+b", buffering=0) as file:
        file.seek(ctypes.addressof(value))
        file.write(b"new")
    return value.value.decode()


def read_own_map():
    """Read where what lies in memory."""
    return _begin("/proc/self/maps")


def read_own_environment():
    """Read the environment that the process was started with. [52]"""
    with open("/proc/self/environ", "rb") as file:
        return f"{len(file.read())} bytes"


def read_own_command():
    """Read how the process was started."""
    return _begin("/proc/self/cmdline")


def list_own_descriptors():
    """List one's descriptors."""
    return " ".join(sorted(os.listdir("/proc/self/fd")))


def list_own_threads():
    """List one's threads."""
    return " ".join(os.listdir("/proc/self/task"))


def read_own_mounts():
    """Read what is mounted where."""
    return _begin("/proc/self/mountinfo")


def open_own_descriptor():
    """Open the output's pipe anew, for reading what was written."""
    os.open("/proc/self/fd/1", os.O_RDONLY | os.O_NONBLOCK)
    return "opened"


def write_own_attribute():
    """Open the label of a security module for writing."""
    os.open("/proc/self/attr/current", os.O_WRONLY)
    return "opened"


def read_connections():
    """Read all connections of the machine."""
    return _begin("/proc/net/tcp")


def read_unix_sockets():
    """Read the names of all services' sockets."""
    return _begin("/proc/net/unix")


def read_keys():
    """Read the keys that the kernel keeps."""
    return _begin("/proc/keys")


def read_kernel_symbols():
    """Read the addresses of the kernel's functions."""
    return _begin("/proc/kallsyms")


def read_kernel_core():
    """Open the kernel's memory."""
    os.open("/proc/kcore", os.O_RDONLY)
    return "opened"


def read_setting():
    """Read a setting of the kernel."""
    return _begin("/proc/sys/kernel/hostname")


def write_setting():
    """Open a setting of the kernel for writing: which program gets core files."""
    os.close(os.open("/proc/sys/kernel/core_pattern", os.O_WRONLY))
    return "opened"


def open_magic_keys():
    """Open the file that crashes the machine when it is written to."""
    os.close(os.open("/proc/sysrq-trigger", os.O_WRONLY))
    return "opened"


def list_devices_of_kernel():
    """List what /sys tells."""
    return " ".join(os.listdir("/sys"))


def read_control_groups():
    """List the control groups."""
    return f"{len(os.listdir('/sys/fs/cgroup'))} entries"


def list_devices():
    """List the machine's devices."""
    return f"{len(os.listdir('/dev'))} devices"


def open_random_device():
    """Open the device of random numbers for writing."""
    os.close(os.open("/dev/urandom", os.O_WRONLY))
    return "opened"


def open_null_device():
    """Open /dev/null for writing."""
    os.close(os.open("/dev/null", os.O_WRONLY))
    return "opened"


def open_terminal_maker():
    """Open the device that makes terminals."""
    os.open("/dev/ptmx", os.O_RDONLY)
    return "opened"


def open_controlling_terminal():
    """Open the terminal at which the instructor sits."""
    os.open("/dev/tty", os.O_RDONLY)
    return "opened"


def open_user_file_system():
    """Open the device by which programs make file systems."""
    os.open("/dev/fuse", os.O_RDONLY)
    return "opened"


def open_virtual_machine():
    """Open the device that makes virtual machines."""
    os.open("/dev/kvm", os.O_RDONLY)
    return "opened"


def open_tunnel():
    """Open the device that makes network interfaces."""
    os.open("/dev/net/tun", os.O_RDONLY)
    return "opened"
