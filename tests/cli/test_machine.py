"""What ``doctor`` says of the machine."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

import pytest
from msgspec import structs

from torchgrade.cli import machine
from torchgrade.cli.findings import Finding, Findings, Section
from torchgrade.errors import InternalError
from torchgrade.grading.outputs import catalogue_for
from torchgrade.model.outcomes import SandboxLevel
from torchgrade.model.runs import RunConfig
from torchgrade.sandbox.probe import Limit, Probe

GIB = 1 << 30
CONFIG = RunConfig(exercises=("f",), data="none", data_root="", seed=1, hidden_seed=2)
SEEN = Probe(
    forked=True, start_seconds=4.0, judge_seconds=0.1, level=SandboxLevel.A, threads=1, mapped_bytes=3 * GIB
)  # fmt: skip


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

    assert list(found) == ["kernel", "start", "processes", "RLIMIT_AS", "threads", "isolation"]
    assert all(one.ok and one.next is None for one in found.values())


def test_no_isolation_is_not_ok_and_not_needed_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    one = sandbox(monkeypatch, structs.replace(SEEN, level=SandboxLevel.NONE))["isolation"]

    assert (one.ok, one.needed) == (False, False)
    assert one.next is not None
    assert "code that you would run yourself" in one.next.message


def test_processes_that_do_not_start_are_named_by_the_last_line_of_their_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    error = InternalError("The processes could not be started: Traceback:\n  File x\nImportError: no torchvision")
    found = sandbox(monkeypatch, error)

    assert (found["processes"].ok, found["processes"].needed) == (False, True)
    assert found["processes"].found.message == (
        "processes: The processes could not be started: ImportError: no torchvision"
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
    assert "watched" in one.found.message


def test_more_than_one_thread_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not sandbox(monkeypatch, structs.replace(SEEN, threads=2))["threads"].ok


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
