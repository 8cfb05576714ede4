import torch
from torch.nn import functional as F


def cross_entropy(y_hat, y):
    target = F.one_hot(y, y_hat.size(1)).to(y_hat.dtype)
    return -torch.log((target * y_hat).sum(dim=1))
