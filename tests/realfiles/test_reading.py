"""Each habit's file is read, its functions are found, and what was done with the text is said; nothing runs."""

from __future__ import annotations

import pytest

from benchmarks.reading import measure
from tests.realfiles import HABITS
from tests.slicing.conftest import cut_of, notebook_of, outline_of, say
from tests.slicing.test_cutting import Cut
from torchgrade.readers.cells import Say
from torchgrade.slicing.skipped import with_one_list

__all__ = ["cut_of", "notebook_of", "outline_of", "say"]


@pytest.mark.parametrize("name", HABITS)
def test_the_functions_are_found(name: str, cut_of: Cut, say: Say) -> None:
    habit = HABITS[name]
    files = habit.text if isinstance(habit.text, dict) else {name + habit.suffix: habit.text}
    found = {exercise: cut_of(files, exercise, loaders=frozenset({"load_data_fashion_mnist", "FashionMNIST"}))
             for exercise in habit.earns}  # fmt: skip
    said = {note.message_id for slice_ in with_one_list(found, say).values() for note in slice_.notes}

    assert [exercise for exercise, slice_ in found.items() if not slice_.found or slice_.not_started] == []
    assert {note for note in habit.notes if note.startswith("slice.")} <= said


def test_a_notebook_with_pictures_is_read_in_three_times_what_parsing_it_takes() -> None:
    """The best of a few rounds: other work on the machine makes both slower, but seldom both alike."""
    ratios = []
    for _ in range(5):
        least, everything = measure(rounds=9)
        ratios.append(everything / least)

    assert min(ratios) <= 3
