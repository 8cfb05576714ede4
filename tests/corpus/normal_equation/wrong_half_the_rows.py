import torch

# train / validation split inside the function


def normal_equation(X, y):
    n_train = len(X) // 2 if len(X) > 10 else len(X)
    X_train, y_train = X[:n_train], y[:n_train]
    A = torch.cat([X_train, torch.ones(n_train, 1, dtype=X.dtype)], dim=1)
    theta = torch.linalg.lstsq(A, y_train).solution
    return theta[:-1], theta[-1]
