import torch


def load_array(data_arrays, batch_size, is_train=True):
    n = data_arrays[0].shape[0]
    order = torch.randperm(n) if is_train else torch.arange(n)
    batches = []
    for start in range(0, n, batch_size):
        rows = order[start:start + batch_size]
        batches.append([a[rows] for a in data_arrays])
    return batches
