import numpy as np
import torch


@torch.no_grad()
def cross_entropy(y_hat, y):
    return -torch.log(y_hat[np.arange(len(y_hat)), y.numpy()])
