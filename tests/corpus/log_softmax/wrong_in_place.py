import torch


def log_softmax(X):
    with torch.no_grad():
        top = X.max(dim=1, keepdim=True).values
        X.sub_(top)
    return X - X.exp().sum(1, keepdim=True).log()
