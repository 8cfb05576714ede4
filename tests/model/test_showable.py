"""Text from a submission is shown so that it can act on nothing, is short, and repeats."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torchgrade.model.foreign import MARKS
from torchgrade.model.showable import LIMIT, harmless_json, show, show_name

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ACTING = st.sampled_from(list(BIDI + "\x00\x07\x08\x1b\x7f\x85\x9b\r\u2028\u2029\ud800\udfff"))


@given(text=st.text(ACTING | st.characters(), max_size=200))
@settings(deadline=None)
def test_nothing_that_could_act_is_left(text: str) -> None:
    shown = show(text)

    assert not set(shown) & set(BIDI)
    assert all(char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp") for char in shown)
    shown.encode("utf-8")


@given(text=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=100).filter(lambda t: "0x" not in t))
@settings(deadline=None)
def test_plain_text_is_shown_as_it_is(text: str) -> None:
    assert show(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("\x9b31m", "\\x9b31m"),
        ("one\r\ntwo\ttab", "one\ntwo\ttab"),
        ("over\rwritten", "over\\x0dwritten"),
        ("\ud800", "\\ud800"),
        ("ad\u00ada\u200b\u2060\ufeff", "ad\\xada\\u200b\\u2060\\ufeff"),
        ("\U000e0041", "\\U000e0041"),
        ("می\u200cروم 👩\u200d🔬", "می\u200cروم 👩\u200d🔬"),
        ("形状 é 🙂", "形状 é 🙂"),
        ("<b>&", "<b>&"),
    ],
)
def test_what_could_act_becomes_a_visible_escape(text: str, shown: str) -> None:
    assert show(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<f at 0x7f3a2b1c0d9e>", "<f at 0x…>"),
        ("0xdeadbeef, 0xCAFEBABE", "0x…, 0x…"),
        ("0xff", "0xff"),
        ("0x" + "f" * 17, "0x" + "f" * 17),
    ],
)
def test_addresses_are_left_out_so_that_a_result_repeats(text: str, shown: str) -> None:
    assert show(text) == shown


@given(size=st.integers(0, 3 * LIMIT))
@settings(deadline=None)
def test_long_text_becomes_its_head_and_tail(size: int) -> None:
    shown = show("h" * size + "t" * LIMIT)

    assert shown.endswith("t" * (LIMIT // 2))
    assert len(shown) <= LIMIT + 40
    if size:
        assert shown.startswith("h")
        assert f"… {size} characters left out …" in shown


def test_marks_of_a_submission_are_escaped_and_a_caller_may_keep_its_own() -> None:
    assert show(f"a{MARKS}") == "a\\ufdd0\\ufdd1"
    assert show(f"a{MARKS}", kept=MARKS) == f"a{MARKS}"


def test_the_line_where_a_text_is_cut_may_be_in_another_language() -> None:
    assert show("x" * 30, limit=10, left_out="省略 {n}") == "xxxxx\n省略 20\nxxxxx"


def test_a_name_stands_on_one_line() -> None:
    assert show_name("a\nb\tc\x1b.py") == "a\\x0ab\\x09c\\x1b.py"
    assert "\n" not in show_name("x" * 1000)
    assert len(show_name("x" * 1000)) < 400


@pytest.mark.parametrize("sign", ["\x7f", "\x9b", "\u202e", "\u2028", "\u2069"])
def test_json_means_the_same_and_holds_no_sign_that_acts(sign: str) -> None:
    line = json.dumps({"id": f"a{sign}b"}, ensure_ascii=False)

    assert sign not in harmless_json(line)
    assert json.loads(harmless_json(line)) == {"id": f"a{sign}b"}
