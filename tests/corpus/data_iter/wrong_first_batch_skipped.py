import random


def data_iter(batch_size, features, labels):
    n = len(features)
    indices = list(range(n))
    random.shuffle(indices)
    for i in range(batch_size, n, batch_size):
        j = indices[i : i + batch_size]
        yield features[j], labels[j]
