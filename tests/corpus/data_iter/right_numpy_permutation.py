import numpy as np
import torch


def data_iter(batch_size, features, labels):
    num = len(labels)
    perm = np.random.permutation(num)
    for i in range(0, num, batch_size):
        j = torch.from_numpy(perm[i:min(i + batch_size, num)])
        yield features[j], labels[j]
