import torch
from torch.nn.functional import one_hot


def cross_entropy(y_hat, y):
    hot = one_hot(y, y_hat.shape[1]).bool()
    # classes that do not count get probability 1, whose logarithm is 0
    return -torch.where(hot, y_hat, torch.ones_like(y_hat)).log().sum(dim=1)
