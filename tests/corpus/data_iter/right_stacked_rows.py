import random
import torch


def shuffled(n):
    order = [i for i in range(n)]
    random.shuffle(order)
    return order


def data_iter(batch_size, features, labels):
    X, y = [], []
    for i in shuffled(len(features)):
        X.append(features[i])
        y.append(labels[i])
        if len(X) == batch_size:
            yield torch.stack(X), torch.stack(y)
            X, y = [], []
    if X:
        yield torch.stack(X), torch.stack(y)
