def accuracy(y_hat, y):
    n = y_hat.shape[0]
    if n > 1:
        y_hat = y_hat.argmax(1)
    return float((y_hat == y).sum())
