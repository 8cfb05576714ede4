import torch


def cross_entropy(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    loss = [-torch.log(y_hat[i, y[i]]) for i in range(len(y))]
    return torch.tensor(loss, dtype=y_hat.dtype)
