import torch


def cross_entropy(y_hat, y):
    p = y_hat.gather(1, y.unsqueeze(1)).squeeze(1)
    return -(p * torch.log(p))
