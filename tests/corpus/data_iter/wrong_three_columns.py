import torch


def data_iter(batch_size, features, labels):
    for rows in torch.randperm(len(features)).split(batch_size):
        yield features[rows].reshape(-1, 3), labels[rows]
