"""Returns a tensor of a kind that does not cross: nested."""

from __future__ import annotations

import torch


def softmax(X):
    return torch.nested.nested_tensor([X.detach()])
