import torch


def one_hot(y, num_classes):
    rows = []
    for c in range(num_classes):
        rows.append((y == c).float())
    return torch.stack(rows)
