"""Which word of a command is a file or a folder, and why one is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from torchgrade.cli.student.places import claims_of, is_path, list_work, require_place
from torchgrade.courses.catalogues import catalogue_for
from torchgrade.errors import UsageError
from torchgrade.plugins.manager import Plugins

CLAIMS = claims_of(Plugins())
KNOWN = ("softmax", "core")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refusal(path: str) -> str:
    with pytest.raises(UsageError) as refused:
        require_place(Path(path), CLAIMS, catalogue_for())
    return str(refused.value)


@pytest.mark.parametrize("word", ["softmax.py", "./softmax", "a/b", ".", "..", "work", "work/", "softmax.zip", "x.txt"])
def test_a_word_that_can_only_be_a_path_is_one(place: Path, word: str) -> None:
    (place / "work").mkdir()
    (place / "softmax.zip").touch()
    (place / "x.txt").touch()

    assert is_path(word, KNOWN, CLAIMS)


@pytest.mark.parametrize("word", ["softmax", "core", "softmax.rows", "sofmax", "softmax.txt", ""])
def test_the_name_of_an_exercise_is_one_even_beside_a_file_of_that_name(place: Path, word: str) -> None:
    (place / "softmax").touch()
    (place / "core").mkdir()

    assert not is_path(word, KNOWN, CLAIMS)


def test_files_and_folders_are_taken(place: Path) -> None:
    (place / "a.py").touch()
    for path in ("a.py", "."):
        require_place(Path(path), CLAIMS, catalogue_for())


def test_a_link_is_refused_with_what_it_points_to(place: Path) -> None:
    (place / "drive").mkdir()
    (place / "drive" / "a.py").touch()
    (place / "a.py").symlink_to("drive/a.py")
    (place / "work").symlink_to("drive")

    assert refusal("a.py").endswith(f"Name the file or folder that it points to: {place}/drive/a.py")
    assert refusal("work").endswith(f"Name the file or folder that it points to: {place}/drive")


@pytest.mark.parametrize("target", ["nowhere.py", "a.py"])
def test_a_link_to_nothing_or_to_itself_is_refused_as_such(place: Path, target: str) -> None:
    (place / "a.py").symlink_to(target)

    assert refusal("a.py").startswith(f"a.py is a symbolic link to {target}, which does not exist.")


@pytest.mark.parametrize("name", ["work.zip", "work.tar.gz", "WORK.RAR"])
def test_an_archive_is_refused_with_what_to_do(place: Path, name: str) -> None:
    (place / name).touch()

    assert refusal(name) == f"{name} is an archive. Unpack it, then name the folder: torchgrade check FOLDER"


def test_what_is_not_there_and_what_is_no_code_are_refused(place: Path) -> None:
    (place / "notes.txt").touch()
    os.mkfifo(place / "pipe.py")

    assert "There is no file gone.py" in refusal("gone.py")
    assert "The grader cannot check notes.txt." in refusal("notes.txt")
    assert "The grader cannot check pipe.py." in refusal("pipe.py")
    assert "There is no file" in refusal("x" * 5000 + ".py")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("pia.py.txt", b"def softmax(X):\n    return X\n", "contains Python code, but its name does not end in .py."),
        ("dan.zip", b"Rar!\x1a\x07\x01\x00", "is a RAR archive, which the grader does not open."),
        ("hw.json", b'{"cells": [], "nbformat": 4}', "is a notebook, but its name does not end in .ipynb."),
        ("hw.docx", b"<!DOCTYPE html><html>", "is a web page (HTML), not the file itself."),
    ],
)
def test_what_only_bears_another_name_is_called_what_it_is(place: Path, name: str, data: bytes, said: str) -> None:
    (place / name).write_bytes(data)

    assert refusal(name).startswith(f"{name} {said}")


def test_a_folder_lists_its_code_and_links_to_code_but_no_copies_and_no_hidden_files(place: Path) -> None:
    for name in ("b.py", "a.ipynb", ".c.py", "b.before-reset.py", "notes.txt"):
        (place / name).touch()
    (place / "d.py").mkdir()
    (place / "e.py").symlink_to("nowhere")
    os.mkfifo(place / "f.py")

    assert list_work(Path(), CLAIMS, catalogue_for()) == [Path("a.ipynb"), Path("b.py"), Path("e.py")]


def test_a_folder_that_cannot_be_read_is_named(place: Path) -> None:
    with pytest.raises(UsageError, match=r"The grader cannot read the folder gone: No such file or directory\."):
        list_work(Path("gone"), CLAIMS, catalogue_for())
