import torch


def data_iter(batch_size, features, labels):
    n = features.size(0)
    order = torch.rand(n).argsort()
    parts = (order[i:i + batch_size] for i in range(0, n, batch_size))
    return ((features[p], labels[p]) for p in parts)
