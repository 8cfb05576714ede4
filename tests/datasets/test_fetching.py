"""Tests of a download in a separate process."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from torchgrade.datasets.fetching import FetchError, Step, fetch

STEP = '{"type":"Step","file":"a.gz","number":1,"of":1,"done":3,"total":9}'


def command(*lines: str) -> list[str]:
    """Return the command of a process; ``folder`` is its target for files."""
    head = ["import pathlib, sys, time", "folder = pathlib.Path(sys.argv[2])"]
    return [sys.executable, "-I", "-c", "\n".join([*head, *lines])]


WRITES = ("(folder / 'raw').mkdir()", "(folder / 'raw' / 'a').write_text('whole')")


def left(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*"))


def test_files_are_moved_into_place_when_the_process_has_ended(tmp_path: Path) -> None:
    steps: list[Step] = []
    files = fetch("m:f", tmp_path / "new", steps.append, command=command(*WRITES, f"print('{STEP}')"))

    assert [path.read_text() for path in files] == ["whole"]
    assert left(tmp_path / "new") == ["raw", "raw/a"]
    assert [(step.file, step.done, step.total) for step in steps] == [("a.gz", 3, 9)]


def test_a_file_that_was_there_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a").write_text("damaged")
    fetch("m:f", tmp_path, print, command=command(*WRITES))

    assert (tmp_path / "raw" / "a").read_text() == "whole"


def test_what_the_process_refuses_is_raised_and_nothing_is_left(tmp_path: Path) -> None:
    refused = '{"type":"Refused","file":"a.gz","reason":""}'
    with pytest.raises(FetchError) as error:
        fetch("m:f", tmp_path, print, command=command(*WRITES, f"print('{refused}')"))

    assert (error.value.file, error.value.reason) == ("a.gz", "")
    assert left(tmp_path) == []


def test_a_process_that_crashes_is_told_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(FetchError) as error:
        fetch("m:f", tmp_path, print, command=command(*WRITES, "sys.exit('no memory')"))

    assert error.value.reason == "no memory"
    assert left(tmp_path) == []


def test_an_interruption_ends_the_process_and_leaves_no_half_file(tmp_path: Path) -> None:
    def interrupt(_: Step) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch("m:f", tmp_path, interrupt, command=command(*WRITES, f"print('{STEP}', flush=True)", "time.sleep(600)"))
    assert left(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        fetch("m:f", tmp_path / "file", print, command=command())
