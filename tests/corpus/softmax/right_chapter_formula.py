import torch


def softmax(X):
    """每一行归一化"""
    numerator = torch.exp(X)
    denominator = numerator.sum(1, keepdim=True)
    return numerator / denominator
