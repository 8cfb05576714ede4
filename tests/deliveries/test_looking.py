"""Tests of the notes on files of another kind than in their names."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.deliveries.made import CODE, files, refused, zipped
from torchgrade.deliveries.found import Listing
from torchgrade.readers.cells import MOST_NOTES

Deliver = Callable[..., Listing]

BOOK = json.dumps({"cells": [{"cell_type": "code", "source": CODE}], "nbformat": 4})
PAGE = "<!DOCTYPE html><title>Sign in</title>"
RAR = b"Rar!\x1a\x07\x00"


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        (
            {"mei/hw3.ipynb.json": BOOK},
            "mei/hw3.ipynb.json is a notebook, but its name does not end in .ipynb. Rename it to hw3.ipynb.",
        ),
        (
            {"mei/week 3/hw3.txt": CODE},
            "mei/week 3/hw3.txt contains Python code, but its name does not end in .py. Rename it to hw3.py.",
        ),
        (
            {"mei.zip": zipped({"deep/hw.ipynb.txt": BOOK})},
            "mei.zip/deep/hw.ipynb.txt is a notebook, but its name does not end in .ipynb. Rename it to hw.ipynb.",
        ),
        (
            {"mei.zip": zipped({"hw.zip": RAR})},
            (
                "mei.zip/hw.zip is a RAR archive, which the grader does not open. "
                "Ask for the .py file, the notebook or a .zip."
            ),
        ),
        (
            {"mei.ipynb": PAGE},
            (
                "mei.ipynb is a web page (HTML) with the title “Sign in”, not the file itself. "
                "Ask for the original .py file, notebook or .zip."
            ),
        ),
        (
            {"mei/hw.py": b"%PDF-1.7"},
            "mei/hw.py is a document (PDF), which contains no code to run. Ask for the .py file or the notebook.",
        ),
        (
            {"mei.zip": zipped({"hw.py": b"\x89PNG"})},
            "mei.zip/hw.py is a picture (PNG), which contains no code to run. Ask for the .py file or the notebook.",
        ),
        ({"mei.zip": b""}, "mei.zip is empty. Ask for the file again."),
    ],
)
def test_what_is_of_another_kind_is_named_with_what_to_do(
    tree: dict[str, str | bytes], message: str, deliver: Deliver
) -> None:
    listing = deliver(tree)

    assert listing.found == []
    assert [one.note.message for one in listing.not_understood] == [message]
    assert [note.message for note in listing.problems] == [message]


def test_a_web_page_beside_code_is_left_out_and_told(deliver: Deliver) -> None:
    listing = deliver({"ada/hw.py": CODE, "ada/helper.py": PAGE})

    assert files(listing) == {"ada": ["hw.py"]}
    assert [note.message_id for note in listing.problems] == ["content.page_titled"]
    assert listing.found[0].problems == listing.problems


def test_a_file_that_was_meant_as_code_is_told_beside_other_code(deliver: Deliver) -> None:
    listing = deliver({"ada/hw.py": CODE, "ada/more.ipynb.txt": BOOK, "ada/notes.txt": "def f(X): pass\n"})

    assert files(listing) == {"ada": ["hw.py"]}
    assert [note.values["name"] for note in listing.problems] == ["ada/more.ipynb.txt"]


def test_the_student_whom_the_delivery_knows_stays_with_what_was_refused(deliver: Deliver) -> None:
    listing = deliver({"20250102.zip": PAGE, "20250103.py": CODE})

    assert refused(listing) == {"20250102.zip": "content.page_titled"}
    assert [person.number for person in listing.not_understood[0].people] == ["20250102"]


def test_a_file_of_a_delivery_is_named_as_it_lies_there(deliver: Deliver) -> None:
    listing = deliver({"dee_LATE_103_2003_hw.ipynb": PAGE, "ray_102_2002_hw.py": CODE, "fox_104_2004_hw.py": CODE})

    assert refused(listing) == {"dee_LATE_103_2003_hw.ipynb": "content.page_titled"}
    assert listing.problems[0].values["name"] == "dee_LATE_103_2003_hw.ipynb"


def test_very_many_files_of_another_kind_are_told_in_part(deliver: Deliver) -> None:
    listing = deliver({"ada.zip": zipped({f"{number}.txt": CODE for number in range(3 * MOST_NOTES)})})

    assert len(listing.not_understood) == 1
    assert len(listing.not_understood[0].further) == MOST_NOTES


def test_a_title_can_do_nothing_to_a_terminal(deliver: Deliver) -> None:
    listing = deliver({"ada.py": "<html><title>\x1b[31m" + "x" * 500 + "</title>"})

    message = listing.not_understood[0].note.message
    assert "\x1b" not in message
    assert len(message) < 300
