"""Parts of the kernel that a submission has no use for and that have had holes."""

from __future__ import annotations

import ctypes
import os

from tests.attacks.acts.raw import LIBC, REFUSALS, blocked, call, machine_code, reached


def enter_by_old_gate():
    """Ask for the process id through the 32-bit gate, where numbers mean other calls. [55] Ends the process."""
    # mov eax, 20; int 0x80; cdqe; ret
    return f"answered {machine_code(bytes.fromhex('b814000000 cd80 4898 c3'))()}"


def open_socket_by_old_gate():
    """Make a socket through the 32-bit gate, number 359. [55] Ends the process."""
    # push rbx; mov eax, 359; mov ebx, 1; mov ecx, 1; xor edx, edx; int 0x80; pop rbx; cdqe; ret
    code = bytes.fromhex("53 b867010000 bb01000000 b901000000 31d2 cd80 5b 4898 c3")
    return f"answered {machine_code(code)()}"


def enter_by_x32():
    """Ask for the process id by the number of the x32 interface. [55] Ends the process."""
    # mov eax, 0x40000027; syscall; ret
    result = machine_code(bytes.fromhex("b827000040 0f05 c3"))()
    if result < 0:
        raise OSError(-result, "x32")
    return f"answered {result}"


def enter_by_own_instruction():
    """Make a socket by an instruction of one's own. [44]"""
    # mov eax, 41; mov edi, 1; mov esi, 1; xor edx, edx; syscall; ret
    result = machine_code(bytes.fromhex("b829000000 bf01000000 be01000000 31d2 0f05 c3"))()
    if result < 0:
        raise OSError(-result, "socket")
    return f"descriptor {result}"


def enter_with_high_bits():
    """Make a socket by a number with bits set that the kernel ignores and a filter may not."""
    # mov rax, 0xffffffff00000029; mov edi, 1; mov esi, 1; xor edx, edx; syscall; ret
    result = machine_code(bytes.fromhex("48b829000000ffffffff bf01000000 be01000000 31d2 0f05 c3"))()
    if result < 0:
        raise OSError(-result, "socket")
    return f"descriptor {result}"


def open_with_high_bits(marker):
    """Make a file by openat with flags in the upper half, which the kernel ignores and a filter may compare."""
    path = os.path.join(marker, "made_with_high_bits").encode()
    call_flags = (0xFFFFFFFF << 32) | os.O_CREAT | os.O_WRONLY
    return f"descriptor {call('openat', -100, path, ctypes.c_ulong(call_flags), 0o600)}"


def try_new_calls():
    """Try every call that Linux has got since 2019, with arguments that none of them takes."""
    taken = []
    for number in range(424, 512):
        # Two that a worker has: closing a range of descriptors, and asking for access.
        if number in (436, 439):
            continue
        ctypes.set_errno(0)
        minus_one = [ctypes.c_long(-1)] * 6
        if LIBC.syscall(ctypes.c_long(number), *minus_one) != -1 or ctypes.get_errno() not in REFUSALS:
            taken.append(number)
    if not taken:
        raise blocked(1, "none of them")
    return f"numbers {taken}"


def start_ring():
    """Make a ring by which the kernel does calls that no filter sees. [46]"""
    return f"descriptor {call('io_uring_setup', 1, ctypes.create_string_buffer(120))}"


def handle_page_faults():
    """Handle one's own page faults, by which the kernel can be stopped in the middle. [56]"""
    return f"descriptor {call('userfaultfd', os.O_CLOEXEC | 1)}"


def load_bpf():
    """Make a map for programs inside the kernel. [56]"""
    attributes = (ctypes.c_uint32 * 30)(2, 4, 4, 1)
    return f"descriptor {call('bpf', 0, ctypes.byref(attributes), 20)}"


def count_performance():
    """Count instructions of the machine. [56]"""
    attributes = (ctypes.c_uint32 * 32)(1, 128)
    return f"descriptor {call('perf_event_open', ctypes.byref(attributes), 0, -1, -1, 0)}"


def add_key():
    """Keep a key in the kernel. [56]"""
    return f"key {call('add_key', b'user', b'torchgrade', b'x', 1, -2)}"


def request_key():
    """Ask the kernel for a key, for which it may start a program. [56]"""
    return reached("request_key", b"user", b"torchgrade-nothing", None, 0)


def ask_keyring():
    """Ask for one's keyring. [56]"""
    return f"keyring {call('keyctl', 0, -2, 1)}"


