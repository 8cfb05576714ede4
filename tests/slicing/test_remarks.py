"""Tests of the notes on how a file was read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.words import shown, shown_all
from torchgrade.slicing.cutting import Slice

Cut = Callable[..., Slice]
Execute = Callable[[Slice], dict[str, Any]]


def lines(found: Slice, unit: int = -1) -> list[int]:
    return [statement.line for statement in found.units[unit].statements]


def test_the_last_of_several_definitions_counts_and_that_is_said(cut_of: Cut, execute: Execute) -> None:
    found = cut_of("def softmax(X): return 1\ndef softmax(X): return 2\n\ndef softmax(X): return 3\n")
    assert execute(found)["softmax"](0) == 3
    assert lines(found) == [4]
    assert shown_all(found.notes[0].values) == {
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
    assert [shown_all(n.values) for n in found.notes] == [{"place": "ada.py, line 2"}]


LONG = "a" * 5000
NOTES_ON_LONG_NAMES = {
    "several": f"def {LONG}(): pass\ndef {LONG}(): pass\ndef softmax(X): return {LONG}\n",
    "guarded": f"if __name__ == '__main__':\n    {LONG} = 1\ndef softmax(X): return {LONG}\n",
    "nested": f"def {LONG}():\n    def softmax(X): return X\n",
    "method": f"class {LONG}:\n    def softmax(self, X): return X\n",
}


@pytest.mark.parametrize("case", NOTES_ON_LONG_NAMES)
def test_a_name_of_any_length_makes_a_short_note(case: str, cut_of: Cut) -> None:
    found = cut_of(NOTES_ON_LONG_NAMES[case])
    assert found.notes[0].message_id == f"slice.{case}"
    assert len(found.notes[0].message) < 1000


def test_of_very_many_guarded_names_the_first_are_said(cut_of: Cut) -> None:
    names = [f"a{i:03}" for i in range(100)]
    found = cut_of(
        f"if __name__ == '__main__':\n    {' = '.join(names)} = 1\ndef softmax(X): return {' + '.join(names)}\n"
    )
    assert shown(found.notes[0].values["names"]) == ", ".join(names[:20])


def test_of_very_many_files_the_first_are_said(cut_of: Cut) -> None:
    found = cut_of({f"a{i:02}.py": "def softmax(X): return X\n" for i in range(60)})
    assert str(shown(found.notes[0].values["others"])).count(",") == 19
