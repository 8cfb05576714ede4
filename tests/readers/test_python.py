"""Tests of the reader of Python files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.readers.cells import Cell, UnreadableError
from torchgrade.readers.python import cells, claims


@pytest.mark.parametrize(
    "name",
    ["a.py", "A.PY", "<img src=x onerror=alert(1)>.py", "=1+1.py", "-rf.py", "\udcff.py", ".py"],
)
def test_python_files_are_claimed_whatever_their_name(name: str) -> None:
    assert claims(name)


@pytest.mark.parametrize("name", ["a.pyc", "py", "a.ipynb", "a.py.txt", "a.py ", ""])
def test_other_files_are_not_claimed(name: str) -> None:
    assert not claims(name)


def test_a_file_is_one_cell_without_a_label() -> None:
    assert cells(b"x = 1\r\n") == [Cell(label="", source="x = 1\n")]


@given(st.binary())
def test_any_bytes_are_cells_or_unreadable(data: bytes) -> None:
    try:
        found = cells(data)
    except UnreadableError:
        return
    assert len(found) == 1


def test_a_notebook_with_the_suffix_of_a_python_file_is_read_as_a_notebook() -> None:
    found = cells(b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = 1"}]}')
    assert [(cell.label, cell.source) for cell in found] == [("cell 1", "x = 1")]


def test_a_dictionary_that_speaks_of_nbformat_is_code() -> None:
    assert [cell.label for cell in cells(b'{"nbformat": 4}')] == [""]
