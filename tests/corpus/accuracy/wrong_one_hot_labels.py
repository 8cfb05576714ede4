import torch

def accuracy(y_hat, y):
    predictions = torch.argmax(y_hat, dim=1)
    truth = torch.argmax(y, dim=1)
    return float((predictions == truth).sum())
