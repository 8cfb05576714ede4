import torch
def accuracy(y_hat, y):
    p = y_hat.argmax(1) if y_hat.ndim > 1 else y_hat
    return float(torch.equal(p, y))
