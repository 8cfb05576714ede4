def accuracy(y, y_hat):
    return float((y_hat.argmax(-1) == y).sum())
