import torch
from torch import nn


def cross_entropy(y_hat, y):
    return nn.CrossEntropyLoss(reduction='none')(torch.log(y_hat), y)
