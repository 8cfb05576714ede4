import random
import torch


def load_array(data_arrays, batch_size, is_train=True):
    n = len(data_arrays[0])
    idx = list(range(n))
    if is_train:
        random.shuffle(idx)
    for i in range(0, n, batch_size):
        j = torch.tensor(idx[i: min(i + batch_size, n)])
        yield tuple(d[j] for d in data_arrays)
