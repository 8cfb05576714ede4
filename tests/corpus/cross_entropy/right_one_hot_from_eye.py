import torch


def cross_entropy(y_hat, y):
    mask = torch.eye(y_hat.shape[1], dtype=y_hat.dtype)[y]
    return -torch.einsum('ij,ij->i', mask, y_hat).log()
