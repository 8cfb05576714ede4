import torch


def cross_entropy(y_hat, y):
    losses = []
    for row, label in zip(y_hat, y):
        losses.append(-torch.log(row[label]))
    return torch.stack(losses)
