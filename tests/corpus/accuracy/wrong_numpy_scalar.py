import numpy as np
def accuracy(y_hat, y):
    y_hat, y = y_hat.numpy(), y.numpy()
    if y_hat.ndim > 1:
        y_hat = np.argmax(y_hat, axis=1)
    return np.sum(y_hat == y).astype(np.float64)
