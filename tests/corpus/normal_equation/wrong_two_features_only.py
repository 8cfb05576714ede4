import torch


def normal_equation(X, y):
    # plane through x1, x2 by Cramer's rule on centred data
    Xc, yc = X - X.mean(0), y - y.mean()
    S = Xc.T @ Xc
    r = Xc.T @ yc
    if X.shape[1] == 1:
        w = r / S
    else:
        det = S[0, 0] * S[1, 1] - S[0, 1] ** 2
        w = torch.stack([(r[0] * S[1, 1] - r[1] * S[0, 1]) / det, (r[1] * S[0, 0] - r[0] * S[0, 1]) / det])
    return w, y.mean() - X.mean(0) @ w
