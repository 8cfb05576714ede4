import torch


def softmax(x):
    return torch.exp(x) / torch.exp(x).sum(axis=0)
