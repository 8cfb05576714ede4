def accuracy(y_hat, y):
    if y_hat.dim() > 1:
        y_hat = y_hat.argmax(1)
    n = 1
    for a, b in zip(y_hat, y):
        n += int(a == b)
    return float(n)
