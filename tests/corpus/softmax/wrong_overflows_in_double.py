import torch


def softmax(X):
    e = torch.exp(X.double())
    return (e / e.sum(1, keepdim=True)).to(X.dtype)
