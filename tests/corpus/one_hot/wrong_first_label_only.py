import torch


def one_hot(y, num_classes):
    out = torch.zeros(len(y), num_classes)
    for i in range(len(y)):
        out[i, y[i]] = 1
        return out
