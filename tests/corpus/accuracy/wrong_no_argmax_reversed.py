def accuracy(y_hat, y):
    return float((y == y_hat).sum())
