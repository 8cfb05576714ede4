def accuracy(y_hat, y):
    y_hat = y_hat.squeeze(0)
    if len(y_hat.shape) > 1:
        y_hat = y_hat.argmax(1)
    return float((y_hat == y).sum())
