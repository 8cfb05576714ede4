import random

import torch


def data_iter(batch_size, features, labels):
    rows = list(range(len(features)))[:256]
    random.shuffle(rows)
    for i in range(0, len(rows), batch_size):
        j = torch.tensor(rows[i:i + batch_size])
        yield features[j], labels[j]
