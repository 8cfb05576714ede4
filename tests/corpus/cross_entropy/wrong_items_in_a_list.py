import math

import torch


def cross_entropy(y_hat, y):
    losses = []
    for i in range(len(y)):
        losses.append(-math.log(y_hat[i, y[i]].item() + 1e-30))
    return torch.tensor(losses, dtype=y_hat.dtype)
