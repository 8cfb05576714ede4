import torch


# number of classes first
def one_hot(depth, labels):
    table = torch.eye(depth)
    return table[labels]
