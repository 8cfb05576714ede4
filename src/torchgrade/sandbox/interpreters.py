"""Fresh interpreters of ours, if there is no safe fork (ruling 28). Does not import torch: the command uses it."""

from __future__ import annotations

import subprocess
import sys

from torchgrade.sandbox.preloading import environment


def start(role: str, descriptor: int, *further: int, output: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """Start a fresh interpreter as ``judge`` or ``worker``, with one descriptor of ours."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [
            sys.executable,
            "-I",
            "-m",
            "torchgrade.sandbox.spawned",
            role,
            str(descriptor),
            *map(str, further),
        ],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output if role == "worker" else None,
        pass_fds=(descriptor,),
        cwd="/",
        start_new_session=True,
    )
