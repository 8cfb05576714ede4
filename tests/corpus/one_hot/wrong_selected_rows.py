import torch


def one_hot(y, num_classes):
    n = len(y)
    Y = torch.zeros((n, num_classes))
    for c in y:
        Y[c] = torch.ones(num_classes)  # 第 c 类
    return Y
