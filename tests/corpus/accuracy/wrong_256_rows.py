def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        y_hat = y_hat.argmax(dim=1)
    right = 0
    for i in range(min(256, len(y))):
        right += int(y_hat[i] == y[i])
    return float(right)
