"""Tests of the list of lines that the grader does not run."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from torchgrade.courses.catalogues import catalogue_for
from torchgrade.slicing.cutting import Slice
from torchgrade.slicing.skipped import Lines, common_lines, skipped_note

Cut = Callable[..., Slice]
RANGES = st.lists(st.tuples(st.sampled_from(["ada.py", "cell 2"]), st.integers(1, 30), st.integers(0, 5)), max_size=6)


def lines_of(ranges: list[Lines]) -> set[tuple[str, int]]:
    return {(label, line) for label, start, stop in ranges for line in range(start, stop + 1)}


def test_lines_that_do_nothing_are_not_said_to_be_left_out(cut_of: Cut) -> None:
    found = cut_of('"""Docstring."""\nimport os\npass\ndef other(): pass\ndef softmax(X): return X\n')
    assert found.notes == []


def test_very_many_places_are_counted(cut_of: Cut) -> None:
    found = cut_of("print(1)\ndef f(): pass\n" * 30 + "def softmax(X): return X\n")
    assert found.notes[0].message_id == "slice.skipped_many"
    assert found.notes[0].values["more"] == 10


@given(st.lists(RANGES, min_size=1, max_size=4))
def test_common_lines_are_those_of_every_list(drawn: list[list[tuple[str, int, int]]]) -> None:
    several = [[(label, start, start + more) for label, start, more in ranges] for ranges in drawn]

    assert lines_of(common_lines(several)) == set.intersection(*map(lines_of, several))


def test_common_lines_are_ranges_in_the_order_of_the_first_list() -> None:
    first = [("cell 9", 1, 4), ("cell 2", 3, 8)]
    second = [("cell 2", 1, 4), ("cell 2", 6, 9), ("cell 9", 2, 2)]

    assert common_lines([first, second]) == [("cell 9", 2, 2), ("cell 2", 3, 4), ("cell 2", 6, 8)]


def test_a_note_names_the_exercise_or_says_that_no_exercise_needs_the_lines() -> None:
    say, lines = catalogue_for().note, [("ada.py", 3, 3), ("ada.py", 5, 9), ("cell 1", 2, 2)]

    (own,), (common,) = skipped_note(lines, say, "softmax"), skipped_note(lines, say)
    assert own.message.endswith("because softmax does not need them: ada.py: 3, 5-9; cell 1: 2.")
    assert common.message.endswith("because no exercise needs them: ada.py: 3, 5-9; cell 1: 2.")
    assert skipped_note([], say) == []
    assert skipped_note(lines * 9, say)[0].values["more"] == 7
