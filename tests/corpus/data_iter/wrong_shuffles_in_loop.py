import random

import torch


def data_iter(batch_size, features, labels):
    n = len(features)
    indices = list(range(n))
    for i in range(0, n, batch_size):
        random.shuffle(indices)
        j = torch.tensor(indices[i : i + batch_size])
        yield features[j], labels[j]
