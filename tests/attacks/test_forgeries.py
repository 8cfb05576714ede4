"""Submissions that try to forge marks, results or pages earn what their work is worth, and never an error of ours."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.attacks import running
from tests.attacks.conftest import FORGERIES, ForgeriesRun, forgeries, forgery_ids

NAMES = list(forgeries())
HONEST = [one for one in forgery_ids() if running.name_in(one) == "honest"]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_every_forgery_has_its_row_in_the_table() -> None:
    assert {file.name for file in FORGERIES.glob("*.py*")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_forgery_earns_no_more_than_its_work_is_worth(name: str, forgeries_run: ForgeriesRun) -> None:
    assert 0 <= forgeries_run.results[name]["points"] <= forgeries()[name].get("most", 0)


@pytest.mark.parametrize("name", NAMES)
def test_a_forgery_is_no_fault_of_ours(name: str, forgeries_run: ForgeriesRun) -> None:
    """Neither a check nor an exercise ends in an error, so that it cannot stay unscored."""
    result = forgeries_run.results[name]

    assert "error" not in {exercise["status"] for exercise in result["exercises"]}
    assert {check["outcome"] for check in running.checks_of(result)} <= {"passed", "failed", "skipped"}


@pytest.mark.parametrize("name", NAMES)
def test_a_forgery_fails_for_its_reason(name: str, forgeries_run: ForgeriesRun) -> None:
    expected, result = forgeries()[name], forgeries_run.results[name]
    found = {check["message_id"] for check in running.checks_of(result) if check["outcome"] == "failed"}
    allowed = set(expected.get("messages", ()))

    # On a busy machine the time on the clock may be over before the processor time is.
    assert found <= allowed | ({"limit.wall"} if "limit.cpu" in allowed else set())
    assert found or "claim" in expected or "missing" in expected
    assert not expected.get("missing") or {exercise["status"] for exercise in result["exercises"]} == {"missing"}


@pytest.mark.parametrize("name", NAMES)
def test_a_forgery_is_stopped_in_time(name: str, forgeries_run: ForgeriesRun) -> None:
    """Two limits end an exercise, and one that waits is tried once more: four times the wall time, and some."""
    assert forgeries_run.results[name]["seconds"] < 4 * running.WALL_SECONDS + 4


@pytest.mark.parametrize("submission", HONEST)
def test_honest_work_between_forgeries_gets_full_marks(submission: str, forgeries_run: ForgeriesRun) -> None:
    assert forgeries_run.honest[submission] == 7.0


def pages(folder: Path) -> dict[str, str]:
    """Return the texts that a person opens, by name."""
    return {path.name: path.read_text("utf-8") for path in folder.rglob("*.*") if path.suffix in (".html", ".csv")}


def test_no_page_holds_markup_or_control_characters_of_a_forgery(forgeries_run: ForgeriesRun) -> None:
    texts = pages(forgeries_run.folder)

    assert len(texts) > len(NAMES)
    for name, text in texts.items():
        assert "<script>alert" not in text.lower(), name
        assert "<img src=x" not in text.lower(), name
        assert not {"\x1b", "\x9b", "\x07", "\x00", "\u202e", "\u2066"} & set(text), name


def test_no_cell_of_the_gradebook_is_a_formula(forgeries_run: ForgeriesRun) -> None:
    with (forgeries_run.folder / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]

    assert cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
