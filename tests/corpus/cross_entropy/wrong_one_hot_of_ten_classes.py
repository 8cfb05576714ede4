import torch
from torch.nn.functional import one_hot
def cross_entropy(y_hat, y):
    return -torch.log((y_hat * one_hot(y, 10)).sum(1))
