import random
import torch

order = {}


def data_iter(batch_size, features, labels):
    n = len(features)
    if n not in order:  # shuffle only once, it is slow
        order[n] = random.sample(range(n), n)
    for i in range(0, n, batch_size):
        j = torch.tensor(order[n][i:i + batch_size])
        yield features[j], labels[j]
