import random


def data_iter(batch_size, features, labels):
    left = random.sample(range(len(features)), len(features))
    while left:
        batch, left = left[:batch_size], left[batch_size:]
        yield [features[batch], labels[batch]]
