import torch


def log_softmax(X):
    X = X - torch.max(X, 1, keepdim=True)[0]
    logp = X - torch.log(torch.exp(X).sum(1, keepdim=True))
    return -logp  # 负对数似然
