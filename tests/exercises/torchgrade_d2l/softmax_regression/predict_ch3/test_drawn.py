"""Titles are read in any wording, and drawn nets tell usual mistakes from a right answer."""

from __future__ import annotations

import pytest
import torch

from torchgrade.checking.draws import Tensors
from torchgrade_d2l.softmax_regression.predict_ch3.drawn import inputs, is_plain, names_in, names_of


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("shirt\ncoat", ["shirt", "coat"]),
        ("t-shirt", ["t-shirt"]),
        ("T-Shirt-shirt", ["t-shirt", "shirt"]),
        ("真实ankle boot预测bag", ["ankle boot", "bag"]),
        ("pred: dress (true: dress)", ["dress", "dress"]),
        ("sneaker_sandal", ["sneaker", "sandal"]),
        ("shirts, bagel, overcoat", []),
        ("3\n7", []),
        ("", []),
    ],
)
def test_names_are_found_whole_in_any_wording(title: str, names: list[str]) -> None:
    assert names_in(title) == names


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("bag\ncoat", True),
        ("bag -> t-shirt", True),
        ("真 bag 假 coat", False),
        ("P: bag, T: coat", False),
        ("bag", False),
    ],
)
def test_only_two_names_alone_have_an_order(title: str, plain: bool) -> None:
    assert is_plain(title) is plain


def test_a_number_that_is_no_class_has_no_name() -> None:
    assert names_of(torch.tensor([0, 9, 10, -1])) == ("t-shirt", "ankle boot", "", "")


@pytest.mark.parametrize("seed", range(20))
def test_a_drawn_net_predicts_at_most_half_and_its_largest_scores_are_clear(seed: int) -> None:
    given = inputs(Tensors(seed), "function", [])
    scores = given["X"].flatten(1) @ given["W"]
    best = scores.topk(2).values
    assert (best[:, 0] - best[:, 1]).min() > 0.3
    assert (scores.argmax(1) == given["y"]).sum() <= len(scores) / 2
    assert bool((scores.amax(1).int() != scores.argmax(1)).all())
