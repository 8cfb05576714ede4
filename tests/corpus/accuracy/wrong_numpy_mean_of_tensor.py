import numpy as np
def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        y_hat = np.argmax(y_hat, axis=1)
    return float(np.mean(y_hat == y) * len(y))
