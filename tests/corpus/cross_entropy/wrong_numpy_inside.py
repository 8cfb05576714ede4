import numpy as np
import torch


def cross_entropy(y_hat, y):
    p = y_hat.detach().numpy()
    with np.errstate(divide='ignore'):
        losses = -np.log(p[np.arange(len(p)), y.numpy()])
    return torch.from_numpy(losses)
