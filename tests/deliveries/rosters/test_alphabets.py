"""Tests of the plausibility of words as parts of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.deliveries.rosters.alphabets import LIKELY, NONSENSE, plausibility, quality


@pytest.mark.parametrize("word", ["Müller", "Bjørn", "Núñez", "Dvořák", "Иван", "Ελένη", "张三", "김철수", "さくら"])
def test_names_of_one_language_are_likely(word: str) -> None:
    assert plausibility(word) == LIKELY


@pytest.mark.parametrize("word", ["J鰎g", "M¸ller", "ХЕИэ", "Οεςπξβ", "Łуkasz", "¹æê", "김四", "Ji²í", "\u0e31ab"])
def test_what_a_wrong_decoding_makes_of_names_is_nonsense(word: str) -> None:
    assert plausibility(word) == NONSENSE


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("Bjørn", "Bjřrn"), ("Kjær", "Kjćr"), ("Peña", "Peńa"), ("Zieliński", "Zieliñski"), ("김철수", "辫枚荐")],
)
def test_a_name_is_more_likely_than_what_another_encoding_makes_of_it(right: str, wrong: str) -> None:
    assert plausibility(right) > plausibility(wrong)


@given(st.lists(st.text(max_size=40), max_size=5))
def test_texts_of_any_kind_have_a_quality(texts: list[str]) -> None:
    assert NONSENSE <= quality(iter(texts)) <= LIKELY
