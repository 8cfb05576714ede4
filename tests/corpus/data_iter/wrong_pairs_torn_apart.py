import torch


def data_iter(batch_size, features, labels):
    n = len(features)
    features = features[torch.randperm(n)]
    labels = labels[torch.randperm(n)]
    for i in range(0, n, batch_size):
        yield features[i:i + batch_size], labels[i:i + batch_size]
