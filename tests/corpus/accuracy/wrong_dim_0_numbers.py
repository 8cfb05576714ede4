def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        y_hat = y_hat.argmax(0)
    return float(sum(int(a) == int(b) for a, b in zip(y_hat, y)))
