def accuracy(y_hat, y):
    if len(y_hat.shape) > 1:
        y_hat = y_hat.argmax(axis=0)
    return float((y_hat == y).sum())
