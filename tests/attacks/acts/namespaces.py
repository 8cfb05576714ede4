"""Namespaces, mounts and roots: worlds of one's own in which one has all rights."""

from __future__ import annotations

import ctypes
import os
import signal

from tests.attacks.acts.raw import call, reached

USER_NAMESPACE = 0x10000000


def _unshare(flags):
    call("unshare", flags)
    return "alone in it"


def unshare_user():
    """Enter a new user namespace, in which one is root. [54]"""
    return _unshare(USER_NAMESPACE)


def unshare_user_and_mounts():
    """Enter a new user namespace with mounts of its own. [54]"""
    return _unshare(USER_NAMESPACE | 0x00020000)


def unshare_mounts():
    """Enter a new mount namespace. [54]"""
    return _unshare(0x00020000)


def unshare_network():
    """Enter a new network namespace."""
    return _unshare(0x40000000)


def unshare_processes():
    """Have children be in a new process namespace."""
    return _unshare(0x20000000)


def unshare_ipc():
    """Enter a new namespace of segments and queues."""
    return _unshare(0x08000000)


def unshare_names():
    """Enter a new namespace of host names."""
    return _unshare(0x04000000)


def unshare_cgroups():
    """Enter a new namespace of control groups."""
    return _unshare(0x02000000)


def unshare_time():
    """Have children be in a new namespace of clocks."""
    return _unshare(0x00000080)


def unshare_descriptors():
    """Have a table of descriptors of one's own, which a process alone has already."""
    return _unshare(0x00000400)


def clone_into_user_namespace():
    """Make a child that is root in a namespace of its own. [54]"""
    pid = call("clone", USER_NAMESPACE | signal.SIGCHLD, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return "cloned"


def clone3_into_user_namespace():
    """Make such a child with clone3, whose flags no filter can look at. [54]"""
    arguments = (ctypes.c_uint64 * 8)(USER_NAMESPACE, 0, 0, 0, signal.SIGCHLD, 0, 0, 0)
    pid = call("clone3", ctypes.byref(arguments), ctypes.sizeof(arguments))
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return "cloned"


def join_namespace():
    """Join a namespace of no descriptor."""
    return reached("setns", -1, 0x04000000)


def join_namespace_of_zygote(parent):
    """Join the mounts of the zygote."""
    call("setns", os.open(f"/proc/{parent}/ns/mnt", os.O_RDONLY), 0)
    return "joined"


def mount_file_system(marker):
    """Mount a file system of a kind that there is not. [54]"""
    return reached("mount", b"none", marker.encode(), b"torchgrade-nothing", 0, None)


def open_file_system():
    """Make a file system that is mounted nowhere yet. [54]"""
    return f"descriptor {call('fsopen', b'tmpfs', 1)}"


def pick_file_system():
    """Take a mounted file system to change it."""
    return reached("fspick", -100, b"/", 1)


def clone_mount():
    """Take a copy of a mount, past what lies over it. [54]"""
    return f"descriptor {call('open_tree', -100, b'/', 1)}"


def open_mount():
    """Take a mount as it is."""
    return f"descriptor {call('open_tree', -100, b'/', 0)}"


def change_mount():
    """Change a mount of no descriptor."""
    return reached("mount_setattr", -1, b"", 0x1000, ctypes.create_string_buffer(32), 32)


def move_mount():
    """Move a mount of no descriptor."""
    return reached("move_mount", -1, b"", -1, b"", 0x44)


def list_mounts():
    """List mounts without /proc."""
    question = (ctypes.c_uint64 * 3)(24, 0xFFFFFFFFFFFFFFFF, 0)
    return f"{call('listmount', question, ctypes.create_string_buffer(800), 100, 0)} mounts"


def change_root():
    """Make the root folder the root folder. [54]"""
    os.chroot("/")
    return "changed"


def swap_root():
    """Swap the root with a folder that there is not. [54]"""
    return reached("pivot_root", b"/torchgrade-nothing", b"/torchgrade-nothing")


def change_folder():
    """Go to another folder."""
    os.chdir("/tmp")
    return "changed"


def change_folder_by_descriptor():
    """Go to a folder that may be read."""
    os.fchdir(os.open(os.path.dirname(os.__file__), os.O_RDONLY | os.O_DIRECTORY))
    return "changed"
