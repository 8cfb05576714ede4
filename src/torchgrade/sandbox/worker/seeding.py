"""The state that every check starts from (ruling 7)."""

from __future__ import annotations

import random

# Imported by name, because `numpy` imports it at first use: 9 ms in every worker of a process that is not fully warm.
import numpy.random
import torch

# Kept here because a submission finds a replacement under that name (accommodations.py).
_set_num_threads = torch.set_num_threads


def reset(seed: int) -> None:
    """Seed ``random``, numpy and torch, and restore default dtype, grad mode and thread count."""
    random.seed(seed)
    numpy.random.seed(seed % 2**32)
    # torch.manual_seed would also ask every missing device, in 0.15 ms a check.
    torch.default_generator.manual_seed(seed)
    torch.set_default_dtype(torch.float32)
    torch.set_grad_enabled(True)
    if torch.get_num_threads() != 1:
        _set_num_threads(1)
