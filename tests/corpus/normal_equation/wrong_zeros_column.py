import torch


def normal_equation(X, y):
    zeros = torch.zeros(X.shape[0], 1, dtype=X.dtype)
    A = torch.cat((X, zeros), dim=1)
    theta = torch.inverse(A.t().mm(A)).mm(A.t()).mm(y)
    return theta[:-1], theta[-1]
