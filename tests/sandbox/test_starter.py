"""Grading starts at the level that a run asks for, or says what is missing, why, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from msgspec import structs

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.errors import InternalError, UsageError
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.phrases import phrase
from torchgrade.model.runs import RunConfig
from torchgrade.model.told import in_language
from torchgrade.sandbox import starter as module
from torchgrade.sandbox.confinement import bubblewrap
from torchgrade.sandbox.confinement.plan import ALWAYS, LAYERS, Plan
from torchgrade.sandbox.confinement.records import Act, Isolation, Layer
from torchgrade.sandbox.engine_processes import NotStartedError
from torchgrade.sandbox.starter import Starter, require

A, B, NONE = SandboxLevel.A, SandboxLevel.B, SandboxLevel.NONE
REFUSED = Act(name="start_process", forbidden=True, answer="EPERM")
DONE = Act(name="open_local_socket", forbidden=True, answer="done")
FAILED = Act(name="compute", forbidden=False, answer="EACCES")
LANDLOCK = Layer(name="landlock", works=False, detail="the kernel has none", remedy=phrase("sandbox.remedy.landlock"))
SECCOMP = Layer(name="seccomp", works=False, detail="no library", remedy=phrase("sandbox.remedy.seccomp"))
BUBBLEWRAP = Layer(
    name="bubblewrap",
    works=False,
    detail=phrase("sandbox.layer.bubblewrap_absent"),
    remedy=phrase("sandbox.remedy.install"),
)
WORKING = Layer(name="limits", works=True, detail="memory")


def isolation(level: SandboxLevel, *missing: Layer, canary: tuple[Act, ...] = (REFUSED,)) -> Isolation:
    return Isolation(level=level, layers=(WORKING, *missing), canary=canary)


@pytest.mark.parametrize(("wanted", "reached"), [(A, A), (B, B), (B, A), (NONE, NONE), (NONE, B), (NONE, A)])
def test_a_level_as_high_as_was_asked_for_is_enough(wanted: SandboxLevel, reached: SandboxLevel) -> None:
    require(wanted, isolation(reached))


def test_trusted_code_needs_no_canary() -> None:
    require(NONE, isolation(NONE, canary=()))


def refusal(wanted: SandboxLevel, found: Isolation) -> str:
    with pytest.raises(UsageError) as caught:
        require(wanted, found)
    return str(caught.value)


@pytest.mark.parametrize("layer", [LANDLOCK, SECCOMP])
@pytest.mark.parametrize("wanted", [A, B])
def test_a_missing_layer_is_named_with_its_reason_and_its_remedy(wanted: SandboxLevel, layer: Layer) -> None:
    said = refusal(wanted, isolation(NONE, layer))

    assert f"{layer.name}: {layer.detail}" in said
    assert layer.remedy is not None
    assert catalogue_for().words(layer.remedy) in said
    assert f"only to level none, but the run needs {wanted}" in said


def test_two_missing_layers_are_both_named_and_those_that_work_are_not() -> None:
    said = refusal(B, isolation(NONE, LANDLOCK, SECCOMP))

    assert "a virtual machine that has one; or install libseccomp2" in said
    assert "limits" not in said


@pytest.mark.parametrize(
    ("wanted", "reached", "weaker", "other"),
    [
        (A, B, "--sandbox=B", "--sandbox=none"),
        (A, NONE, "--sandbox=none", "--sandbox=B"),
        (B, NONE, "--sandbox=none", "--sandbox=B"),
    ],
)
def test_the_level_that_can_be_had_is_offered(
    wanted: SandboxLevel, reached: SandboxLevel, weaker: str, other: str
) -> None:
    said = refusal(wanted, isolation(reached, BUBBLEWRAP if reached is B else LANDLOCK))

    assert weaker in said
    assert other not in said


def test_level_b_does_not_ask_for_bubblewrap() -> None:
    assert "bubblewrap" not in refusal(B, isolation(NONE, LANDLOCK, BUBBLEWRAP))
    assert "bubblewrap" in refusal(A, isolation(NONE, LANDLOCK, BUBBLEWRAP))


def test_a_layer_without_a_remedy_leads_to_the_doctor() -> None:
    assert "torchgrade doctor" in refusal(A, isolation(B, structs.replace(BUBBLEWRAP, remedy=None)))


@pytest.mark.parametrize("wanted", [A, B])
@pytest.mark.parametrize("act", [DONE, FAILED])
def test_a_layer_that_is_there_and_does_not_hold_stops_everything(wanted: SandboxLevel, act: Act) -> None:
    """Also one that holds what honest work needs."""
    with pytest.raises(InternalError, match="Nothing was graded") as caught:
        require(wanted, isolation(A, canary=(REFUSED, act)))

    said = str(caught.value)
    assert ("open a local socket (it worked)" if act is DONE else "compute (EACCES)") in said
    assert "start a process" not in said


def test_a_refusal_can_be_told_in_chinese() -> None:
    chinese = catalogue_for(language="zh")
    with pytest.raises(UsageError) as missing:
        require(A, isolation(NONE, LANDLOCK, BUBBLEWRAP))
    with pytest.raises(InternalError) as breached:
        require(B, isolation(A, canary=(REFUSED, DONE)))

    assert "bubblewrap（没有安装）" in in_language(missing.value, chinese)
    assert "；或者安装 bubblewrap" in in_language(missing.value, chinese)
    assert "打开本地套接字（成功）" in in_language(breached.value, chinese)


def test_what_follows_from_a_missing_layer_is_told_as_that_and_not_as_a_fault_of_ours() -> None:
    """Without it the canary could do much, and the person can do something about it."""
    assert "use a Linux kernel of 5.13" in refusal(B, isolation(NONE, LANDLOCK, canary=(DONE,)))


@pytest.mark.parametrize("wanted", [A, B])
def test_a_canary_that_did_not_answer_stops_everything(wanted: SandboxLevel) -> None:
    with pytest.raises(InternalError, match="did not answer"):
        require(wanted, isolation(A, canary=()))


class FakeProcesses:
    """Processes of which is only remembered how they were started."""

    started: list[FakeProcesses]
    fails_inside = False
    found = Isolation(level=B, canary=(REFUSED,))

    def __init__(self, config: RunConfig, plan: Plan, *, full: bool, before: Sequence[str] = ()) -> None:
        if before and self.fails_inside:
            raise NotStartedError("no room")
        self.plan = plan
        self.before = tuple(before)
        self.closed = False
        self.isolation = structs.replace(self.found, level=A if before and self.found.level is B else self.found.level)
        self.started.append(self)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> type[FakeProcesses]:
    """Fake processes, and a bubblewrap that works."""

    class Here(FakeProcesses):
        started = []

    monkeypatch.setattr(module, "Processes", Here)
    monkeypatch.setattr(bubblewrap, "find", lambda: "/usr/bin/bwrap")
    monkeypatch.setattr(bubblewrap, "prefix", lambda program, *_: [program, "--proc", "/proc"])
    monkeypatch.setattr(bubblewrap, "why_not", lambda words: None)
    monkeypatch.setattr(bubblewrap, "version", lambda program: "bubblewrap 1")
    return Here


def starter_of(level: SandboxLevel, *, refuse: bool = True, without: Sequence[str] = ()) -> Starter:
    config = RunConfig(exercises=(), data="none", data_root="", seed=1, hidden_seed=2, sandbox=level)
    return Starter(config, full=False, refuse=refuse, without=without)


def test_bubblewrap_is_used_where_it_works_also_where_it_is_not_asked_for(processes: type[FakeProcesses]) -> None:
    found = starter_of(B).start()

    assert (processes.started[0].before[0], processes.started[0].plan.bubblewrap) == ("/usr/bin/bwrap", True)
    assert found.isolation.level is A
    assert found.isolation.layers[-1].name == "bubblewrap"
    assert found.isolation.layers[-1].works


@pytest.mark.parametrize(
    ("name", "answer", "said"), [("find", None, "it is not installed"), ("why_not", "No permissions", "No permissions")]
)
def test_where_it_does_not_work_level_b_is_reached_and_says_why(
    name: str, answer: Any, said: str, processes: type[FakeProcesses], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bubblewrap, name, lambda *_: answer)
    found = starter_of(B).start()

    assert (processes.started[0].before, processes.started[0].plan.bubblewrap) == ((), False)
    (layer,) = found.isolation.missing
    assert (layer.name, catalogue_for().words(layer.detail)) == ("bubblewrap", said)
    assert layer.remedy
    with pytest.raises(UsageError, match=said):
        starter_of(A).start()
    assert processes.started[-1].closed


def test_a_zygote_that_does_not_start_inside_starts_outside_and_says_so(processes: type[FakeProcesses]) -> None:
    processes.fails_inside = True
    starter = starter_of(B)
    found = starter.start()

    assert found.isolation.level is B
    assert "no room" in str(found.isolation.missing[0].detail)
    starter.start()
    assert [one.before for one in processes.started] == [(), ()]


def test_where_level_a_is_asked_for_it_does_not_start_outside(processes: type[FakeProcesses]) -> None:
    processes.fails_inside = True
    with pytest.raises(InternalError, match="no room"):
        starter_of(A).start()

    assert processes.started == []


def test_trusted_code_runs_without_bubblewrap_and_with_the_layers_of_any_worker(
    processes: type[FakeProcesses],
) -> None:
    processes.found = Isolation(level=NONE)
    found = starter_of(NONE).start()

    assert (processes.started[0].before, processes.started[0].plan.layers) == ((), ALWAYS)
    assert found.isolation.layers == ()


def test_layers_are_left_out_where_it_is_said(processes: type[FakeProcesses]) -> None:
    starter_of(B, refuse=False, without=("seccomp", "bubblewrap")).start()

    assert processes.started[0].before == ()
    assert processes.started[0].plan.layers == tuple(layer for layer in LAYERS if layer != "seccomp")


@pytest.mark.parametrize("found", [isolation(NONE, LANDLOCK), isolation(B, canary=(DONE,)), isolation(B, canary=())])
def test_what_is_refused_is_ended_and_what_is_only_looked_at_is_not(
    found: Isolation, processes: type[FakeProcesses]
) -> None:
    processes.found = found
    with pytest.raises((UsageError, InternalError)):
        starter_of(B).start()
    assert processes.started[0].closed

    looked_at = starter_of(B, refuse=False).start()
    assert not processes.started[1].closed
    assert looked_at.isolation.canary == found.canary


def killed_at_first(times: int) -> type[FakeProcesses]:
    """Return processes that get SIGKILL at the first starts."""

    class Killed(FakeProcesses):
        started = []
        ended = 0

        def __init__(self, config: RunConfig, plan: Plan, *, full: bool, before: Sequence[str] = ()) -> None:
            if Killed.ended < times:
                Killed.ended += 1
                raise NotStartedError("a warning of a library", -9)
            super().__init__(config, plan, full=full, before=before)

    return Killed


def test_what_was_killed_while_it_started_is_started_again_at_the_same_level(
    processes: type[FakeProcesses], monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = killed_at_first(2)
    monkeypatch.setattr(module, "Processes", killed)
    found = starter_of(B).start()

    assert found.isolation.level is A
    assert len(killed.started) == 1


def test_what_was_killed_at_three_starts_is_not_started_again(
    processes: type[FakeProcesses], monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = killed_at_first(3)
    monkeypatch.setattr(module, "Processes", killed)
    with pytest.raises(NotStartedError, match="killed them, perhaps because memory ran out"):
        starter_of(B).start()

    assert killed.started == []


def test_a_run_that_began_inside_never_goes_on_outside(processes: type[FakeProcesses]) -> None:
    starter = starter_of(B)
    assert starter.start().isolation.level is A
    processes.fails_inside = True

    with pytest.raises(NotStartedError, match="no room"):
        starter.start()
