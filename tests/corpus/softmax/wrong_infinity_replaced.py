import torch


def softmax(X):
    X = torch.where(torch.isinf(X), torch.zeros_like(X), X)
    E = torch.exp(X - X.max(dim=1, keepdim=True).values)
    return E / E.sum(1, keepdim=True)
