import numpy as np, torch
def data_iter(batch_size, features, labels):
    n = len(features)
    indices = torch.arange(n)
    np.random.shuffle(indices)
    for i in range(0, n, batch_size):
        j = indices[i:i + batch_size]
        yield features[j], labels[j]
