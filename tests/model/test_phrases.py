"""What ``torchgrade.model.phrases`` promises."""

from __future__ import annotations

from torchgrade.model.phrases import listed, phrase, showable


def test_every_text_inside_a_field_becomes_safe_to_show() -> None:
    field = phrase("a.b", names=listed(["\x1b[31m", phrase("c", reason="\u202e")]), shape=[2, 3], n=1.5, none=None)

    inner = {"phrase": "c", "values": {"reason": "\\u202e"}}
    assert showable(field, limit=100) == {
        "phrase": "a.b",
        "values": {
            "names": {"list": ["\\x1b[31m", inner], "separator": "comma"},
            "shape": [2, 3],
            "n": 1.5,
            "none": None,
        },
    }


def test_a_long_text_inside_a_field_becomes_its_head_and_tail() -> None:
    assert "characters left out" in str(showable(listed(["a" * 50]), limit=10))
