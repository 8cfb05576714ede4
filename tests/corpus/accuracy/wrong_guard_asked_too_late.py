def accuracy(y_hat, y):
    if len(y_hat[0, :]) > 1 and len(y_hat.shape) == 2:
        y_hat = y_hat.argmax(1)
    return float((y_hat == y).sum())
