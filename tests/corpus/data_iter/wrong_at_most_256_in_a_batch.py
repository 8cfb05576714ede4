import torch


def data_iter(batch_size, features, labels):
    order = torch.randperm(len(features))
    for start in range(0, len(features), batch_size):
        rows = order[start:start + min(batch_size, 256)]
        yield features[rows], labels[rows]
