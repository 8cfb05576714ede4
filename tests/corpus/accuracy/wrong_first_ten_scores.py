def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        y_hat = y_hat[:, :10].argmax(dim=1)
    return float((y_hat == y).sum())
