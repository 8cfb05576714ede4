def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        y_hat = y_hat.argmax(axis=1)
    return float((y_hat == y.reshape(-1, 1)).sum())
