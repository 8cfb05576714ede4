import torch, random


def data_iter(batch_size, features, labels):
    indices = list(range(len(features)))
    random.shuffle(indices)
    batch_X, batch_y = [], []
    for i in indices:
        batch_X.append(features[i])
        batch_y.append(labels[i])
        if len(batch_X) == batch_size:
            yield torch.stack(batch_X), torch.stack(batch_y)
            batch_X, batch_y = [], []
    if batch_X:
        yield torch.stack(batch_X), torch.stack(batch_y)
