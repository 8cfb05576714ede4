import torch
import torch.nn.functional as F


def softmax_regression(X, W, b):
    o = X.reshape(X.shape[0], -1).mm(W) + b
    return torch.exp(F.log_softmax(o, dim=1))
