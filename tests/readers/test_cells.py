"""Tests of the types that all readers share."""

from __future__ import annotations

from torchgrade.model.results import Note
from torchgrade.readers.cells import MOST_NOTES, first_of


def note(text: str) -> Note:
    return Note(message_id="x", message=text)


def more(count: int) -> Note:
    return note(f"{count} more")


def test_few_notes_stay_as_they_are() -> None:
    notes = [note(str(i)) for i in range(MOST_NOTES)]

    assert first_of(notes, more) == notes


def test_behind_the_first_notes_stands_how_many_there_are_more() -> None:
    notes = [note(str(i)) for i in range(MOST_NOTES + 7)]

    assert first_of(notes, more) == [*notes[:MOST_NOTES], note("7 more")]
