import torch


def softmax(X):
    X = X - X.max(1, keepdim=True)[0]
    return X - torch.log(torch.exp(X).sum(1, keepdim=True))
