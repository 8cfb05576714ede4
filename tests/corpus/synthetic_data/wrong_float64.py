import numpy as np
import torch


def synthetic_data(w, b, num_examples):
    X = torch.from_numpy(np.random.randn(num_examples, len(w)))
    y = X @ w.double() + b
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape((-1, 1))
