"""Spaces beside a field depend on what fills it."""

from __future__ import annotations

import pytest

from torchgrade.model.filling import filled
from torchgrade.model.foreign import END, START


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Ada", "提交 Ada 在名单中。"),
        ("张三", "提交张三在名单中。"),
        ("张三（1）", "提交张三（1）在名单中。"),
        ("ada 第 3 行", "提交 ada 第 3 行在名单中。"),
        ("张三 B", "提交张三 B 在名单中。"),
    ],
)
def test_a_chinese_sentence_has_a_space_only_beside_latin(who: str, said: str) -> None:
    assert filled("提交 {who} 在名单中。", {"who": who}) == said


def test_the_field_itself_is_not_changed() -> None:
    assert filled("提交 {who} 在", {"who": "张 三"}) == "提交张 三在"


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [("练习", "softmax", "练习 softmax"), ("练习", "求和", "没有练习求和"), ("a", "b", "a b")],
)
def test_between_two_fields_both_decide(first: str, second: str, said: str) -> None:
    assert said in filled("没有{first} {second}", {"first": first, "second": second})


def test_an_english_sentence_keeps_its_spaces() -> None:
    assert filled("{who} is not in {place}.", {"who": "张三", "place": "名单"}) == "张三 is not in 名单."


def test_braces_and_an_empty_field_stay() -> None:
    assert filled("写在 {{x}} 和 {y} 之间", {"y": ""}) == "写在 {x} 和  之间"


def test_a_missing_field_is_an_error() -> None:
    with pytest.raises(KeyError):
        filled("提交 {who}", {})


def test_marks_around_english_do_not_count_as_wide() -> None:
    assert filled("甲 {b} 乙", {"b": f"{START}x{END}"}) == f"甲 {START}x{END} 乙"
    assert filled("甲 {b} 乙", {"b": f"{START}丙{END}"}) == f"甲{START}丙{END}乙"
