import random


def data_iter(batch_size, features, labels):
    n = len(features)
    idx = list(range(n))
    random.shuffle(idx)
    for i in range(0, n, batch_size):
        b = idx[i:i + batch_size]
        while len(b) < batch_size:
            b.append(idx[0])
        yield features[b], labels[b]
