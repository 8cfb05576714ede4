def accuracy(y_hat, y):
    if y_hat.dim() > 1:
        y_hat -= y_hat.max(dim=1, keepdim=True).values
        y_hat = y_hat.argmax(1)
    return float((y_hat == y).sum())
