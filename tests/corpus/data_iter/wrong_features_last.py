import random


def data_iter(labels, batch_size, features):
    n = len(features)
    indices = list(range(n))
    random.shuffle(indices)
    for i in range(0, n, batch_size):
        j = indices[i : i + batch_size]
        yield features[j], labels[j]
