import random, torch
from torch.utils.data import DataLoader, TensorDataset
from torch.utils import data


def data_iter(batch_size, features, labels):
    idx = list(range(len(features)))
    random.shuffle(idx)
    for i in range(0, len(idx), batch_size):
        yield features[idx[i:i + batch_size]], labels[idx[i:i + batch_size]]
loader = DataLoader(TensorDataset(torch.zeros(4, 2), torch.zeros(4, 1)), 2)
