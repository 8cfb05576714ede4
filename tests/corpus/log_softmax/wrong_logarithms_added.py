import torch


def log_softmax(X):
    X = X - torch.max(X, dim=-1, keepdim=True)[0]
    X_exp = torch.exp(X)
    return X - torch.sum(torch.log(X_exp), dim=-1, keepdim=True)
