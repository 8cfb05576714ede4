"""Inputs are drawn from seeds that differ between submissions and checks, and repeat."""

from __future__ import annotations

import itertools

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchgrade.checking.draws import Tensors, derive_seed, worker_seed

RUN = st.integers(0, 2**64)
NAME = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(run=RUN, digest=NAME, check=NAME)
@settings(deadline=None)
def test_a_seed_is_below_two_to_the_48_and_repeats(run: int, digest: str, check: str) -> None:
    seed = derive_seed(run, digest, check)

    assert 0 <= seed < 2**48
    assert derive_seed(run, digest, check) == seed
    Tensors(seed)


def test_a_workers_seed_draws_other_numbers_than_the_check() -> None:
    seed = derive_seed(11, "ada", "softmax.rows")

    assert worker_seed(seed) == worker_seed(seed)
    assert worker_seed(seed) not in (seed, worker_seed(seed + 1))
    assert not torch.equal(Tensors(seed).normal(3), Tensors(worker_seed(seed)).normal(3))


def test_seeds_of_runs_submissions_and_checks_all_differ() -> None:
    runs, digests, checks = range(8), [f"{i:064x}" for i in range(12)], [f"e.c{i}" for i in range(12)]
    seeds = [derive_seed(*parts) for parts in itertools.product(runs, digests, checks)]

    assert len(set(seeds)) == len(seeds)


def test_a_seed_is_the_same_in_every_process_and_version() -> None:
    assert derive_seed(11, "ada", "softmax.rows") == 187343607545411


@given(seed=st.integers(0, 2**48 - 1))
@settings(deadline=None, max_examples=25)
def test_two_of_one_seed_draw_the_same_in_the_same_order(seed: int) -> None:
    def draw(tensors: Tensors) -> list[torch.Tensor]:
        return [
            tensors.normal(2, 3),
            tensors.uniform(4, dtype=torch.float64),
            tensors.integers(-3, 3, 5),
            tensors.permutation(6),
        ]

    first, second = draw(Tensors(seed)), draw(Tensors(seed))

    assert all(torch.equal(a, b) for a, b in zip(first, second, strict=True))


def test_another_seed_draws_otherwise_and_so_does_the_next_draw() -> None:
    tensors = Tensors(1)

    assert not torch.equal(tensors.normal(8), tensors.normal(8))
    assert not torch.equal(Tensors(1).normal(8), Tensors(2).normal(8))


def test_drawing_touches_no_global_generator() -> None:
    torch.manual_seed(0)
    expected = torch.rand(1)
    torch.manual_seed(0)
    Tensors(5).normal(100)

    assert torch.equal(torch.rand(1), expected)


def test_both_precisions_draw_the_same_numbers() -> None:
    assert torch.equal(Tensors(3).normal(4), Tensors(3).normal(4, dtype=torch.float64).float())
    assert torch.equal(Tensors(3).uniform(4), Tensors(3).uniform(4, dtype=torch.float64).float())


def test_draws_have_the_shape_dtype_and_range_asked_for() -> None:
    tensors = Tensors(4)

    assert (tensors.normal(2, 3).shape, tensors.normal(1).dtype) == ((2, 3), torch.float32)
    uniform = tensors.uniform(1000, dtype=torch.float64)
    assert uniform.dtype == torch.float64
    assert 0 <= uniform.min() < 0.1
    assert 0.9 < uniform.max() < 1
    integers = tensors.integers(2, 5, 1000)
    assert integers.dtype == torch.int64
    assert integers.unique().tolist() == [2, 3, 4]
    assert tensors.permutation(9).sort().values.tolist() == list(range(9))
