"""Reaching other processes with signals. Signal 0 and SIGCONT prove as much as SIGKILL would."""

from __future__ import annotations

import ctypes
import os
import signal

from tests.attacks.acts.raw import call


def signal_zygote(parent):
    """Send a signal to the zygote. [47]"""
    os.kill(parent, 0)
    return "sent"


def signal_sibling(victim):
    """Send a signal to another process of the same user. [47]"""
    os.kill(victim, signal.SIGCONT)
    return "sent"


def signal_group():
    """Send a signal to the own group. [47]"""
    os.killpg(0, 0)
    return "sent"


def signal_group_of_sibling(victim):
    """Send a signal to the group of another process."""
    os.killpg(victim, 0)
    return "sent"


def signal_all():
    """Send a signal to everybody. [47]"""
    os.kill(-1, 0)
    return "sent"


def signal_self():
    """Send a signal to oneself, which a filter of numbers may confuse with others."""
    os.kill(os.getpid(), 0)
    return "sent"


def signal_init():
    """Send a signal to the first process."""
    os.kill(1, 0)
    return "sent"


def signal_by_tgkill(victim):
    """Send a signal to a thread of another process. [48]"""
    call("tgkill", victim, victim, 0)
    return "sent"


def signal_by_tkill(victim):
    """Send a signal to a thread by its number alone. [48]"""
    call("tkill", victim, 0)
    return "sent"


def signal_with_value(victim):
    """Send a signal with a made-up sender (rt_sigqueueinfo). [48]"""
    info = ctypes.create_string_buffer(128)
    ctypes.c_int.from_buffer(info, 8).value = -1
    call("rt_sigqueueinfo", victim, signal.SIGCONT, info)
    return "sent"


def signal_thread_with_value(victim):
    """Send a signal with a made-up sender to a thread. [48]"""
    info = ctypes.create_string_buffer(128)
    ctypes.c_int.from_buffer(info, 8).value = -1
    call("rt_tgsigqueueinfo", victim, victim, signal.SIGCONT, info)
    return "sent"


def signal_by_pidfd(victim):
    """Send a signal by descriptor. [48]"""
    signal.pidfd_send_signal(os.pidfd_open(victim), 0)
    return "sent"


def hold_process(victim):
    """Hold another process by descriptor."""
    os.pidfd_open(victim)
    return "held"


def hold_zygote(parent):
    """Hold the zygote by descriptor."""
    os.pidfd_open(parent)
    return "held"


def signal_by_owner(victim):
    """Have the kernel send signals on behalf of a descriptor that is given to another process. [48]"""
    import fcntl

    reader, writer = os.pipe()
    fcntl.fcntl(reader, fcntl.F_SETOWN, victim)
    fcntl.fcntl(reader, 10, signal.SIGCONT)
    fcntl.fcntl(reader, fcntl.F_SETFL, os.O_ASYNC)
    os.write(writer, b"x")
    return "sent"


def signal_by_owner_of_protocol(victim):
    """Give the protocol's own descriptor to another process. [48]"""
    import fcntl

    fcntl.fcntl(3, fcntl.F_SETOWN, victim)
    return "given"


def signal_by_extended_owner(victim):
    """Give a descriptor to a thread of another process (F_SETOWN_EX). [48]"""
    import fcntl
    import struct

    fcntl.fcntl(os.pipe()[0], 15, struct.pack("<2i", 1, victim))
    return "given"


def signal_by_owner_of_socket(victim):
    """Give the protocol's socket to another process by the call that sockets have for it (FIOSETOWN). [48]"""
    import fcntl
    import struct

    fcntl.ioctl(3, 0x8901, struct.pack("<i", victim))
    return "given"


def signal_by_timer(victim):
    """Make a timer that signals a thread."""
    event = ctypes.create_string_buffer(64)
    ctypes.c_int.from_buffer(event, 8).value = signal.SIGCONT
    ctypes.c_int.from_buffer(event, 12).value = 4
    ctypes.c_int.from_buffer(event, 16).value = victim
    made = ctypes.c_int()
    try:
        call("timer_create", 1, event, ctypes.byref(made))
    except OSError as error:
        if error.errno == 22:
            return "the kernel took it (EINVAL)"
        raise
    return "made"


def read_own_signals():
    """Have signals come as bytes of a descriptor."""
    return f"descriptor {call('signalfd4', -1, bytes(8), 8, 0)}"


def signal_self_by_raise():
    """Send a signal to oneself by raise() of the C library. [33]"""
    if ctypes.CDLL(None, use_errno=True)["raise"](0):
        raise OSError(ctypes.get_errno(), "raise")
    return "sent"
