"""The outer layer: the zygote and its forks see no other files, processes or network than they need."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from platformdirs import user_cache_dir

from torchgrade.model.phrases import Phrase, phrase
from torchgrade.plugins.manager import Plugins
from torchgrade.sandbox.confinement.plan import package_folders, plugin_folders

PROGRAM = "bwrap"
_SYSTEM = (
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32",
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime",
)  # fmt: skip
_SPACES = ("--unshare-pid", "--unshare-ipc", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try")
_CAPABILITIES = ("CAP_SETUID", "CAP_SETGID", "CAP_KILL", "CAP_DAC_READ_SEARCH")
"""Capabilities that root's zygote keeps there: to change its user, to end workers, and to read a course."""
_SECONDS = 20
_TRIES = 3
KILLED = (-signal.SIGKILL, 128 + signal.SIGKILL)
"""Exit statuses after SIGKILL: of a process itself, and as bubblewrap or a zygote reports it of its child."""


def find() -> str | None:
    """Return the path of bubblewrap, or None if it is not installed."""
    return shutil.which(PROGRAM) if sys.platform == "linux" else None


def version(program: str) -> str:
    """Return the version line of bubblewrap."""
    try:
        told = subprocess.run(  # noqa: S603 - bubblewrap
            [program, "--version"], capture_output=True, text=True, errors="replace", timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return PROGRAM
    return told.stdout.strip() or PROGRAM


def why_not(prefix: Sequence[str]) -> str | Phrase | None:
    """Return why a program cannot be started that way, or None if it can."""
    try:
        tried = _try(prefix)
        for _ in range(_TRIES - 1):
            # What was killed says nothing about this machine, and one run must not have workers of two levels.
            if tried.returncode in KILLED:
                tried = _try(prefix)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = tried.stderr.strip().splitlines()
    if tried.returncode == 0:
        return None
    return lines[-1] if lines else phrase("sandbox.layer.bubblewrap_ended", status=tried.returncode)


def _try(prefix: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - bubblewrap, and an empty program
        [*prefix, sys.executable, "-I", "-S", "-c", ""],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=_SECONDS, check=False,
    )  # fmt: skip


def prefix(program: str, plugins: Plugins, data_root: str) -> list[str]:
    """Return the words to put before the zygote's own command line.

    The system's programs and libraries are visible inside, read-only. So are the interpreter, the folders with packages
    and plugins, and the data of the run. This user's cache of data sets is writable. The home folder, the submissions
    and the run folder are not visible.
    """
    words = [program, "--die-with-parent", *_SPACES]
    if os.geteuid() == 0:
        words += [word for capability in _CAPABILITIES for word in ("--cap-add", capability)]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]  # noqa: S108 - a fresh one
    for place in _SYSTEM:
        if os.path.islink(place):
            words += ["--symlink", os.readlink(place), place]
        elif os.path.exists(place):
            words += ["--ro-bind", place, place]
    for place in _outermost(_needed(plugins, data_root)):
        words += ["--ro-bind", place, place]
    cache = user_cache_dir("torchgrade")
    if data_root:
        with suppress(OSError):
            os.makedirs(cache, mode=0o700, exist_ok=True)
        if os.path.isdir(cache):
            words += ["--bind", cache, cache]
    return [*words, "--setenv", "TMPDIR", "/tmp", "--chdir", "/"]  # noqa: S108 - a fresh one


def _needed(plugins: Plugins, data_root: str) -> Iterator[str]:
    yield from (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix)
    for folder in package_folders():
        yield folder
        with os.scandir(folder) as entries:
            yield from (os.path.realpath(entry.path) for entry in entries if entry.is_symlink())
    yield from plugin_folders(plugins)
    # An interpreter is often a link to a link, and it reads each of these links when it starts.
    place = sys.executable
    for _ in range(40):
        yield place
        if not os.path.islink(place):
            break
        place = os.path.join(os.path.dirname(place), os.readlink(place))
    if data_root:
        yield data_root


def _outermost(places: Iterable[str]) -> list[str]:
    """Return the places that exist and are not inside another one, or inside a folder that is there anyway."""
    found: list[str] = []
    for place in sorted({os.path.normpath(place) for place in places}):
        inside = [*found, *_SYSTEM]
        if os.path.lexists(place) and not any(place == one or place.startswith(one + "/") for one in inside):
            found.append(place)
    return found
