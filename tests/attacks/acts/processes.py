"""Starting processes, threads and programs. Each child of an act ends at once."""

from __future__ import annotations

import ctypes
import os
import signal
import struct
import time

from tests.attacks.acts.raw import blocked, call, machine_code


def _wait(pid, text):
    os.waitpid(pid, 0)
    return text


def fork_once():
    """Fork, as a bomb would without end. [36]"""
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    return _wait(pid, "forked")


def fork_twice():
    """Leave a child's child behind, which nobody waits for. [36]"""
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os.fork()
        os._exit(0)
    return _wait(pid, "left behind")


def fork_by_number():
    """Fork by system call, past the C library."""
    pid = call("fork")
    if pid == 0:
        os._exit(0)
    return _wait(pid, "forked")


def fork_by_machine_code():
    """Fork by an instruction of one's own, past every function that could be replaced."""
    # mov eax, 57; syscall; test eax, eax; jnz parent; mov eax, 60; xor edi, edi; syscall; parent: cdqe; ret
    code = bytes.fromhex("b839000000 0f05 85c0 7509 b83c000000 31ff 0f05 4898 c3")
    pid = machine_code(code)()
    if pid < 0:
        raise blocked(-pid, "fork")
    return _wait(pid, "forked")


def vfork_by_machine_code():
    """Start a child that shares all memory."""
    code = bytes.fromhex("b83a000000 0f05 85c0 7509 b83c000000 31ff 0f05 4898 c3")
    pid = machine_code(code)()
    if pid < 0:
        raise blocked(-pid, "vfork")
    return _wait(pid, "forked")


def clone_by_number():
    """Make a child with clone(2)."""
    pid = call("clone", signal.SIGCHLD, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    return _wait(pid, "cloned")


def clone_by_clone3():
    """Make a child with clone3, whose flags stand in memory that no filter can look at."""
    arguments = (ctypes.c_uint64 * 8)(0, 0, 0, 0, signal.SIGCHLD, 0, 0, 0)
    pid = call("clone3", ctypes.byref(arguments), ctypes.sizeof(arguments))
    if pid == 0:
        os._exit(0)
    return _wait(pid, "cloned")


def clone_outside_of_limits():
    """Make a child whose parent is the zygote (CLONE_PARENT), so that nobody here counts it."""
    pid = call("clone", 0x00008000 | signal.SIGCHLD, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    return "cloned"


def thread_by_machine_code():
    """Start a thread past the C library; it ends at once."""
    # mov eax, 56; mov edi, flags; xor esi, esi; xor edx, edx; xor r10d, r10d; xor r8d, r8d; syscall; as above
    flags = struct.pack("<I", 0x100 | 0x200 | 0x400 | 0x800 | 0x10000)
    code = bytes.fromhex("b838000000 bf") + flags + bytes.fromhex("31f6 31d2 4531d2 4531c0 0f05")
    code += bytes.fromhex("85c0 7509 b83c000000 31ff 0f05 4898 c3")
    function = machine_code(code)
    pid = function()
    if pid < 0:
        raise blocked(-pid, "clone")
    # Keep the page of the code, because the thread may not have run yet.
    time.sleep(0.05)
    return "started"


def thread_once():
    """Start a thread. [37]"""
    import threading

    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()
    return "started"


def thread_bomb():
    """Start eight threads that stay a moment. [37]"""
    import threading
    import time

    threads = [threading.Thread(target=time.sleep, args=(0.05,), daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    return f"{threading.active_count() - 1} threads"


def thread_of_torch():
    """Have torch compute with four threads, which its library starts itself. May end the process."""
    import torch

    torch.set_num_threads(4)
    (torch.ones(400, 400) @ torch.ones(400, 400)).sum()
    threads = torch.get_num_threads()
    if threads == 1:
        raise blocked(1, "there is one")
    return f"{threads} threads"


def thread_of_executor():
    """Start a thread by concurrent.futures."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as executor:
        return f"answered {executor.submit(int).result(1)}"


def process_of_executor():
    """Start a process by concurrent.futures."""
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(1) as executor:
        return f"answered {executor.submit(int).result(1)}"


def thread_of_fault_handler():
    """Have faulthandler start a thread that the interpreter does not know."""
    import faulthandler

    faulthandler.dump_traceback_later(100)
    faulthandler.cancel_dump_traceback_later()
    return "started"


def run_shell():
    """Become a shell. [38]"""
    os.execv("/bin/sh", ["sh", "-c", "echo ACT run_shell OPEN a shell"])


def run_python():
    """Become another interpreter, which no seam of ours has touched. [38]"""
    import sys

    os.execv(sys.executable, [sys.executable, "-c", "print('ACT run_python OPEN an interpreter')"])


def run_subprocess():
    """Run a program. [38]"""
    import subprocess

    return repr(subprocess.run(["/bin/echo", "ran"], stdout=subprocess.PIPE, check=True).stdout)


def run_os_system():
    """Run a line of the shell. [38]"""
    status = os.system("exit 7")  # noqa: TID251 - what is tried
    if status != 7 << 8:
        raise blocked(1, f"status {status}")
    return "ran"


def run_library_system():
    """Run a line of the shell by the C library."""
    status = ctypes.CDLL(None).system(b"exit 7")
    if status != 7 << 8:
        raise blocked(1, f"status {status}")
    return "ran"


def run_os_popen():
    """Run a line of the shell and read what it says."""
    return repr(os.popen("echo ran").read())


def run_posix_spawn():
    """Run a program by posix_spawn."""
    return _wait(os.posix_spawn("/bin/true", ["true"], {}), "ran")


def run_multiprocessing():
    """Start a process with Python's own module."""
    import multiprocessing

    process = multiprocessing.get_context("fork").Process(target=os.getpid)
    process.start()
    process.join()
    return f"ended with {process.exitcode}"


def run_data_loader_worker():
    """Have torch load data with a worker process."""
    import torch

    class Where(torch.utils.data.Dataset):
        def __len__(self):
            return 1

        def __getitem__(self, index):
            return torch.utils.data.get_worker_info() is not None

    if not any(map(bool, torch.utils.data.DataLoader(Where(), num_workers=1))):
        raise blocked(1, "no other process has loaded it")
    return "a process has loaded it"


def run_from_memory():
    """Write a program into memory that has a descriptor, and become it."""
    fd = os.memfd_create("program", 0)
    with open("/bin/sh", "rb") as file:
        os.write(fd, file.read())
    os.execve(fd, ["sh", "-c", "echo ACT run_from_memory OPEN a shell"], {})


def run_by_descriptor():
    """Become a program that is known by descriptor only (execveat)."""
    fd = os.open("/bin/sh", os.O_PATH)
    arguments = (ctypes.c_char_p * 4)(b"sh", b"-c", b"echo ACT run_by_descriptor OPEN a shell", None)
    call("execveat", fd, b"", arguments, (ctypes.c_char_p * 1)(None), 0x1000)


def run_setuid_program():
    """Run a program that has more rights than we."""
    import subprocess

    done = subprocess.run(["/bin/su", "--help"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True)
    return repr(done.stdout[:20])


def open_terminal():
    """Make a terminal with a child in it."""
    import pty

    pid, _ = pty.fork()
    if pid == 0:
        os._exit(0)
    return _wait(pid, "made")


def load_old_library():
    """Load a library in the way of 1992."""
    return call("uselib", b"/lib/x86_64-linux-gnu/libc.so.6")


def outlive_the_zygote():
    """Take back that this process dies with the zygote. [64]"""
    call("prctl", 1, 0, 0, 0, 0)
    return "no signal at the parent's death"
