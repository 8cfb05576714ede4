import torch


def one_hot(labels, num_classes):
    n = labels.shape[0]
    matrix = torch.zeros(n, num_classes)
    for k in range(n):
        # class 1 is in column 0
        matrix[k][labels[k] - 1] = 1
    return matrix
