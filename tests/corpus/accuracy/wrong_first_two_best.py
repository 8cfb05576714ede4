def accuracy(y_hat, y):
    if y_hat.ndim == 1:
        return float((y_hat == y).sum())
    best = y_hat.topk(2, dim=1).indices
    return float((best == y[:, None]).sum())
