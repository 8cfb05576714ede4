import torch

def accuracy(y_hat, y):
    return float((torch.argmax(y_hat, dim=-1) == y).sum())
