import torch


def data_iter(batch_size, features, labels):
    perm = torch.randperm(features.shape[0])
    for i in range(0, len(perm), batch_size):
        idx = perm[i:i + batch_size]
        yield features[idx], labels[idx]
