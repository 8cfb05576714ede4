import numpy as np
import torch

def synthetic_data(w, b, num_examples):
    X = np.random.normal(0, 1, size=(num_examples, len(w)))
    y = X.dot(w.numpy()) + b
    y = y + np.random.normal(0, 0.01, y.shape)
    return torch.tensor(X, dtype=torch.float32), torch.from_numpy(y).float().reshape(-1, 1)
