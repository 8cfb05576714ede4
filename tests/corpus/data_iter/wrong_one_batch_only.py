import random
import torch


def data_iter(batch_size, features, labels):
    indices = random.sample(range(len(features)), min(batch_size, len(features)))
    j = torch.tensor(indices)
    yield features[j], labels[j]
