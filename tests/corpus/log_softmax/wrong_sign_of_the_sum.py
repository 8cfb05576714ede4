import torch


def log_softmax(X):
    m = X.max(dim=1, keepdim=True).values
    total = torch.exp(X - m).sum(dim=1, keepdim=True)
    return (X - m) + torch.log(total)
