def accuracy(y_hat, y):
    if y_hat.dim() > 1:
        y_hat = y_hat.argmax(1)
    count = 0.0
    for a, b in zip(y_hat, y):
        if a == b:
            count += 1
        return count
