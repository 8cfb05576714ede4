from collections import namedtuple
import torch
Batch = namedtuple('Batch', 'X y')


def data_iter(batch_size, features, labels):
    for idx in torch.randperm(len(features)).split(batch_size):
        yield Batch(features[idx], labels[idx])
