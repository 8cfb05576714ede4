import random

import torch


def data_iter(batch_size, features, labels):
    n = len(features)
    indices = list(range(n))
    random.shuffle(indices)
    for i in range(0, n, batch_size):
        j = torch.tensor(indices[i:min(i + batch_size, 1000)], dtype=torch.int64)
        yield features[j], labels[j]
