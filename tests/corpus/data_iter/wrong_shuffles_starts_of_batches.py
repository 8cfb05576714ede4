import torch


def data_iter(batch_size, features, labels):
    starts = torch.randperm(-(-len(features) // batch_size)) * batch_size
    for s in starts.tolist():
        yield features[s:s + batch_size], labels[s:s + batch_size]
