"""The small fixed messages between zygote, bench and judges; descriptors travel beside them."""

from __future__ import annotations

import struct

MESSAGE = struct.Struct("<cqq")

FORK = b"F"
"""Judge to zygote: fork a worker with that many bytes of memory more."""
KILL = b"K"
"""Judge to zygote: kill the worker with that process id."""
WORKER = b"W"
"""Zygote to judge: a worker with that process id, with its socket and its output pipe."""
EXITED = b"X"
"""Zygote to judge: the worker with that process id ended with that status."""
NO_WORKER = b"E"
"""Zygote to judge: no worker could be forked, because of that errno."""
JUDGE = b"J"
"""Bench to zygote: the zygote's end of a new judge's link."""
SIZE = MESSAGE.size
