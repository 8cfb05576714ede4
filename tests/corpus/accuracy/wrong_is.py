def accuracy(y_hat, y):
    p = y_hat.argmax(1) if y_hat.ndim > 1 else y_hat
    n = 0.0
    for i in range(len(y)):
        if p[i] is y[i]:
            n += 1
    return n
