import random

import torch


def data_iter(batch_size, features, labels):
    n = len(features)
    order = list(range(n))
    random.shuffle(order)  # 样本的读取顺序是随机的
    for start in range(0, n, batch_size):
        rows = torch.tensor(order[start:start + batch_size])
        yield features[rows], labels[rows]
