"""Inputs that the judge draws from the check's own seed."""

from __future__ import annotations

import hashlib

import torch

SEED_BITS = 48


def derive_seed(run_seed: int, digest: str, check: str) -> int:
    """Return the seed of one check of one submission (ruling 6), below 2**48.

    It differs between submissions and does not depend on order or ``--jobs``.
    """
    text = f"{run_seed}/{digest}/{check}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=SEED_BITS // 8).digest(), "big")


def worker_seed(seed: int) -> int:
    """Return the seed of a worker's own random state in a check. The check's inputs cannot be drawn from this seed."""
    return derive_seed(seed, "", "worker")


class Tensors:
    """Source of random tensors. Two sources with the same seed draw the same tensors in the same order."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.generator = torch.Generator().manual_seed(seed)

    def normal(self, *shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Return numbers of N(0, 1), with the given shape and floating dtype."""
        return torch.randn(shape, generator=self.generator, dtype=torch.float64).to(dtype)

    def uniform(self, *shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Return numbers uniform in [0, 1), with the given shape and floating dtype."""
        return torch.rand(shape, generator=self.generator, dtype=torch.float64).to(dtype)

    def integers(self, low: int, high: int, *shape: int) -> torch.Tensor:
        """Return int64 numbers of ``low`` to ``high - 1``."""
        return torch.randint(low, high, shape, generator=self.generator)

    def permutation(self, n: int) -> torch.Tensor:
        """Return 0 to n - 1 in random order, int64 (n,)."""
        return torch.randperm(n, generator=self.generator)
