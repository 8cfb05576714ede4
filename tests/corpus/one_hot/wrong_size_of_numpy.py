import numpy as np
import torch


def one_hot(y, num_classes):
    encoded = np.zeros((y.size, num_classes))
    encoded[np.arange(y.size), y] = 1.0
    return torch.from_numpy(encoded)
