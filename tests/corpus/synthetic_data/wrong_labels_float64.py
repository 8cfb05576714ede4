import numpy as np
import torch


def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b
    y = y + torch.from_numpy(np.random.normal(0, 0.01, len(y)))
    return X, y.reshape((-1, 1))
