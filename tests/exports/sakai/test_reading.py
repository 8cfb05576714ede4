"""What ``torchgrade.exports.sakai.reading`` promises."""

from __future__ import annotations

import pytest

from torchgrade.exports.sakai.reading import Heading, heading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Softmax ", Heading("Softmax")),
        ("Softmax [40]", Heading("Softmax", "40")),
        ("Softmax [40,5]", Heading("Softmax", "40,5")),
        ("* Softmax", Heading("Softmax", is_comment=True)),
        ("*Softmax", Heading("*Softmax")),
        ("# Total", None),
        ("Softmax [x]", None),
        ("[40]", None),
        ("", None),
    ],
)
def test_a_heading_is_an_item_a_comment_or_neither(text: str, expected: Heading | None) -> None:
    assert heading(text) == expected
