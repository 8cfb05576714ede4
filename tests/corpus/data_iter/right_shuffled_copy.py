import torch


def data_iter(batch_size, features, labels):
    perm = torch.randperm(len(features))
    features, labels = features[perm], labels[perm]
    for i in range(0, len(features), batch_size):
        yield features[i:i + batch_size], labels[i:i + batch_size]
