import torch


def data_iter(batch_size, features, labels):
    n = len(features)
    for j in torch.randperm(n - 1).split(batch_size):
        yield features[j], labels[j]