def watch_file_system():
    """Be asked before anybody opens a file (fanotify)."""
    return f"descriptor {call('fanotify_init', 0x200, 0)}"


def watch_files():
    """Be told of changes of files (inotify)."""
    return f"descriptor {call('inotify_init1', 0)}"


def make_timer():
    """Make a timer of the kernel's."""
    made = ctypes.c_int()
    event = ctypes.create_string_buffer(64)
    ctypes.c_int.from_buffer(event, 12).value = 1
    call("timer_create", 1, event, ctypes.byref(made))
    return "made"


def make_timer_descriptor():
    """Make a timer that is a descriptor."""
    return f"descriptor {call('timerfd_create', 1, 0)}"


def change_personality():
    """Switch off that addresses are random."""
    return f"was {call('personality', 0x0040000):#x}"


def change_segments():
    """Read the table of segments, which only emulators change."""
    return f"{call('modify_ldt', 0, None, 0)} bytes"


def allow_ports():
    """Ask for level 0 of the machine's ports, which all have."""
    return reached("iopl", 0)


def allow_one_port():
    """Give back one of the machine's ports."""
    return reached("ioperm", 0x80, 1, 0)


def make_protection_key():
    """Make a key that protects pages."""
    return reached("pkey_alloc", 0, 0)


def map_shadow_stack():
    """Map a second stack that the processor checks."""
    return reached("map_shadow_stack", 0, 4096, 0)


def move_own_pages():
    """Move pages between nodes of the machine."""
    return reached("move_pages", 0, 0, None, None, None, 0)


def migrate_all_pages():
    """Move all pages between nodes of the machine."""
    return reached("migrate_pages", 0, 0, None, None)


def bind_memory():
    """Bind memory to a node of the machine."""
    return reached("mbind", 0, 0, 0, None, 0, 0)


def list_security_modules():
    """Ask which security modules the kernel has."""
    size = ctypes.c_uint32(256)
    return f"{call('lsm_list_modules', ctypes.create_string_buffer(256), ctypes.byref(size), 0)} modules"


def read_kernel_messages():
    """Ask how long the kernel's messages are."""
    return f"{call('syslog', 10, None, 0)} bytes"


def ask_old_file_system():
    """Ask for the names of file systems in the way of 1983."""
    return reached("sysfs", 3, 0, 0)


def ask_old_device():
    """Ask for a device's file system in the way of 1983."""
    return reached("ustat", 0, None)


def load_module():
    """Load a module into the kernel: an empty one."""
    return reached("init_module", None, 0, b"")


def load_module_by_descriptor():
    """Load a module into the kernel from no descriptor."""
    return reached("finit_module", -1, b"", 0)


def unload_module():
    """Unload a module that there is not."""
    return reached("delete_module", b"torchgrade_nothing", 0o4000)


def load_next_kernel():
    """Load another kernel, with flags that there are not."""
    return reached("kexec_load", 0, 0, None, 0xFFFF)


def load_next_kernel_by_descriptor():
    """Load another kernel from no descriptor, with flags that there are not."""
    return reached("kexec_file_load", -1, -1, 0, None, 0xFFFF)


def reboot_machine():
    """Ask for a reboot without the words that the kernel wants to hear."""
    return reached("reboot", 0, 0, 0, None)


def change_host_name():
    """Give the machine the name that it has."""
    name = os.uname().nodename.encode()
    return f"answered {call('sethostname', name, len(name))}"


def change_domain_name():
    """Give the machine the domain that it has."""
    with open("/proc/sys/kernel/domainname", "rb") as file:
        name = file.read().strip()
    return f"answered {call('setdomainname', name, len(name))}"


def set_time():
    """Set the machine's clock, to no time."""
    return reached("settimeofday", None, None)


def tune_clock():
    """Ask how the machine's clock is tuned, by the call that tunes it."""
    return reached("adjtimex", ctypes.create_string_buffer(208))


def tune_any_clock():
    """Ask how a clock is tuned, by the call that tunes it."""
    return reached("clock_adjtime", 0, ctypes.create_string_buffer(208))


def add_swap():
    """Swap to a file that there is not."""
    return reached("swapon", b"/torchgrade-nothing", 0)


def remove_swap():
    """Stop swapping to a file that there is not."""
    return reached("swapoff", b"/torchgrade-nothing")


def ask_quota():
    """Ask for the quotas of a disk that there is not."""
    return reached("quotactl", 0x80000700, b"/torchgrade-nothing", 0, None)


def account_processes():
    """Have the kernel log all processes into a file that there is not."""
    return reached("acct", b"/torchgrade-nothing")
