"""Statistic of the order of an epoch: how many rows still follow their neighbour of the input."""

from __future__ import annotations

import torch

MAX_NEIGHBOURS = 17
"""Number of neighbours that a right shuffle of 103 rows reaches with at most 7.3e-11.

For K neighbours that differ by one, P(K >= 17) <= E[C(K, 17)] = 7.3e-11; 2 are expected.
"""


def neighbours(rows: torch.Tensor) -> int:
    """Return how many pairs of consecutive rows (n,) differ by one."""
    return int(((rows[1:] - rows[:-1]).abs() == 1).sum())
