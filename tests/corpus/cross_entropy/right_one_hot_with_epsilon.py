import torch
import torch.nn.functional as F


def cross_entropy(y_hat, y, eps=1e-12):
    y_onehot = F.one_hot(y, num_classes=y_hat.shape[1])
    return -torch.sum(y_onehot * torch.log(y_hat + eps), dim=1)
