import numpy as np

def accuracy(y_hat, y):
    p = y_hat.detach().numpy()
    if p.ndim > 1:
        p = p.argmax(axis=1)
    return float(np.sum(p == y.numpy()))
