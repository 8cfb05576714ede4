import torch.nn.functional as F


def cross_entropy(y_hat, y):
    return F.cross_entropy(y_hat, y, reduction='none')
