"""What ``doctor`` says of the machine."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from torchgrade.cli import machine
from torchgrade.cli.findings import Finding, Findings, Section
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.errors import InternalError
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.phrases import phrase
from torchgrade.model.runs import RunConfig
from torchgrade.model.told import told
from torchgrade.sandbox.confinement.records import Act, Isolation, Layer
from torchgrade.sandbox.probe import Limit, Probe

GIB = 1 << 30
CONFIG = RunConfig(exercises=("f",), data="none", data_root="", seed=1, hidden_seed=2)
CONFINED = Isolation(
    level=SandboxLevel.B,
    layers=(Layer(name="landlock", works=True, detail="ABI 7"), Layer(name="seccomp", works=True, detail="84 calls")),
    canary=(
        Act(name="start_process", forbidden=True, answer="EPERM"),
        Act(name="compute", forbidden=False, answer="done"),
    ),
    mapped_bytes=3 * GIB,
)
SEEN = Probe(forked=True, start_seconds=4.0, judge_seconds=0.1, isolation=CONFINED)


def isolated(**changed: Any) -> Probe:
    return structs.replace(SEEN, isolation=structs.replace(CONFINED, **changed))


def sandbox(
    monkeypatch: pytest.MonkeyPatch,
    seen: Probe | Exception = SEEN,
    found: list[Limit] | None = None,
    config: RunConfig = CONFIG,
) -> dict[str, Finding]:
    """Return what is found where the probe sees this."""

    def probe(_: RunConfig) -> Probe:
        if isinstance(seen, Exception):
            raise seen
        return seen

    monkeypatch.setattr(machine, "probe", probe)
    monkeypatch.setattr(machine, "limits", lambda: [Limit(name="RLIMIT_AS", most=None)] if found is None else found)
    findings = Findings(Section.SANDBOX, catalogue_for())
    machine.examine_sandbox(findings, config)
    return {one.name: one for one in findings.made}


def test_a_machine_that_confines_workers_has_nothing_to_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    found = sandbox(monkeypatch)

    assert list(found) == [
        "kernel",
        "start",
        "processes",
        "RLIMIT_AS",
        "threads",
        "landlock",
        "seccomp",
        "canary",
        "isolation",
    ]
    assert all(one.ok and one.next is None for one in found.values())


@pytest.mark.parametrize(
    ("seen", "needed"), [(isolated(level=SandboxLevel.NONE), True), (structs.replace(SEEN, isolation=None), False)]
)
def test_no_isolation_is_not_ok_and_says_what_to_do(seen: Probe, needed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """`grade` refuses then; where there is no zygote it is for `check` alone, which needs none."""
    one = sandbox(monkeypatch, seen)["isolation"]

    assert (one.ok, one.needed) == (False, needed)
    assert one.next is not None
    assert "code that you would run yourself" in one.next.message


@pytest.mark.parametrize(("name", "needed"), [("bubblewrap", False), ("seccomp", True)])
def test_a_layer_that_is_missing_says_why_and_what_helps(
    name: str, needed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = Layer(name=name, works=False, detail="it is not installed", remedy=phrase("sandbox.remedy.install"))
    one = sandbox(monkeypatch, isolated(layers=(missing,)))[name]

    assert (one.ok, one.needed) == (False, needed)
    assert "it is not installed" in one.found.message
    assert one.next is not None
    assert "install bubblewrap" in one.next.message


@pytest.mark.parametrize("canary", [(), (Act(name="start_process", forbidden=True, answer="done"),)])
def test_a_canary_that_could_do_something_or_says_nothing_is_broken(
    canary: tuple[Act, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = sandbox(monkeypatch, isolated(canary=canary))["canary"]

    assert (one.ok, one.needed) == (False, True)


def test_processes_that_do_not_start_are_named_by_the_last_line_of_their_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    error = InternalError(
        told("error.processes.not_started", output="Traceback:\n  File x\nImportError: no torchvision")
    )
    found = sandbox(monkeypatch, error)

    assert (found["processes"].ok, found["processes"].needed) == (False, True)
    assert found["processes"].found.message == (
        "processes: The grading processes could not be started: ImportError: no torchvision"
    )
    assert "isolation" not in found


def test_a_bound_on_memory_is_suspected_where_processes_do_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    bounds = [Limit(name="RLIMIT_AS", most=3 * GIB), Limit(name="RLIMIT_DATA", most=None)]
    found = sandbox(monkeypatch, InternalError("They died."), bounds)

    assert "RLIMIT_DATA" not in found
    assert "3 GiB, which may be why" in found["RLIMIT_AS"].found.message


def test_without_an_exercise_nothing_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    found = sandbox(monkeypatch, AssertionError("started"), config=structs.replace(CONFIG, exercises=()))

    assert not found["processes"].ok


@pytest.mark.parametrize(("most", "ok"), [(6 * GIB, True), (5 * GIB, True), (5 * GIB - 1, False)])
def test_a_bound_is_enough_where_a_worker_can_have_its_memory_beside_the_libraries(
    most: int, ok: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = sandbox(monkeypatch, found=[Limit(name="RLIMIT_AS", most=most)])["RLIMIT_AS"]

    assert (one.ok, one.needed) == (ok, ok)


def test_a_system_without_limits_says_that_memory_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    one = sandbox(monkeypatch, found=[])["memory limit"]

    assert (one.ok, one.needed) == (False, False)
    assert "watches" in one.found.message


def test_more_than_one_thread_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not sandbox(monkeypatch, isolated(threads=2))["threads"].ok


def test_spawning_is_needed_to_end_only_where_the_system_cannot_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCHGRADE_START", "spawn")
    asked = sandbox(monkeypatch)["start"]
    monkeypatch.delattr(os, "pidfd_open")
    old_kernel = sandbox(monkeypatch)["start"]
    monkeypatch.setattr(sys, "platform", "darwin")
    elsewhere = sandbox(monkeypatch)["start"]

    assert [(one.ok, one.needed) for one in (asked, old_kernel, elsewhere)] == [
        (False, False), (False, True), (False, True),
    ]  # fmt: skip


def folder(place: Path) -> Finding:
    findings = Findings(Section.FOLDER, catalogue_for())
    machine.examine_folder(findings, place)
    (one,) = findings.made
    return one


def test_a_folder_says_whether_it_has_a_write_ahead_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert folder(tmp_path).ok
    monkeypatch.setattr(machine, "journal_in", lambda _: "delete")
    one = folder(tmp_path)

    assert (one.ok, one.needed) == (False, False)
    assert "journal `delete`" in one.found.message


@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied"), sqlite3.OperationalError("disk I/O error")]
)
def test_a_folder_that_cannot_be_written_is_not_needed(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> str:
        raise error

    monkeypatch.setattr(machine, "journal_in", refuse)
    one = folder(tmp_path)

    assert (one.ok, one.needed) == (False, False)
    assert one.found.message.endswith(("here: Permission denied", "here: disk I/O error"))
