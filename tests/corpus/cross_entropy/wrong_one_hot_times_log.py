import torch
import torch.nn.functional as F


def cross_entropy(y_hat, y):
    y = F.one_hot(y, num_classes=y_hat.shape[1])
    return -(y * torch.log(y_hat)).sum(dim=1)
