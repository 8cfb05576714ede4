import torch
from torch import nn

loss = nn.CrossEntropyLoss(reduction='none')


def log_softmax(X):
    n, q = X.shape
    return torch.stack([-loss(X, torch.full((n,), j)) for j in range(q)], 1)
