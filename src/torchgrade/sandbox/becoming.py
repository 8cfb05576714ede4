"""Steps by which a fresh child of the zygote becomes a worker, and the proof that it is confined."""

from __future__ import annotations

import os
import sys
import traceback

from torchgrade.model.outcomes import SandboxLevel
from torchgrade.sandbox import own_process
from torchgrade.sandbox.confinement import canary
from torchgrade.sandbox.confinement.calls import PROTOCOL_FD
from torchgrade.sandbox.confinement.layers import Confinement
from torchgrade.sandbox.confinement.plan import LAYERS
from torchgrade.sandbox.confinement.records import Act, Isolation
from torchgrade.sandbox.own_process import die_with, hide, keep_only, reset_signals
from torchgrade.sandbox.worker.importable import Importable


def become_worker(confinement: Confinement, connection: int, output: int, memory: int, parent: int) -> None:
    """Turn a fresh child of the zygote into a worker with every layer of the plan, permanently."""
    confinement.become_nobody()
    if confinement.has("parent_death"):
        die_with(parent)
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    if confinement.has("descriptors"):
        keep_only({0: nothing, 1: output, 2: output, 3: connection, **{fd: fd for fd in confinement.keep()}})
    else:
        for new, old in {0: nothing, 1: output, 2: output, 3: connection}.items():
            os.dup2(old, new)
    reset_signals()
    if confinement.has("environment"):
        os.environ.clear()
    if not confinement.plan.confines:
        # Without this, a device that the zygote could not see would be visible again. A sandbox hides it anyway.
        os.environ["CUDA_VISIBLE_DEVICES"] = ""
    if confinement.has("hidden"):
        hide()
    if confinement.has("no_new_privs"):
        own_process.forbid_privileges()
    confinement.limit(memory)
    confinement.close_doors()


def run_worker(confinement: Confinement, connection: int, output: int, memory: int, parent: int) -> None:
    """Become a worker and serve until its judge is gone. If a layer fails, end before the greeting."""
    # The zygote imported this module when it warmed up.
    from torchgrade.sandbox.worker.main import serve

    become_worker(confinement, connection, output, memory, parent)
    if confinement.plan.confines:
        sys.meta_path[:] = [Importable(confinement.plan.modules, sys.meta_path)]
    serve()


def hear_canary(confinement: Confinement, memory: int) -> tuple[Act, ...]:
    """Return the answer to each act of a canary worker. If the canary never got ready, return its reason."""
    reader, writer = os.pipe()
    # Text that a library prints while it computes is not part of the answer.
    spoken, speech = os.pipe()
    zygote = os.getpid()
    child = os.fork()
    if child == 0:
        try:
            become_worker(confinement, writer, speech, memory, zygote)
            os.write(PROTOCOL_FD, canary.sing(confinement.plan, zygote))
        except BaseException:  # noqa: BLE001 - the zygote reads its last line
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(0)
    os.close(writer)
    os.close(speech)
    with open(reader, "rb") as song, open(spoken, "rb") as said:
        heard = canary.heard(song.read(1 << 16))
        lines = said.read(1 << 16).decode("utf-8", "replace").strip().splitlines()
    os.waitpid(child, 0)
    return heard or (Act(name="get_ready", forbidden=False, answer=lines[-1][:300] if lines else "none"),)


def isolation_of(confinement: Confinement, memory: int) -> Isolation:
    """Return how the workers of this zygote are confined, after a canary has tried."""
    plan = confinement.plan
    whole = set(plan.layers) == set(LAYERS) and all(layer.works for layer in confinement.layers)
    level = SandboxLevel.NONE if not whole else SandboxLevel.A if plan.bubblewrap else SandboxLevel.B
    return Isolation(
        level=level,
        layers=tuple(confinement.layers),
        canary=hear_canary(confinement, memory) if plan.confines else (),
        landlock=confinement.landlock,
        threads=own_process.count_threads(),
        mapped_bytes=own_process.mapped_bytes(),
    )
