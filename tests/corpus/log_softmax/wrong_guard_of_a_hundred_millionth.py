import torch


def log_softmax(X):
    e = torch.exp(X - X.max(1, keepdim=True)[0])
    p = e / e.sum(1, keepdim=True)
    return torch.log(p + 1e-8)
