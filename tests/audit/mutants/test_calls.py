"""Mutants of calls and parameters."""

from __future__ import annotations

from tests.audit.mutants.made import new_lines, returned


def test_a_keyword_argument_is_dropped() -> None:
    assert returned("keyword", "X.sub(y, alpha=2)") == ["X.sub(y)"]


def test_dimensions_and_unpacked_keywords_are_not_dropped_here() -> None:
    assert returned("keyword", "X.sum(dim=1, keepdim=True, **y)") == []


def test_a_flag_is_flipped() -> None:
    assert returned("flag", "g(X, shuffle=True)") == ["g(X, shuffle=False)"]
    assert returned("flag", "g(X, shuffle=y)") == ["g(X, shuffle=not y)"]
    assert returned("flag", "g(X, False)") == ["g(X, True)"]


def test_a_data_loader_drops_the_last_batch_unless_it_says_otherwise() -> None:
    assert returned("drop_last", "DataLoader(X)") == ["DataLoader(X, drop_last=True)"]
    assert returned("drop_last", "DataLoader(X, drop_last=False)") == []


def test_a_star_is_dropped() -> None:
    assert returned("star", "TensorDataset(*X)") == ["TensorDataset(X)"]


def test_neighbouring_arguments_are_swapped_and_the_last_is_dropped() -> None:
    assert returned("arguments", "loss(X, y)") == ["loss(y, X)", "loss(X)"]


def test_unpacked_arguments_and_questions_of_type_stay() -> None:
    assert returned("arguments", "g(X, *y)") == []
    assert returned("arguments", "isinstance(X, y)") == []


def test_defaults_change() -> None:
    text = "def f(X, train=True, other=None, *, fast=False):\n    return X\n"

    assert [line.partition("(")[2].removesuffix("):") for line in new_lines("default", text)] == [
        "X, train=False, other=None, *, fast=False",
        "X, train=True, other=0, *, fast=False",
        "X, train=True, other=None, *, fast=True",
    ]
