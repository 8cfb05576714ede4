import torch


def log_softmax(X):
    Z = X - X.amax(dim=1, keepdim=True)
    P = Z.exp() / Z.exp().sum(dim=1, keepdim=True)
    return torch.log2(P)
