import torch

def accuracy(y_hat: torch.Tensor, y: torch.Tensor) -> float:
    if y_hat.ndim > 1:
        _, y_hat = torch.max(y_hat, 1)
    return (y_hat == y).float().sum().item()
