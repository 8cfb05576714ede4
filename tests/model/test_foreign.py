"""English in the fields of a sentence gets marks, names do not, and no text of a submission can bring marks along."""

from __future__ import annotations

import pytest

from torchgrade.model.foreign import END, START, marked, marked_field, unmarked


def shown(text: str) -> str:
    """Return a text with brackets for its marks."""
    return text.replace(START, "[").replace(END, "]")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("message", "division by zero", "[division by zero]"),
        ("message", "expected ':'", "[expected ':']"),
        ("message", "3 > 2", "3 > 2"),
        ("what", "division by zero", "[division by zero]"),
        ("what", "expected", "expected"),
        ("file", "ada.py", "ada.py"),
        ("call", "softmax(X)", "softmax(X)"),
        ("message", "形状不对", "形状不对"),
        ("message", "形状不对：x is not y", "形状不对：[x is not y]"),
        ("file", "王小明 作业 final version.py", "王小明 作业[ final version.py]"),
        ("what", "", ""),
    ],
)
def test_words_are_marked_and_names_are_not(name: str, text: str, expected: str) -> None:
    assert shown(marked_field(name, text)) == expected


def test_marks_of_a_submission_are_removed() -> None:
    assert shown(marked_field("message", f"{END}a bad{START} message{END}")) == "[a bad message]"
    assert unmarked(marked(f"{START}{END}x")) == "x"


def test_a_long_word_costs_no_time() -> None:
    assert marked_field("what", "a" * 1_000_000) == "a" * 1_000_000
