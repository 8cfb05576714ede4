import torch


def data_iter(batch_size, features, labels):
    p = torch.randperm(features.shape[0])
    return zip(features[p].split(batch_size), labels[p].split(batch_size))
