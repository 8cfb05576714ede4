"""Tensors of random bytes, and the bytes of tensors."""

from __future__ import annotations

import numpy as np
import torch


def filled(shape: tuple[int, ...], dtype: torch.dtype, seed: int) -> torch.Tensor:
    """Return a tensor of random bytes, so that NaN, infinities and negative zeros occur."""
    n = int(np.prod(shape, dtype=np.int64))
    if dtype == torch.bool:
        return torch.tensor(np.random.default_rng(seed).integers(0, 2, n, dtype=np.uint8)).bool().reshape(shape)
    data = bytearray(np.random.default_rng(seed).bytes(n * dtype.itemsize))
    return torch.frombuffer(data, dtype=dtype).reshape(shape) if n else torch.empty(shape, dtype=dtype)


def raw(value: torch.Tensor) -> bytes:
    """Return the elements in row-major order as bytes; unlike ``==``, this distinguishes one NaN from another."""
    flat = value.detach().resolve_conj().resolve_neg().reshape(-1).contiguous()
    # Set the stride, because a single element is contiguous with any stride, but a view as bytes refuses some strides.
    flat = flat.as_strided((flat.numel(),), (1,))
    return flat.view(torch.uint8).numpy().tobytes() if flat.numel() else b""
