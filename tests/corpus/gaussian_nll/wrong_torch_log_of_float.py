import torch


def gaussian_nll(y_hat, y, sigma):
    return (0.5 * torch.log(2 * torch.pi * sigma**2) + (y.reshape(y_hat.shape) - y_hat)**2 / (2 * sigma**2)).sum()
