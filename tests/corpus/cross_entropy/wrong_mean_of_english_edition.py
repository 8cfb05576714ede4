import torch


def cross_entropy(y_hat, y):
    """Defined in the section on softmax from scratch."""
    return -torch.log(y_hat[list(range(len(y_hat))), y]).mean()
