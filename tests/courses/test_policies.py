"""Policies: sets of the tool by name, and lists of an exercise's own."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from torchgrade.courses.outline import outlines
from torchgrade.courses.policies import Policy, named_policies, read_policy
from torchgrade.errors import CourseError
from torchgrade.plugins.manager import Plugins


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "exercise.toml"
    place.write_text('title = "f"\npolicy = "x"\n')
    return place


def test_a_name_stands_for_the_lists_of_its_set(file: Path) -> None:
    found = read_policy("batches", "f", file)
    lists = named_policies()["batches"]

    assert found.functions == frozenset(lists["functions"])
    assert found.constructors == lists["constructors"]
    assert found.own == "f"


def test_several_names_are_joined(file: Path) -> None:
    found = read_policy(["batches", "optimizers"], "f", file)

    assert {"DataLoader", "SGD"} <= found.functions
    assert found.constructors[-1] == "torch.optim.Optimizer"


def test_lists_of_the_exercise_are_added_to_the_named_sets(file: Path) -> None:
    table = {"named": ["batches"], "functions": ["mine"], "operators": ["mine_"], "constructors": ["a.B"]}
    found = read_policy(table, "f", file)

    assert {"DataLoader", "mine"} <= found.functions
    assert found.operators == {"mine_"}
    assert found.constructors[-1] == "a.B"


def test_lists_alone_are_a_policy_as_before(file: Path) -> None:
    assert read_policy({"functions": ["g"]}, "f", file) == Policy(functions=frozenset({"g"}), own="f")


def test_an_exercise_without_a_policy_forbids_nothing(file: Path) -> None:
    assert read_policy(None, "f", file) == Policy(own="f")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("x", r"exercise.toml, line 2: .*names the set 'x'; there are softmax, losses, batches, optimizers"),
        (["softmax", 5], "needs a list of names as named"),
        ({"functions": "softmax"}, "needs a list of names as functions; it has 'softmax'"),
        ({"function": ["softmax"]}, "has the key 'function'"),
        (5, "has 5; write the name of a set"),
    ],
)
def test_another_form_is_the_authors_error(file: Path, value: Any, said: str) -> None:
    with pytest.raises(CourseError, match=said):
        read_policy(value, "f", file)


DIGESTS = {
    "data_iter": "d018e44624bc1ea2",
    "sgd": "80ae6870fc8bacfd",
    "softmax": "c68e53cfddc110b6",
    "cross_entropy": "8be4e8ea0dba4b3d",
    "accuracy": "01ba4719c80b6fe9",
    "train_ch3": "01ba4719c80b6fe9",
    "synthetic_data": "01ba4719c80b6fe9",
}
"""Of the lists that each ``exercise.toml`` had before sets had names."""


def digest(policy: Policy) -> str:
    lists = [*sorted(policy.functions), "", *sorted(policy.operators), "", *policy.constructors]
    return hashlib.sha256("\n".join(lists).encode()).hexdigest()[:16]


def test_the_installed_exercises_forbid_what_they_forbade_before_sets_had_names() -> None:
    found = {outline.name: outline.policy for outline in outlines(Plugins()) if outline.name in DIGESTS}

    assert {name: digest(policy) for name, policy in found.items()} == DIGESTS
    assert all(policy.own == name for name, policy in found.items())
