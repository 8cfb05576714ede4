def accuracy(y_hat, y):
    if len(y_hat.shape) > 1 and y_hat.shape[1] > 1:
        preds = y_hat.argmax(axis=1)
    cmp = preds.type(y.dtype) == y
    return float(cmp.sum())
