import torch


def log_softmax(X):
    m = X.max(1, keepdim=True).values
    Z = X - m
    # the normaliser is only a constant
    normaliser = torch.log(torch.exp(Z).sum(1, keepdim=True)).data
    return Z - normaliser
