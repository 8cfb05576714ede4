import torch


def one_hot(y, num_classes):
    encoded = torch.zeros(y.size(0), num_classes)
    for label in y:
        encoded[:, label] = 1
    return encoded
