"""Run a command as an ordinary user where the tests run as root, whatever lies below folders of root's own.

Interpreter, checkout and temporary folders may stand below a folder that only root can enter. Then the command runs
in a mount namespace of its own, in which each such folder is an empty one that anybody can enter, and what the
command needs lies in it at its old path. Nothing outside that namespace changes.
"""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.conftest import ROOT

USER = 12345
"""An id that no account of the machine has."""


def is_root() -> bool:
    """Return whether these tests run as root."""
    return os.geteuid() == 0


def hand_over(folder: Path) -> Path:
    """Give a folder and what lies in it to the ordinary user; return it."""
    if is_root():
        for path in (folder, *folder.rglob("*")):
            os.chown(path, USER, USER, follow_symlinks=False)
    return folder


def run_as_user(
    command: Sequence[str],
    *,
    reach: Iterable[Path] = (),
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    timeout: float = 300,
) -> subprocess.CompletedProcess[str]:
    """Run a command as an ordinary user: as :data:`USER` where this is root, else as whoever this is.

    :param reach: further places that the command must be able to reach, each owned by that user or open to all.
    """
    if env is not None:
        # Set by the last step: the steps before it find their programs where these tests do.
        command = ["env", "-i", *(f"{name}={value}" for name, value in env.items()), *command]
    with tempfile.TemporaryDirectory() as holding:
        return subprocess.run(
            command_as_user(command, holding, reach) if is_root() else list(command),
            cwd="/" if cwd is None else cwd, timeout=timeout, capture_output=True, text=True, check=False,
        )  # fmt: skip


def command_as_user(command: Sequence[str], holding: str, reach: Iterable[Path] = ()) -> list[str]:
    """Return the command line with which root becomes that user and runs the command.

    :param holding: an empty folder that stays until the command has ended; nothing is left in it.
    """
    dropped = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--", *command]
    needed = list(_outermost([*_interpreter(), ROOT, *map(Path, reach)]))
    covers = sorted({cover for place in needed for cover in _closed_folders(place)})
    covers = [cover for cover in covers if not any(other in cover.parents for other in covers)]
    if not covers:
        return dropped
    script = "\n".join([*_mounts(needed, covers, holding), f"exec {shlex.join(dropped)}"])
    return ["unshare", "--mount", "--propagation", "private", "--", "sh", "-ec", script]


def _interpreter() -> list[Path]:
    places = [sys.prefix, sys.base_prefix, os.path.realpath(sys.executable), *sys.path]
    return [Path(place).absolute() for place in places if place and os.path.exists(place)]


def _outermost(places: Iterable[Path]) -> Iterator[Path]:
    whole = {place.absolute() for place in places} | {Path(os.path.realpath(place)) for place in places}
    for place in sorted(whole):
        if not any(parent in whole for parent in place.parents):
            yield place


def _closed_folders(place: Path) -> Iterator[Path]:
    for parent in place.parents:
        if not parent.stat().st_mode & stat.S_IXOTH:
            yield parent


def _mounts(needed: Sequence[Path], covers: Sequence[Path], holding: str) -> Iterator[str]:
    """Yield shell commands that keep what is needed, cover each closed folder, and put what was kept back."""
    hidden = [place for place in needed if any(cover in place.parents for cover in covers)]
    # The holding place itself may lie in a folder that is covered, so it is entered first.
    yield f"mount -t tmpfs -o mode=755 tmpfs {shlex.quote(holding)}"
    yield f"cd {shlex.quote(holding)}"
    for number, place in enumerate(hidden):
        yield f"mkdir {number}" if place.is_dir() else f"touch {number}"
        yield f"mount --rbind {shlex.quote(str(place))} {number}"
    for cover in covers:
        yield f"mount -t tmpfs -o mode=755 tmpfs {shlex.quote(str(cover))}"
    for number, place in enumerate(hidden):
        at = shlex.quote(str(place))
        yield f"mkdir -p {at}" if place.is_dir() else f"mkdir -p {shlex.quote(str(place.parent))}; touch {at}"
        yield f"mount --rbind {number} {at}"
    yield 'cd "$OLDPWD"'
