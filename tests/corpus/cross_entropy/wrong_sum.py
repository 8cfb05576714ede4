import torch


def cross_entropy(y_hat, y):
    loss = 0
    for i in range(len(y)):
        loss = loss - torch.log(y_hat[i, y[i]])
    return loss
