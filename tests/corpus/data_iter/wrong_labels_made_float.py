import torch


def data_iter(batch_size, features, labels):
    for j in torch.randperm(len(features)).split(batch_size):
        yield features[j], labels[j].float().reshape(-1, 1)
