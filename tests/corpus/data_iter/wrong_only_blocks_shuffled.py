import random
import torch


def data_iter(batch_size, features, labels):
    num_examples = len(features)
    starts = list(range(0, num_examples, batch_size))
    last = starts.pop() if num_examples % batch_size else None
    random.shuffle(starts)
    if last is not None:
        starts.append(last)
    for i in starts:
        yield features[i:i + batch_size], labels[i:i + batch_size]
