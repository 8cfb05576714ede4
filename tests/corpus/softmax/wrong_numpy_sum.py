import numpy as np
def total(E):
    return np.sum(E, axis=1)
def softmax(X):
    E = X.exp()
    return E / total(E).reshape(-1, 1)
