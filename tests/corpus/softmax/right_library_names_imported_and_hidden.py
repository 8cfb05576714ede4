import torch
from torch.nn.functional import softmax, log_softmax


def softmax(X):
    X_exp = torch.exp(X - torch.max(X, dim=1, keepdim=True)[0])
    return X_exp / X_exp.sum(dim=1, keepdim=True)
