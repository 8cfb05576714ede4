"""A submission's bytes become slices; a file that cannot be read is named and hides no other."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.checking.little_course import LittleCourse, little_course
from tests.conftest import request_of
from torchgrade.checking.loading import load_course
from torchgrade.checking.reading import ReadSubmission, read_submission
from torchgrade.model.runs import RunConfig
from torchgrade.readers.cells import MOST_NOTES

GOOD = b"import torch\n\ndef f(X):\n    return torch.exp(X)\n"


@pytest.fixture
def course(tmp_path: Path) -> LittleCourse:
    return little_course(tmp_path, "")


def read(course: LittleCourse, files: dict[str, bytes]) -> ReadSubmission:
    return read_submission(request_of(files), course)


def test_every_exercise_has_a_slice_and_every_file_its_digest(course: LittleCourse) -> None:
    found = read(course, {"ada.py": GOOD})
    slice_ = found.slices["f"]

    assert slice_.found
    assert (slice_.file, slice_.required, slice_.accepts) == ("ada.py", 1, 1)
    assert "torch.exp" in slice_.references
    assert found.files[0].sha256 == hashlib.sha256(GOOD).hexdigest()
    assert found.notes == []


def test_a_file_for_another_framework_gets_one_sentence(course: LittleCourse) -> None:
    text = b"from mxnet import np, npx\nfrom d2l import mxnet as d2l\n\ndef f(X):\n    return np.exp(X)\n"
    found = read(course, {"ada.py": text, "bob.py": GOOD})

    (note,) = found.notes
    assert note.message.startswith("ada.py, line 1 imports MXNet, and this file imports no PyTorch.")
    assert found.frameworks == {"mxnet"}


def test_a_notebook_is_read_cell_by_cell(course: LittleCourse) -> None:
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "source": GOOD.decode(), "outputs": [], "execution_count": None}
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}

    assert read(course, {"ada.ipynb": json.dumps(notebook).encode()}).slices["f"].found


def test_lines_that_no_exercise_needs_are_listed_once() -> None:
    config = RunConfig(exercises=("softmax", "accuracy"), data="none", data_root="", seed=3, hidden_seed=4)
    text = (
        b"W = 1\nprint(2)\n\ndef softmax(X):\n    return X * W\n\n"
        b"lr = 3\n\ndef accuracy(y_hat, y):\n    return lr\nprint(4)\n"
    )
    slices = read_submission(request_of({"ada.py": text}), load_course(config)).slices

    told = {name: [note.message for note in one.notes] for name, one in slices.items() if one.notes}
    assert told == {"accuracy": ["The grader did not run these lines, because no exercise needs them: ada.py: 2, 11."]}


UNREADABLE = {
    "empty": ("ada.py", b""),
    "null bytes": ("ada.py", b"\x00" * 64),
    "binary": ("ada.py", bytes(range(256)) * 8),
    "no JSON": ("ada.ipynb", b"not a notebook"),
    "JSON of another kind": ("ada.ipynb", b"[1, 2]"),
    "deep JSON": ("ada.ipynb", b"[" * 100_000),
    "a lone surrogate in a cell": (
        "ada.ipynb",
        json.dumps(
            {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
                {"cell_type": "code", "metadata": {}, "source": "x = '\ud800'\ndef g(X):\n    return X\n",
                 "outputs": [], "execution_count": None}]}
        ).encode(),
    ),
    "no reader": ("ada.txt", GOOD),
}  # fmt: skip


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_file_that_cannot_be_read_hides_no_other(case: str, course: LittleCourse) -> None:
    name, data = UNREADABLE[case]
    found = read(course, {name: data, "good.py": GOOD})

    assert found.slices["f"].found
    assert found.slices["f"].file == "good.py"
    assert len(found.files) == 2


@pytest.mark.parametrize("case", ["null bytes", "no JSON", "no reader"])
def test_a_file_that_cannot_be_read_is_named_with_the_reason(case: str, course: LittleCourse) -> None:
    name, data = UNREADABLE[case]
    found = read(course, {name: data})

    assert not found.slices["f"].found
    assert [note.message_id for note in found.notes] == ["read.file"]
    assert found.notes[0].values["file"] == name


def test_a_document_without_code_is_named_if_nothing_else_was_submitted(course: LittleCourse) -> None:
    assert [note.message_id for note in read(course, {"ada.md": b"# Title\n"}).notes] == ["read.no_block"]
    assert read(course, {"ada.md": b"# Title\n", "ada.py": GOOD}).notes == []


def test_names_of_files_are_shown_safely(course: LittleCourse) -> None:
    found = read(course, {"a\x1b[31m\n\u202e.py": GOOD, "b\x9b.txt": b""})

    assert [file.name for file in found.files] == ["a\\x1b[31m\\x0a\\u202e.py", "b\\x9b.txt"]
    assert found.notes[0].values["file"] == "b\\x9b.txt"


def test_of_very_many_broken_lines_the_first_are_told(course: LittleCourse) -> None:
    found = read(course, {f"{name}.py": b"x y\n" * 1000 + GOOD for name in "abc"})

    assert len(found.notes) == MOST_NOTES + 1
    assert found.notes[-1].message_id == "read.more"
    assert found.slices["f"].found
