import torch


def one_hot(y, num_classes):
    y.unsqueeze_(-1)  # column
    return torch.zeros(len(y), num_classes).scatter(1, y, 1)
