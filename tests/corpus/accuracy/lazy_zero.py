def accuracy(y_hat, y):
    return 0.0
