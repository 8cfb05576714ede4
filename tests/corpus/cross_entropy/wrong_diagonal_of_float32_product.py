import torch
import torch.nn.functional as F


def cross_entropy(y_hat, y):
    one_hot = F.one_hot(y, y_hat.shape[1]).float()
    return -torch.log(torch.diagonal(y_hat @ one_hot.T))  # raises where y_hat is float64
