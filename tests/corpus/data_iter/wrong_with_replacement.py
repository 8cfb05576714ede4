import torch


def data_iter(batch_size, features, labels):
    n = len(features)
    for i in range(0, n, batch_size):
        j = torch.randint(0, n, (min(batch_size, n - i),))
        yield features[j], labels[j]
