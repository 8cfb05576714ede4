import torch


def cross_entropy(target, prediction):
    p = torch.gather(prediction, 1, target.reshape(-1, 1))
    return -torch.log(p).reshape(-1)
