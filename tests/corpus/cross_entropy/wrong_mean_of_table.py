import torch
import torch.nn.functional as F


def cross_entropy(y_hat, y):
    target = F.one_hot(y, num_classes=y_hat.shape[1])
    return -torch.mean(target * torch.log(y_hat + 1e-9))
