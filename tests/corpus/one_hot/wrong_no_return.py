import torch


def one_hot(y, num_classes):
    y_onehot = torch.zeros(len(y), num_classes)
    y_onehot[torch.arange(len(y)), y] = 1
    print(y_onehot)
