import random


def data_iter(batch_size, features, labels, size=10):
    indices = list(range(len(features)))
    random.shuffle(indices)
    for i in range(0, len(indices), size):
        j = indices[i : i + size]
        yield features[j], labels[j]
