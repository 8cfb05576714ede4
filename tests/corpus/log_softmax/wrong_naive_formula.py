import torch


def log_softmax(X):
    """log(softmax) = x - log(sum(exp(x)))"""
    partition = torch.exp(X).sum(1, keepdim=True)
    return X - torch.log(partition)
