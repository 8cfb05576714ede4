import numpy as np, torch
def synthetic_data(w, b, num_examples):
    X = np.random.randn(num_examples, len(w))
    y = X @ w + b
    return X, y.reshape((-1, 1))
