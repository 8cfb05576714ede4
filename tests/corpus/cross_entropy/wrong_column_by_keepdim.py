import torch
import torch.nn.functional as F


def cross_entropy(y_hat, y):
    p = (F.one_hot(y, y_hat.shape[1]) * y_hat).sum(1, keepdim=True)
    return -torch.log(p)
