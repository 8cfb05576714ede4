import torch


def one_hot(y, num_classes):
    y = y.view(-1, 1)
    table = torch.eye(num_classes)
    return table[y]  # 每个标签取出单位矩阵的一行
