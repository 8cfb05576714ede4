"""The memory of the last checks, in the user's state folder."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from torchgrade.cli.student import verdicts as module
from torchgrade.cli.student.verdicts import Verdict, Verdicts


def verdict(text: str = "t", version: str = "v", passed: str = "a b", not_passed: str = "") -> Verdict:
    return Verdict(text=text, version=version, passed=tuple(passed.split()), not_passed=tuple(not_passed.split()))


@pytest.fixture
def memory(tmp_path: Path) -> Verdicts:
    return Verdicts(tmp_path / "state")


def test_a_verdict_belongs_to_its_exercise_its_text_and_its_version(memory: Verdicts) -> None:
    memory.keep("softmax", Path(), verdict())

    assert memory.of_text("softmax", "t", "v") == verdict()
    assert [memory.of_text(*other) for other in (("sgd", "t", "v"), ("softmax", "u", "v"), ("softmax", "t", "w"))] == [
        None
    ] * 3


def test_a_check_of_one_part_keeps_the_outcomes_of_the_others(memory: Verdicts) -> None:
    memory.keep("softmax", Path(), verdict(passed="a b", not_passed="c d"))
    memory.keep("softmax", Path(), verdict(passed="c", not_passed="a"))

    assert memory.of_text("softmax", "t", "v") == verdict(passed="b c", not_passed="d a")


def test_each_folder_has_its_own_last_verdict(memory: Verdicts, tmp_path: Path) -> None:
    memory.keep("softmax", tmp_path / "one", verdict(text="1"))
    memory.keep("softmax", tmp_path / "two", verdict(text="2"))

    found = [memory.last("softmax", tmp_path / name) for name in ("one", "two", "three")]
    assert [one and one.text for one in found] == ["1", "2", None]


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b'{"text": 3}', b"[" * 70_000, b"null"])
def test_a_damaged_file_is_an_empty_memory_and_can_be_written_again(memory: Verdicts, data: bytes) -> None:
    memory.keep("softmax", Path(), verdict())
    for file in memory.folder.iterdir():
        file.write_bytes(data)

    assert memory.of_text("softmax", "t", "v") is None
    assert memory.last("softmax", Path()) is None
    memory.keep("softmax", Path(), verdict())
    assert memory.of_text("softmax", "t", "v") == verdict()


def test_a_file_of_another_verdict_under_this_name_is_no_memory(memory: Verdicts) -> None:
    memory.keep("softmax", Path(), verdict())
    other = memory.folder.parent / "other"
    Verdicts(other).keep("softmax", Path(), verdict(text="u"))
    for file in memory.folder.iterdir():
        file.write_bytes(next((other / "checked").iterdir()).read_bytes())

    assert memory.of_text("softmax", "t", "v") is None


def test_the_memory_is_bounded_and_forgets_the_oldest(memory: Verdicts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FILES", 10)
    monkeypatch.setattr(module, "_FEWER", 6)
    for number in range(30):
        memory.keep("softmax", Path(), verdict(text=str(number)))
        for age, file in enumerate(sorted(memory.folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)):
            os.utime(file, ns=(number * 100 + age, number * 100 + age))

    assert len(list(memory.folder.iterdir())) <= 10
    assert memory.of_text("softmax", "29", "v") == verdict(text="29")
    assert memory.of_text("softmax", "0", "v") is None


def test_commands_at_once_leave_whole_files(memory: Verdicts) -> None:
    def keep(number: int) -> None:
        Verdicts(memory.folder.parent).keep("softmax", Path(), verdict(passed=f"a{number} " * 200))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(keep, range(64)))

    found = memory.of_text("softmax", "t", "v")
    assert found is not None
    assert found.passed
    assert all(file.name.endswith(".json") for file in memory.folder.iterdir())


def test_a_folder_that_cannot_be_written_costs_no_check(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    memory = Verdicts(tmp_path / "file")

    memory.keep("softmax", Path(), verdict())

    assert memory.of_text("softmax", "t", "v") is None
