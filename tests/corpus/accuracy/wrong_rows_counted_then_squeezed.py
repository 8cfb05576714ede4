def accuracy(y_hat, y):
    if len(y_hat) > 1 and y_hat.ndim > 1:
        y_hat = y_hat.argmax(1, keepdim=True).squeeze(1)
    return float((y_hat == y).sum())
