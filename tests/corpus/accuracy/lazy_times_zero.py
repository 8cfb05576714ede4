def accuracy(y_hat, y):
    return y_hat * 0
