import torch


def data_iter(batch_size, features, labels):
    idx = list(range(len(features)))[::-1]
    for i in range(0, len(idx), batch_size):
        yield features[idx[i:i + batch_size]], labels[idx[i:i + batch_size]]
