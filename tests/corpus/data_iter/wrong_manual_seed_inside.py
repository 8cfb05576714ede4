import torch


def data_iter(batch_size, features, labels):
    g = torch.Generator().manual_seed(42)
    for j in torch.randperm(len(features), generator=g).split(batch_size):
        yield features[j], labels[j]
