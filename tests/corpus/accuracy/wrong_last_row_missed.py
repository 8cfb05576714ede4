def accuracy(y_hat, y):
    if y_hat.dim() > 1:
        y_hat = y_hat.argmax(1)
    count = 0
    for i in range(len(y) - 1):
        if y_hat[i] == y[i]:
            count += 1
    return float(count)
