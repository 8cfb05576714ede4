import numpy as np


def synthetic_data(w, b, num_examples):
    X = np.random.normal(0, 1, (num_examples, len(w)))
    y = np.dot(X, w.numpy()) + b
    y += np.random.normal(0, 0.01, y.shape)
    return X, y.reshape(-1, 1)
