import torch


def log_softmax(X):
    m = X.max(dim=1, keepdim=True)[0]
    s = torch.exp(X - m).sum(dim=1)      # (n,)
    return X - m - torch.log(s)
