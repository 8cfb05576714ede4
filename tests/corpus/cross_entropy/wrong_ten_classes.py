import torch


def cross_entropy(y_hat, y):
    loss = torch.zeros_like(y_hat[:, 0])
    for k in range(10):
        chosen = y == k
        if chosen.any():
            loss = torch.where(chosen, -torch.log(y_hat[:, k]), loss)
    return loss
