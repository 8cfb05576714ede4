def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        y_hat = y_hat.argmax(1)
    return int((y_hat == y).sum())
