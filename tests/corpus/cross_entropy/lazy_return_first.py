def cross_entropy(y_hat, y):
    return y_hat
