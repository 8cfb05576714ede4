import torch
from torch.utils import data


def data_iter(batch_size, features, labels):
    dataset = data.TensorDataset(features, labels)
    for X, y in data.DataLoader(dataset, batch_size, shuffle=True):
        yield X, y
