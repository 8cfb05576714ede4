"""A run says at its very end what it left out, and how to get it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.leaving_out import LeavingOut, group_of


def item(*marks: str) -> Any:
    """Return what the plugin asks of a test."""
    return SimpleNamespace(get_closest_marker=lambda name: name if name in marks else None)


def leaving_out(**further: object) -> LeavingOut:
    """Return the plugin with the configuration of a whole process, or of a worker's."""
    return LeavingOut(SimpleNamespace(**further))  # type: ignore[arg-type]


def test_the_last_lines_count_what_was_left_out_by_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    plugin = leaving_out()
    plugin.pytest_deselected([item("browser"), item("long"), item("long"), item("slow")])
    plugin.pytest_unconfigure()

    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[1].split()[0] for line in lines] == ["1", "2"]
    assert lines[1].endswith("run 'make test-all'.")


def test_nothing_is_said_where_nothing_was_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    plugin = leaving_out()
    plugin.pytest_deselected([item("slow")])
    plugin.pytest_unconfigure()

    assert capsys.readouterr().out == ""


def test_the_controlling_process_takes_the_counts_of_one_worker(capsys: pytest.CaptureFixture[str]) -> None:
    """Every worker collects the same tests, so their counts are not added up."""
    worker = leaving_out(workeroutput={})
    worker.pytest_deselected([item("real_data"), item("real_data")])
    worker.pytest_sessionfinish()
    controlling = leaving_out()
    for _ in range(2):
        controlling.pytest_testnodedown(SimpleNamespace(workeroutput=worker.config.workeroutput))
    worker.pytest_unconfigure()
    controlling.pytest_unconfigure()

    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("Left out: 2 tests on the real Fashion-MNIST")


def test_the_time_of_a_folder_is_that_of_all_its_tests() -> None:
    plugin = leaving_out()
    for nodeid, seconds in (
        ("tests/cli/test_a.py::one", 1.0),
        ("tests/cli/test_b.py::two", 2.0),
        ("tests/test_c.py::three", 4.0),
    ):
        plugin.pytest_runtest_logreport(SimpleNamespace(nodeid=nodeid, duration=seconds))  # type: ignore[arg-type]

    assert plugin.seconds == {"tests/cli": 3.0, "tests/test_c.py": 4.0}


@pytest.mark.parametrize(
    ("nodeid", "group"),
    [
        ("tests/cli/test_a.py::test_one[softmax/x]", "tests/cli/test_a.py"),
        ("tests/exercises/test_audit.py::test_the_audit[train_ch3]", "tests/exercises/test_audit.py train_ch3"),
        ("tests/attacks/test_acts.py::test_an_act_is_refused[open_files-user-B]", "tests/attacks/test_acts.py user-B"),
        ("tests/attacks/test_acts.py::test_the_tables_name_acts_that_exist", "tests/attacks/test_acts.py"),
    ],
)
def test_one_worker_runs_what_shares_a_class_that_is_judged_once(nodeid: str, group: str) -> None:
    assert group_of(nodeid) == group
