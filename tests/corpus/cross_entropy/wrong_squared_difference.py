import torch
import torch.nn.functional as F


def cross_entropy(y_hat, y):
    target = F.one_hot(y, num_classes=y_hat.shape[1])
    return ((y_hat - target) ** 2).sum(dim=1)
