def accuracy(y_hat, y):
    if y_hat.dim() > 1:
        y_hat = (y_hat[:, 0] < y_hat[:, 1]).long()
    return float((y_hat == y).sum())
