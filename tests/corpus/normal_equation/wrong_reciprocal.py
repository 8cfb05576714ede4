import torch


def normal_equation(X, y):
    one = torch.ones((len(X), 1), dtype=X.dtype)
    X = torch.cat([X, one], dim=1)
    XtX = torch.matmul(X.T, X)
    w = torch.matmul(torch.matmul(torch.pow(XtX, -1), X.T), y)
    return w[0:-1], w[-1]
