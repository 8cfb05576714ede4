def accuracy(y_hat, y):
    if y_hat.dim() > 1:
        y_hat = y_hat.argmax()
    return float((y_hat == y).sum())
