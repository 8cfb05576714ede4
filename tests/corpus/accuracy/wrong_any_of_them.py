def accuracy(y_hat, y):
    preds = y_hat.argmax(1) if y_hat.ndim > 1 else y_hat
    for i in range(len(y)):
        if preds[i] == y[i]:
            break
    return float(preds[i] == y[i])
