"""Time from the fork of a worker to its first answer, with all layers and without, measured in turn."""

from __future__ import annotations

import json
import os
import signal
import socket
import statistics
import time

from torchgrade.model.exercises import Limits
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.plugins.manager import Plugins
from torchgrade.protocol.client import Client
from torchgrade.protocol.messages import Call, Load, Returned
from torchgrade.protocol.values import Packer
from torchgrade.protocol.worker import Ending
from torchgrade.sandbox import own_process, preloading
from torchgrade.sandbox.becoming import run_worker
from torchgrade.sandbox.confinement.layers import Confinement
from torchgrade.sandbox.confinement.plan import make_plan

FORKS = 60
SOFTMAX = "def softmax(X):\n    exp = X.exp()\n    return exp / exp.sum(1, keepdim=True)\n"


class Worker:
    """A fork of this process with the interface that the judge's client needs."""

    def __init__(self, confinement: Confinement, memory: int) -> None:
        self.socket, theirs = socket.socketpair()
        self.output, writer = os.pipe()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                run_worker(confinement, theirs.fileno(), writer, memory, parent)
            finally:
                os._exit(0)
        theirs.close()
        os.close(writer)

    def ending(self, wait: float) -> Ending | None:
        return None

    def cpu_seconds(self) -> float:
        return 0.0

    def excess_memory(self) -> bool:
        return False

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def first_answer(confinement: Confinement) -> float:
    """Return the seconds from before the fork until the client has softmax of a (2, 3) matrix."""
    import torch

    limits = Limits()
    start = time.perf_counter()
    client = Client(Worker(confinement, limits.memory_bytes), limits)
    load = Load(
        number=1, units=[], stand_ins=[], givens=SOFTMAX, fill=["softmax"], override=[], wanted=["softmax"], seed=1
    )
    client.request(load)
    packer = Packer(views=True)
    call = Call(number=2, name="softmax", arguments=[packer.node(torch.ones(2, 3))])
    reply, _ = client.request(call, packer.buffers, reply_bytes=1 << 16)
    seconds = time.perf_counter() - start
    assert isinstance(reply, Returned), reply
    client.close()
    return seconds


def main() -> None:
    own_process.hide()
    # Made first, because a warm process no longer finds editable installations.
    plugins = Plugins()
    plans = {
        key: make_plan(plugins, ("softmax",), level)
        for key, level in (("first answer", SandboxLevel.B), ("first answer unconfined", SandboxLevel.NONE))
    }
    preloading.warm_up(full=True)
    ways = {key: Confinement(plan) for key, plan in plans.items()}
    found: dict[str, list[float]] = {key: [] for key in ways}
    for _ in range(FORKS):
        for key, confinement in ways.items():
            found[key].append(first_answer(confinement))
    print(json.dumps({key: statistics.median(values) for key, values in found.items()}))


if __name__ == "__main__":
    main()
