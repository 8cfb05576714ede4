import torch

def accuracy(y_hat, y):
    if y_hat.is_floating_point():
        y_hat = y_hat.argmax(dim=1)
    return float((y_hat == y).sum())
