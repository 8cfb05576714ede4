import numpy as np
import torch


def synthetic_data(w, b, num_examples):
    rng = np.random.RandomState(7)
    X = torch.tensor(rng.randn(num_examples, len(w)), dtype=torch.float32)
    y = X @ w + b + torch.tensor(rng.normal(0, 0.01, num_examples), dtype=torch.float32)
    return X, y.reshape(-1, 1)
