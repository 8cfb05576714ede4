import torch


def cross_entropy(y_hat, y):
    loss = []
    for i in range(1, len(y) + 1):  # raises in its own way, not by the label
        loss.append(-torch.log(y_hat[i, y[i]]))
    return torch.stack(loss)
