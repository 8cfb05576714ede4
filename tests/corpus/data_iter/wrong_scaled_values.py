import torch


def data_iter(batch_size, features, labels):
    features = (features - features.mean(0)) / features.std(0)
    for j in torch.randperm(len(features)).split(batch_size):
        yield features[j], labels[j]
