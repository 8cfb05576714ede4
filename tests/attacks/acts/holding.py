"""What can be done to files that may be read: locking, marking and mapping them, and making all wait."""

from __future__ import annotations

import os

from tests.attacks.acts.raw import call, reached


def set_flags_of_readable_file():
    """Ask for the flags (chattr) of a file that may be read, which sets them as well."""
    import fcntl

    fd = os.open(os.__file__, os.O_RDONLY)
    flags = fcntl.ioctl(fd, 0x80086601, bytes(8))
    return f"flags {flags.hex()}"


def lock_readable_file():
    """Lock a file that others lock too, so that they wait for us."""
    import fcntl

    fcntl.flock(os.open(os.__file__, os.O_RDONLY), fcntl.LOCK_SH | fcntl.LOCK_NB)
    return "locked"


def lock_region_of_readable_file():
    """Lock a part of a file that may be read."""
    import fcntl

    fcntl.lockf(os.open(os.__file__, os.O_RDONLY), fcntl.LOCK_SH | fcntl.LOCK_NB, 1)
    return "locked"


def lease_readable_file():
    """Take a lease on a file, so that who opens it for writing waits for us."""
    import fcntl

    fcntl.fcntl(os.open(os.__file__, os.O_RDONLY), fcntl.F_SETLEASE, fcntl.F_RDLCK)
    return "leased"


def write_shared_mapping():
    """Map a file that may be read so that writing to the map writes to the file."""
    import mmap

    mmap.mmap(os.open(os.__file__, os.O_RDWR), 16, prot=mmap.PROT_WRITE)
    return "mapped"


def flush_all_disks():
    """Have the machine write everything to its disks, which makes everybody wait."""
    return reached("syncfs", -1)


def map_old_style():
    """Rearrange a mapping with a call that nobody uses any more."""
    return reached("remap_file_pages", 0, 0, 0, 0, 0)


def notify_of_folder():
    """Be sent a signal whenever a folder changes."""
    import fcntl

    fcntl.fcntl(os.open(os.path.dirname(os.__file__), os.O_RDONLY), fcntl.F_NOTIFY, fcntl.DN_ACCESS)
    return "told"


def read_ahead():
    """Have the kernel read a file into memory, which shows who else reads it."""
    call("readahead", os.open(os.__file__, os.O_RDONLY), 0, 4096)
    return "read ahead"
