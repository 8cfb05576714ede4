import torch


def one_hot(y, num_classes):
    return torch.ones(len(y), num_classes)
