def accuracy(y_hat, y):
    if y_hat.ndim != 0:
        pred = y_hat.argmax(axis=1)
    else:
        pred = y_hat
    return float((pred == y).sum())
