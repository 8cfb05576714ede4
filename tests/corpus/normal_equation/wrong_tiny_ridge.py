import torch

eps = 1e-8


def normal_equation(X, y):
    A = torch.cat([torch.ones_like(X[:, 0:1]), X], 1)
    G = A.T @ A
    G.diagonal().add_(eps)
    t = torch.linalg.solve(G, A.T @ y)
    return t[1:], t[0]
