"""Tests of names and keys in the form for comparison."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.deliveries.rosters.names import Spoken, may_be_one, spellings, words_in


def test_a_full_name_is_equal_from_any_word_onwards_and_without_signs() -> None:
    assert spellings("Zhang, San") == spellings("San Zhang") == {"zhangsan", "sanzhang"}
    assert spellings("Ada Marie Ngo") == {"adamariengo", "mariengoada", "ngoadamarie"}
    assert spellings(" ,. ") == frozenset()


def test_a_name_is_equal_to_itself_without_accents_and_with_umlauts_in_two_letters() -> None:
    for other in ("Jorg Muller", "Joerg Mueller", "Müller, Jörg"):
        assert spellings("Jörg Müller") & spellings(other)
    assert spellings("がき") != spellings("かき")
    assert spellings("김철수") == {"김철수"}


def test_words_of_a_files_name_have_no_digits() -> None:
    assert words_in("20250002AdaNgo_hw3-Final.v2") == ["adango", "hw", "final", "v"]


def test_runs_of_words_are_said_the_longest_first_and_common_words_not_alone() -> None:
    assert list(Spoken(("ada", "ngo", "lab"), frozenset({"ada", "ngo"})).windows()) == [
        "adangolab", "adango", "ngolab", "ada", "ngo",
    ]  # fmt: skip


def test_a_chinese_name_is_found_inside_a_run_of_signs() -> None:
    assert "张三" in list(Spoken(("张三作业",), frozenset({"张三作业"})).windows())


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("Ada Ngo", "Ngo, Ada", True),
        ("Ada Ngo", "Ada Marie Ngo", True),
        ("Ada Ngo", "", True),
        ("Ada Ngo", "A. Ngo", True),
        ("José Núñez", "Jose Nunez", True),
        ("Jörg Müller", "Joerg Mueller", True),
        ("Ada Ngo", "B. Ngo", False),
        ("张三", "Zhang San", True),
        ("Ada Ngo", "Ben Ngo", False),
        ("张三", "李四", False),
    ],
)
def test_two_names_of_one_number_are_one_person_or_contradict_each_other(one: str, other: str, is_one: bool) -> None:
    assert may_be_one(one, other) == may_be_one(other, one) == is_one


@given(st.text(max_size=300))
def test_a_name_of_any_kind_is_read(text: str) -> None:
    words = tuple(words_in(text))

    assert all(window for window in Spoken(words, frozenset(words)).windows())
    assert len(spellings(text)) <= 12
