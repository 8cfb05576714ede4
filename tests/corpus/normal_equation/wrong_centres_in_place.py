import torch


def normal_equation(X, y):
    mx, my = X.mean(0), y.mean()
    X -= mx
    y -= my
    w = torch.linalg.lstsq(X, y).solution
    return w, my - mx @ w
