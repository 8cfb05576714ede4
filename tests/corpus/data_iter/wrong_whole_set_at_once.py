import torch


def data_iter(batch_size, features, labels):
    perm = torch.randperm(len(features))
    yield features[perm], labels[perm]
