import torch
from torch.utils.data import DataLoader, TensorDataset

MAX_BATCH = 256


def load_array(data_arrays, batch_size, is_train=True):
    size = min(batch_size, MAX_BATCH)
    return DataLoader(TensorDataset(*data_arrays), size, shuffle=is_train)
