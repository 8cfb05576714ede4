import random
import torch


def data_iter(batch_size, features, labels):
    n = len(features)
    for i in range(0, n, batch_size):
        j = torch.tensor(random.sample(range(n), min(batch_size, n - i)))
        yield features[j], labels[j]
