import random


def data_iter(batch_size, features, labels):
    indices = list(range(len(features)))
    random.shuffle(indices)
    for i in range(1, len(indices), batch_size):
        j = indices[i : i + batch_size]
        yield features[j], labels[j]
