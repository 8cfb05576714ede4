import torch
import torch.nn.functional as F


def cross_entropy(y_hat, y):
    p = y_hat[range(len(y)), y]
    return F.binary_cross_entropy(p, torch.ones_like(p), reduction='none')
