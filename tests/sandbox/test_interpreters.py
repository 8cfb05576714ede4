"""Fresh interpreters of ours."""

from __future__ import annotations

import socket

from torchgrade.sandbox.interpreters import start


def test_an_interpreter_ends_when_its_connection_does() -> None:
    """It holds one descriptor of ours, and nobody waits for one that has nobody to serve."""
    ours, theirs = socket.socketpair()
    process = start("judge", theirs.fileno())
    theirs.close()
    ours.close()

    assert process.wait(120) is not None
