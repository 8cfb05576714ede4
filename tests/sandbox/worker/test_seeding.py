"""Every check starts from the same state, whatever the one before it left behind."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest
import torch

from torchgrade.sandbox.worker import seeding


@pytest.fixture(autouse=True)
def _threads() -> Iterator[None]:
    """Put the thread count back for the tests that follow."""
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def drawn() -> tuple[float, float, float, float]:
    return random.random(), float(np.random.rand()), float(torch.rand(1)), float(torch.normal(0, 1, (1,)))


@pytest.mark.parametrize("seed", [0, 1, 2**32, 2**48 - 1])
def test_every_generator_repeats(seed: int) -> None:
    seeding.reset(seed)
    first = drawn()
    drawn()
    seeding.reset(seed)

    assert drawn() == first


def test_another_seed_draws_otherwise() -> None:
    seeding.reset(1)
    first = drawn()
    seeding.reset(2)

    assert not set(drawn()) & set(first)


def test_what_a_submission_switched_is_as_it_was() -> None:
    torch.set_default_dtype(torch.float64)
    torch.set_grad_enabled(False)
    torch.set_num_threads(2)
    seeding.reset(1)

    assert torch.get_default_dtype() is torch.float32
    assert torch.is_grad_enabled()
    assert torch.get_num_threads() == 1
