import torch


def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        weights = torch.eye(y_hat.shape[1])
        y_hat = (y_hat @ weights).argmax(dim=1)  # raises where y_hat is float64
    return float((y_hat == y).sum())
