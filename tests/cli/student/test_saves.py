"""Saves as editors make them: each content is told once."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from torchgrade.cli.student import saves as module
from torchgrade.cli.student.saves import Save, Saves


def is_work(name: str) -> bool:
    return name.endswith((".py", ".ipynb")) and not name.startswith(".")


def is_whole(path: Path, data: bytes) -> bool:
    return data.endswith(b".")


def told(saves: Saves, *touched: str) -> dict[str, bytes | None]:
    return {save.path.name: save.data for save in saves.scan(set(touched))}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.py"
    path.write_bytes(b"one.")
    return path


@pytest.fixture
def saves(file: Path) -> Saves:
    """A file whose content is known."""
    found = Saves(file, is_work, is_whole)
    assert told(found) == {"a.py": b"one."}
    return found


def test_a_content_is_told_once_however_often_it_is_written(saves: Saves, file: Path) -> None:
    file.write_bytes(b"one.")
    assert told(saves, "a.py") == {}
    file.write_bytes(b"two.")
    assert told(saves, "a.py") == {"a.py": b"two."}
    assert told(saves, "a.py") == {}


def test_a_file_that_takes_the_place_of_another_is_read(saves: Saves, file: Path) -> None:
    (file.parent / "a.py~tmp").write_bytes(b"two.")
    (file.parent / "a.py~tmp").replace(file)

    assert told(saves) == {"a.py": b"two."}


def test_a_lost_event_is_made_up_for_by_the_times_of_the_file(saves: Saves, file: Path) -> None:
    file.write_bytes(b"longer.")

    assert told(saves) == {"a.py": b"longer."}


def test_an_event_counts_where_the_times_do_not_differ(saves: Saves, file: Path) -> None:
    file.write_bytes(b"two.")
    saves._marks["a.py"] = saves._mark("a.py")

    assert told(saves) == {}
    assert told(saves, "a.py") == {"a.py": b"two."}


def after_a_pause(monkeypatch: pytest.MonkeyPatch, *steps: object) -> list[object]:
    """Do one thing in each pause, as an editor would."""
    left = list(steps)

    def sleep(seconds: float) -> None:
        step = left.pop(0) if left else None
        if callable(step):
            step()

    monkeypatch.setattr(module.time, "sleep", sleep)
    return left


def test_a_half_written_file_is_waited_for(saves: Saves, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_bytes(b"")
    after_a_pause(monkeypatch, lambda: file.write_bytes(b"tw"), lambda: file.write_bytes(b"two."))

    assert told(saves, "a.py") == {"a.py": b"two."}


def test_a_file_that_stays_broken_is_told_as_it_is(saves: Saves, file: Path) -> None:
    file.write_bytes(b"tw")

    assert told(saves, "a.py") == {"a.py": b"tw"}


def test_a_file_that_is_gone_for_a_moment_was_never_gone(
    saves: Saves, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.unlink()
    after_a_pause(monkeypatch, lambda: file.write_bytes(b"one."))

    assert told(saves, "a.py") == {}


def test_a_file_that_is_gone_is_told_once_and_so_is_its_return(saves: Saves, file: Path) -> None:
    file.unlink()
    assert told(saves, "a.py") == {"a.py": None}
    assert told(saves) == told(saves, "a.py") == {}
    file.write_bytes(b"one.")
    assert told(saves) == {"a.py": b"one."}


def test_a_folder_holds_its_own_files_with_code(file: Path) -> None:
    folder = file.parent
    (folder / "inner").mkdir()
    for name in ("b.ipynb", "notes.txt", ".hidden.py", "inner/c.py", "d.py.swp"):
        (folder / name).write_bytes(b"x.")
    os.mkfifo(folder / "pipe.py")
    saves = Saves(folder, is_work, is_whole)

    assert told(saves) == {"a.py": b"one.", "b.ipynb": b"x."}
    (folder / "new.py").write_bytes(b"x.")
    assert told(saves) == {"new.py": b"x."}


def linked(saves: Saves) -> list[str]:
    return [save.path.name for save in saves.scan(set()) if save.is_link]


def test_each_link_is_told_once_whatever_it_points_to_and_is_never_read(file: Path) -> None:
    folder = file.parent
    (folder / "whole.py").symlink_to(file)
    (folder / "broken.py").symlink_to("nothing.py")
    (folder / "loop.py").symlink_to("loop.py")
    (folder / "folder.py").symlink_to("/")
    (folder / "notes.txt").symlink_to(file)
    saves = Saves(folder, is_work, is_whole)

    assert linked(saves) == ["broken.py", "folder.py", "loop.py", "whole.py"]
    file.write_bytes(b"two.")
    assert told(saves) == {"a.py": b"two."}


def test_a_file_that_becomes_a_link_is_told_as_one_and_read_again_when_it_is_a_file(saves: Saves, file: Path) -> None:
    (file.parent / "b.txt").write_bytes(b"two.")
    file.unlink()
    file.symlink_to("b.txt")
    assert linked(saves) == ["a.py"]
    assert told(saves) == {}
    file.unlink()
    file.write_bytes(b"one.")
    assert told(saves) == {"a.py": b"one."}


@pytest.fixture(params=[False, True], ids=["events", "polling"])
def followed(request: pytest.FixtureRequest, file: Path) -> Iterator[tuple[Path, Iterator[Save]]]:
    """A folder that is really watched."""
    stream = Saves(file.parent, is_work, is_whole).follow(poll=request.param)
    assert next(stream) == Save(path=file, data=b"one.")
    yield file, stream
    stream.close()  # type: ignore[attr-defined]


def test_saves_come_as_they_are_made_and_a_burst_ends_with_its_last(followed: tuple[Path, Iterator[Save]]) -> None:
    file, stream = followed

    def edit() -> None:
        time.sleep(0.3)
        for number in range(20):
            file.write_bytes(b"%d." % number)

    editor = threading.Thread(target=edit)
    editor.start()
    found: list[bytes | None] = []
    while not found or found[-1] != b"19.":
        found.append(next(stream).data)
    editor.join()

    assert len(found) == len(set(found)) <= 20
