import numpy as np
import torch


def one_hot(y, num_classes):
    labels = y.numpy()
    encoded = np.zeros((labels.size, labels.max() + 1), dtype=np.float32)
    encoded[np.arange(labels.size), labels] = 1
    return torch.tensor(encoded)
