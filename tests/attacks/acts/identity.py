"""Who one is and how important: users, capabilities, priorities, and what protects a process from itself."""

from __future__ import annotations

import ctypes
import os

from tests.attacks.acts.raw import blocked, call


def become_root():
    """Become root, or be it."""
    os.setuid(0)
    return f"user {os.geteuid()}"


def become_root_by_saved_id():
    """Take root back from where a careless drop has left it."""
    os.setresuid(-1, 0, -1)
    return f"user {os.geteuid()}"


def become_root_group():
    """Join root's group."""
    os.setgid(0)
    return f"group {os.getegid()}"


def change_file_user():
    """Be root towards files only (setfsuid), which tells who one was."""
    library = ctypes.CDLL(None, use_errno=True)
    library.setfsuid(0)
    if library.setfsuid(0):
        raise blocked(1, "still somebody else")
    return "root towards files"


def keep_groups():
    """Have groups beside one's own."""
    others = sorted(set(os.getgroups()) - {os.getgid()})
    if not others:
        raise blocked(1, "none")
    return f"groups {others}"


def join_groups():
    """Join further groups."""
    os.setgroups([0])
    return str(os.getgroups())


def raise_capabilities():
    """Set one's capabilities to all that one may have."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    call("capget", header, data)
    data[0], data[3] = data[1], data[4]
    call("capset", header, data)
    if not data[1] and not data[4]:
        raise blocked(1, "there are none")
    return f"capabilities {data[1]:#x}"


def ask_capabilities():
    """Ask for capabilities that are left in the bounding set."""
    return f"bit 21: {call('prctl', 23, 21, 0, 0, 0)}"


def start_session():
    """Leave the session and the group, so that a signal to the group does not find one."""
    os.setsid()
    return "left"


def change_group():
    """Leave the group for one of one's own."""
    os.setpgid(0, 0)
    return "left"


def become_nicer():
    """Change one's priority."""
    return f"nice {os.nice(1)}"


def become_less_nice():
    """Take priority from others."""
    os.setpriority(os.PRIO_PROCESS, 0, -1)
    return "nice -1"


def change_priority_of_process(victim):
    """Change the priority of another process."""
    os.setpriority(os.PRIO_PROCESS, victim, 1)
    return "nice 1"


def change_scheduler():
    """Be scheduled as a batch."""
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    return "batch"


def become_real_time():
    """Be scheduled before everybody else."""
    os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    return "round robin"


def change_scheduler_by_attributes():
    """Be scheduled as said in memory that no filter can look at."""
    attributes = (ctypes.c_uint64 * 6)(48 | (3 << 32))
    call("sched_setattr", 0, ctypes.byref(attributes), 0)
    return "batch"


def change_core():
    """Choose the core to run on."""
    os.sched_setaffinity(0, os.sched_getaffinity(0))
    return "chosen"


def change_core_of_process(victim):
    """Choose the core on which another process runs."""
    os.sched_setaffinity(victim, os.sched_getaffinity(0))
    return "chosen"


def change_disk_priority():
    """Be served last by disks."""
    call("ioprio_set", 1, 0, 3 << 13)
    return "idle"


def become_dumpable():
    """Open one's memory to others of the same user."""
    call("prctl", 4, 1, 0, 0, 0)
    return "dumpable"


def keep_capabilities():
    """Keep capabilities when the user changes."""
    call("prctl", 8, 1, 0, 0, 0)
    return "kept"


def change_name():
    """Call oneself otherwise in lists of processes."""
    call("prctl", 15, b"torchgrade", 0, 0, 0)
    return "named"


def change_memory_map():
    """Change what /proc tells of one's memory (PR_SET_MM)."""
    call("prctl", 35, 14, ctypes.byref(ctypes.c_uint32()), 0, 0)
    return "changed"


def adopt_orphans():
    """Become the parent of orphans."""
    call("prctl", 36, 1, 0, 0, 0)
    return "adopting"


def allow_tracers():
    """Allow any process to trace this one."""
    call("prctl", 0x59616D61, -1, 0, 0, 0)
    return "allowed"


def catch_own_calls():
    """Have system calls be sent to oneself as signals."""
    call("prctl", 59, 0, 0, 0, 0)
    return "switched off, which could be on"


def change_timer_slack():
    """Change how late timers may be."""
    call("prctl", 29, 1, 0, 0, 0)
    return "changed"


def change_speculation():
    """Ask how the processor speculates here."""
    return f"answered {call('prctl', 52, 0, 0, 0, 0)}"


def filter_again():
    """Ask for the size of notifications of a filter of one's own, which could answer for calls."""
    return f"answered {call('seccomp', 3, 0, ctypes.create_string_buffer(6))}"


def filter_again_by_prctl():
    """Set a filter of one's own that forbids nothing."""
    program = (ctypes.c_uint32 * 2)(0x00000006, 0x7FFF0000)
    about = (ctypes.c_uint64 * 2)(1, ctypes.addressof(program))
    call("prctl", 38, 1, 0, 0, 0)
    call("prctl", 22, 2, ctypes.byref(about), 0, 0)
    return "set"


def confine_again():
    """Ask for the version of Landlock."""
    return f"version {call('landlock_create_ruleset', None, 0, 1)}"


def confine_again_by_ruleset():
    """Make a ruleset of Landlock that forbids one thing."""
    attributes = (ctypes.c_uint64 * 1)(1)
    return f"descriptor {call('landlock_create_ruleset', attributes, 8, 0)}"


def trust_new_programs():
    """Ask whether programs could gain rights; 0 is what a worker must not hear."""
    if call("prctl", 39, 0, 0, 0, 0):
        raise blocked(1, "no_new_privs is set")
    return "they can"
