def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        return float((y_hat.argmax(1) == y).sum() / y_hat.shape[1])
    return float((y_hat == y).sum())
