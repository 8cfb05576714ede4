"""Each layer is missed: without it, and with all others, some attack succeeds or nothing is graded."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from functools import cache

import psutil
import pytest

from tests.attacks import running, submissions, world
from tests.attacks.as_user import is_root
from tests.attacks.running import Form
from tests.conftest import request_of
from torchgrade.model.exercises import Limits
from torchgrade.model.outcomes import Outcome, SandboxLevel
from torchgrade.model.results import SubmissionResult
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox.confinement.plan import LAYERS
from torchgrade.sandbox.engine import Engine

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

CONFIG = RunConfig(
    exercises=("softmax",), data="synthetic-fashion", data_root="", seed=1, hidden_seed=2, sandbox=SandboxLevel.B,
    limits=Limits(cpu_seconds=5.0, wall_seconds=20.0),
)  # fmt: skip
MISSED = {
    "descriptors": ["find_descriptors"],
    "environment": ["read_environment"],
    "limits": ["take_bytes", "take_one_block", "take_shared_mapping", "take_descriptors"],
    "landlock": [
        "read_etc_passwd",
        "read_secret",
        "read_solution",
        "read_hidden_check",
        "read_sibling_submission",
        "list_root",
    ],
    "seccomp": ["make_socket_pair", "send_udp", "take_segment", "change_name", "adopt_orphans"],
    "bubblewrap": ["stat_secret"],
}
"""Acts that succeed where only that layer is missing."""
FIRST = ("softmax.rows",)
RUNNING = "import os, time\n\ndef softmax(X):\n    os.write(1, b'%d' % os.getpid())\n    time.sleep(1000)\n"
WHO = "import os\n\ndef softmax(X):\n    os.write(1, b'uid %d' % os.geteuid())\n    return X\n"
Said = Callable[[str, str], running.Said]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Said]:
    """Return a function that says what becomes of an act where a layer is missing; an empty name is for none.

    Bubblewrap stands aside for all others: what it hides could not be missed a second time.
    """
    place = tmp_path_factory.mktemp("layers")
    (place / "in").mkdir()
    (place / "in" / "sibling.py").write_text("# somebody else's\n")
    engines: dict[str, Engine] = {}

    @cache
    def say(layer: str, act: str) -> running.Said:
        if layer not in engines:
            engines[layer] = Engine(CONFIG, without=[layer, "bubblewrap"] if layer else [])
        text = submissions.submission_of(
            submissions.acts()[act], {**facts, "sibling": str(place / "in" / "sibling.py")}
        )
        result = engines[layer].judge(request_of({"a.py": text.encode()}, only=FIRST))
        check = result.exercises[0].checks[0]
        assert check.outcome is Outcome.FAILED, check.message
        return running.said_in({"exercises": [{"checks": [
            {"output": check.output, "outcome": check.outcome, "message_id": check.message_id}
        ]}]}, act)  # fmt: skip

    with world.world(place, Form("B", is_root())) as facts:
        yield say
    for engine in engines.values():
        engine.close()


CASES = [
    (layer, act)
    for layer, acts in MISSED.items()
    for act in acts
    if layer != "bubblewrap" or shutil.which("bwrap") is not None
]


@pytest.mark.parametrize(("layer", "act"), CASES)
def test_an_act_succeeds_where_its_layer_is_missing_and_only_there(layer: str, act: str, said: Said) -> None:
    assert said("" if layer == "bubblewrap" else "bubblewrap", act).word != "OPEN"
    assert said(layer, act).word == "OPEN", said(layer, act)


def test_every_layer_is_missed_by_a_test_of_this_file() -> None:
    """But one: what hides a worker's memory from others of its user is tried from outside, in tests/sandbox."""
    assert {*MISSED, "uid", "parent_death", "no_new_privs", "hidden"} == {*LAYERS, "bubblewrap"}


def first(engine: Engine, text: str) -> SubmissionResult:
    return engine.judge(request_of({"a.py": text.encode()}, only=FIRST))


@pytest.mark.parametrize("without", [[], ["uid"]])
def test_without_its_layer_a_worker_of_root_is_root(without: list[str]) -> None:
    with Engine(CONFIG, without=[*without, "bubblewrap"]) as engine:
        output = first(engine, WHO).exercises[0].checks[0].output

    assert output.startswith("uid ")
    assert (output == "uid 0") == (bool(without) and is_root())


def test_without_no_new_privs_a_worker_never_gets_ready_and_that_is_ours() -> None:
    """The kernel lets an ordinary user put on neither filter nor ruleset then."""
    with Engine(CONFIG, without=["no_new_privs", "bubblewrap"]) as engine:
        result = first(engine, WHO)

    assert result.points is None
    assert result.exercises[0].checks[0].outcome is Outcome.ERROR
    assert "landlock" in result.exercises[0].checks[0].message


@pytest.mark.parametrize(("without", "survives"), [([], False), (["parent_death"], True)])
def test_without_its_layer_a_worker_outlives_the_zygote(without: list[str], survives: bool) -> None:
    engine = Engine(CONFIG, without=[*without, "bubblewrap"])
    worker = _start_sleeper(engine)
    os.kill(engine.pid, signal.SIGKILL)
    try:
        # The judge, which would have it killed, has lost its zygote too.
        gone, _ = psutil.wait_procs([worker], 1.0 if survives else 20.0)
        assert (not gone) == survives
    finally:
        if worker.is_running():
            worker.kill()
        engine.close()


def _start_sleeper(engine: Engine) -> psutil.Process:
    """Have a submission sleep; return its worker, a child of the zygote with a session of its own."""
    import threading

    threading.Thread(target=first, args=(engine, RUNNING), daemon=True).start()
    zygote = psutil.Process(engine.pid)
    bench = zygote.children()
    end = time.monotonic() + 60
    while time.monotonic() < end:
        workers = [one for one in zygote.children() if one not in bench and os.getsid(one.pid) == one.pid]
        if workers:
            time.sleep(1.0)
            return workers[0]
        time.sleep(0.05)
    raise AssertionError("no worker came")
