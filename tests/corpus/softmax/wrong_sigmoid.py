import torch


def softmax(X):
    return 1 / (1 + torch.exp(-X))
