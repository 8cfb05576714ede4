def accuracy(y_hat, y):
    if len(y_hat.shape) > 1:
        return float((y_hat.argmax(axis=1) == y - 1).sum())
    return float((y_hat == y).sum())
