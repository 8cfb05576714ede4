import random
import torch


def data_iter(batch_size, features, labels):
    n = len(features)
    indices = list(range(n))
    random.shuffle(indices)
    for i in range(0, n, batch_size):
        j = torch.tensor(indices[i:i + batch_size])
        yield features[j], labels[i:i + batch_size]
