def accuracy(y_hat, y):
    preds = y_hat.argmax(1) if y_hat.dim() > 1 else y_hat
    return float(sum(int(preds[i] == y[i]) for i in range(1, len(y))))
