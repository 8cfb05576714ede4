import random


def data_iter(batch_size, features, labels):
    n = len(features)
    indices = list(range(n))
    random.shuffle(indices)
    for i in range(0, n, batch_size):
        j = [random.choice(indices) for _ in range(min(batch_size, n - i))]
        yield features[j], labels[j]
