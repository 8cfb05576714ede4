"""Tests of the words that identify a class list."""

from __future__ import annotations

import re
from collections import Counter

from torchgrade.deliveries.rosters.words import words_known


def test_no_heading_is_in_two_kinds() -> None:
    words = [word.strip() for text in words_known()["headings"].values() for word in re.split(r"[;\n]", text)]
    counts = Counter(word.casefold() for word in words if word)

    assert [word for word, count in counts.items() if count > 1] == []


def test_alphabets_are_small_letters_and_surnames_one_sign_each() -> None:
    letters = [letter for alphabets in words_known()["alphabets"].values() for letter in "".join(alphabets)]

    assert all(letter.isalpha() and letter == letter.lower() for letter in letters)
    assert all(sign.isalpha() or sign == "\n" for text in words_known()["surnames"].values() for sign in text)
