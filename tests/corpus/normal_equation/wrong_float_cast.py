import numpy as np
import torch


def normal_equation(X, y):
    X = X.numpy().astype(np.float32)
    y = y.numpy().astype(np.float32)
    A = np.hstack([X, np.ones((X.shape[0], 1), dtype=np.float32)])
    theta = np.linalg.lstsq(A, y, rcond=None)[0]
    theta = torch.from_numpy(theta)
    return theta[:-1], theta[-1]
