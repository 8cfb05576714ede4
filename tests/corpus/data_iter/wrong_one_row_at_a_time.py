import torch


def data_iter(batch_size, features, labels):
    for i in torch.randperm(len(features)):
        yield features[i], labels[i]
