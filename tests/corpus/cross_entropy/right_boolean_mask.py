import torch


def cross_entropy(y_hat, y):
    classes = torch.arange(y_hat.shape[1])
    is_true = y.reshape(-1, 1) == classes
    return -torch.log(y_hat[is_true])
