import torch


def softmax(X):
    e = torch.exp(X - X.max(1, keepdim=True)[0])
    return e / e.sum(1, keepdim=True)


def log_softmax(X):
    P = softmax(X)
    return P - torch.log(torch.exp(P).sum(1, keepdim=True))
