def accuracy(y_hat, y):
    preds = y_hat.argmax(1) if y_hat.ndim > 1 else y_hat
    return float((preds == y).all())
