"""Tests of what is said of how a file was read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torchgrade.submissions.slicing import Slice

Cut = Callable[..., Slice]
Execute = Callable[[Slice], dict[str, Any]]


def lines(found: Slice, unit: int = -1) -> list[int]:
    return [statement.line for statement in found.units[unit].statements]


def test_the_last_of_several_definitions_counts_and_that_is_said(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("def softmax(X): return 1\ndef softmax(X): return 2\n\ndef softmax(X): return 3\n")
    assert execute(found)["softmax"](0) == 3
    assert lines(found) == [4]
    assert found.notes[0].values == {
        "name": "softmax",
        "count": 3,
        "places": "ada.py, line 1; ada.py, line 2",
        "last": "ada.py, line 4",
    }


def test_several_definitions_of_a_helper_are_said_too(cut_of: Cut) -> None:
    found = cut_of("def h(): pass\ndef h(): return 2\ndef softmax(X): return h()\n")
    assert [note.values["name"] for note in found.notes] == ["h"]


def test_an_assignment_that_calls_a_loader_is_kept_and_said(cut_of: Cut) -> None:
    found = cut_of(
        "from d2l import torch as d2l\ntrain, test = d2l.load_data_fashion_mnist(256)\ndef softmax(X): return train\n",
        loaders=frozenset({"load_data_fashion_mnist"}),
    )
    assert lines(found) == [1, 2, 3]
    assert [n.values for n in found.notes] == [{"place": "ada.py, line 2"}]


def test_lines_that_do_nothing_are_not_said_to_be_left_out(cut_of: Cut) -> None:
    found = cut_of('"""Docstring."""\nimport os\npass\ndef other(): pass\ndef softmax(X): return X\n')
    assert found.notes == []


def test_very_many_places_are_counted(cut_of: Cut) -> None:
    found = cut_of("print(1)\ndef f(): pass\n" * 30 + "def softmax(X): return X\n")
    assert found.notes[0].message_id == "slice.skipped_many"
    assert found.notes[0].values["more"] == 10
