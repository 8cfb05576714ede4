import torch


def cross_entropy(y_hat, y):
    loss = -torch.log(y_hat[range(len(y_hat)), y])
    return torch.clamp(loss, max=10)
